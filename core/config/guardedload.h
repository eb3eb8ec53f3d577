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

/// Reads what guardedSave() wrote. A file that is not `sound` is renamed to
/// "<name>.broken-<time>", and the newest earlier save that is takes its place, on disk too. Fails
/// with CannotRead when the file cannot be read at all: then nothing may be saved over it. Takes
/// away temporary files that an interrupted save has left more than a day ago.
Result<GuardedReading> guardedLoad(const QString &fileName,
                                   const std::function<bool(const QByteArray &)> &sound);

} // namespace Signalbox
