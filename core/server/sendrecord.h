#pragma once

#include "core/values/sentcopy.h"
#include "core/values/signal.h"

#include <QDateTime>
#include <QList>

#include <optional>

namespace Signalbox {

/// A signal that was sent by hand, as it is written down before it goes out.
struct SendRecord
{
    Signal signal;
    QDateTime at; ///< UTC
    quint32 clients = 0; ///< how many were connected, over all targets
    QString memory; ///< where its receipts are: the name of a LastingMemory
    quint32 lists = 0; ///< how many parts of the server had to enter their recipients there

    // not part of the document
    QList<SentCopy> copies; ///< who got it, as far as that is known
    bool isComplete = false; ///< all recipients are among those
    bool isExact = false; ///< as of the program's last moment; else as of a second before, at most

    quint32 count(Receipt receipt) const; ///< of the copies
    /// Some had not got theirs, or it is not known who had.
    bool isUnfinished() const;
    bool operator==(const SendRecord &) const = default;
};

/// Its document: one line of JSON, then the payload as it is.
QByteArray sendDocument(const SendRecord &record);
/// nullopt: not all of one is there. Then the signal was not sent.
std::optional<SendRecord> parseSend(const QByteArray &document);

} // namespace Signalbox
