#pragma once

#include "core/values/result.h"

#include <QByteArray>
#include <QString>

namespace Signalbox {

constexpr int Generations = 3; ///< earlier saves of a document that are kept

/// The name of an earlier save: `age` 1 (the last one) to Generations.
QString generationName(const QString &fileName, int age);

/// Whether guardedSave() keeps what the file held before, for guardedLoad().
enum class Earlier : quint8 { Dropped, Kept };

/// The only way a document is written: `fileName` holds either all of `content` afterwards, or what
/// it held before. QSaveFile::commit() can return true on a full disk, so the length written,
/// flush() and the bytes read back are checked as well. Mode 0600; the folder is made (0700) if it
/// is missing, and synced where the system can. With Earlier::Kept the last three contents stay
/// beside it as "<name>.1" (the newest) to "<name>.3". Fails with NoSpace (less than twice the size
/// plus 1 MiB free, or the disk filled meanwhile) or CannotWrite.
Status guardedSave(const QString &fileName, const QByteArray &content,
                   Earlier earlier = Earlier::Dropped);

} // namespace Signalbox
