#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <functional>
#include <optional>

namespace Signalbox {

/// That a document's file was damaged, and what became of it.
struct Recovery
{
    QString setAside; ///< the damaged file's name now; empty: it could not be moved, and lies where
                      ///< it was
    QDateTime savedAt; ///< UTC: when what was loaded instead had been saved; invalid: there was
                       ///< nothing to load

    bool operator==(const Recovery &) const = default;
};

/// What a document's file held, or the newest earlier save of it that was good.
struct GuardedReading
{
    std::optional<QByteArray> content; ///< nullopt: there is no file, or nothing good
    std::optional<Recovery> recovery; ///< the file was damaged
};

using DocumentTest = std::function<bool(const QByteArray &)>;

/// What guardedLoad() does with a damaged file that no earlier save can replace.
enum class Irreplaceable : quint8 { SetAside, Left };

/// The whole file; no value: it is not there. Fails with CannotRead.
Result<std::optional<QByteArray>> readDocument(const QString &fileName);

/// Reads what guardedSave() wrote. A file that is not `sound` is renamed to
/// "<name>.broken-<time>", and the newest earlier save that is `usable` takes its place, on disk
/// too. A file that is Left is the content as it is. Fails with CannotRead when the file cannot be
/// read at all: then nothing may be saved over it. Takes away temporary files that an interrupted
/// save has left more than a day ago.
Result<GuardedReading> guardedLoad(const QString &fileName, const DocumentTest &sound,
                                   const DocumentTest &usable,
                                   Irreplaceable otherwise = Irreplaceable::SetAside);
/// The same for a document whose earlier saves have to pass the same test.
inline Result<GuardedReading> guardedLoad(const QString &fileName, const DocumentTest &sound)
{
    return guardedLoad(fileName, sound, sound);
}

} // namespace Signalbox
