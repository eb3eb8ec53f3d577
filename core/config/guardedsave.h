#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace Signalbox {

/// The only way a document is written: `fileName` holds either all of `content` afterwards, or what
/// it held before. QSaveFile::commit() can return true on a full disk, so the length written,
/// flush() and the bytes read back are checked as well. Mode 0600; the folder is made (0700) if it
/// is missing, and synced where the system can. Fails with NoSpace (less than twice the size plus 1
/// MiB free, or the disk filled meanwhile) or CannotWrite.
Status guardedSave(const QString &fileName, const QByteArray &content);

} // namespace Signalbox
