#pragma once

#include "core/values/result.h"

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

/// Success, or what is wrong with a document.
using DocumentTest = std::function<Status(const QByteArray &)>;

/// What guardedLoad() does with a document that is not usable, but not isDamaged() either.
enum class Mistakes : quint8 {
    Told, ///< it fails
    Returned, ///< it is the content all the same, and so is what is damaged beyond replacement
    SetAside, ///< as if it were damaged: nobody writes such a document by hand
};

/// What somebody has done wrong in a document.
struct DocumentMistake
{
    int line = 0; ///< 1-based; 0: it is JSON, but does not say what it should
    int column = 0; ///< 1-based, in characters
    QString detail; ///< one English phrase, without a full stop
};

/// The whole file; no value: it is not there. Fails with CannotRead.
Result<std::optional<QByteArray>> readDocument(const QString &fileName);

/// The mistake in a file that guardedLoad() would not take; nullopt: there is none, or the file is
/// damaged, cannot be read, or is not there.
std::optional<DocumentMistake> mistakeIn(const QString &fileName, const DocumentTest &usable);

/// Reads what guardedSave() wrote. A file that isDamaged() is renamed to "<name>.broken-<time>",
/// and the newest earlier save that is `usable` takes its place, on disk too. Fails with CannotRead
/// when the file cannot be read at all, and with BadDocument for a mistake that is Told. Whenever
/// it fails, everything is as it was, and nothing may be saved over it. Takes away temporary files
/// that an interrupted save has left more than a day ago.
Result<GuardedReading> guardedLoad(const QString &fileName, const DocumentTest &usable,
                                   Mistakes mistakes = Mistakes::Told);

} // namespace Signalbox
