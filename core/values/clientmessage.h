#pragma once

#include "core/values/logentry.h"
#include "core/values/target.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <variant>

namespace Signalbox {

/// What a client asks for, read from the envelope {message, path, group, clientId, direct}.
struct ClientMessage
{
    QByteArray payload; ///< as it is to be sent: a string value's text, or another value's own
                        ///< bytes without white space
    PayloadType type = PayloadType::Text; ///< Text for a string value, Json for any other
    QString path; ///< empty: not given
    QString group;
    QString clientId; ///< as written; may name nobody
    bool direct = false;
    bool isMended = false; ///< a string had half of a surrogate pair in it, which is U+FFFD now

    bool operator==(const ClientMessage &) const = default;
};

/// Why an envelope cannot be followed. `why` is Empty, NotJson, NotObject, WrongType or TooDeep.
struct EnvelopeProblem
{
    Why why = Why::NotJson;
    QString detail; ///< untranslated: what and where

    bool operator==(const EnvelopeProblem &) const = default;
};

/// Reads envelopes with simdjson; one per thread, because it keeps its buffers.
class EnvelopeReader
{
    Q_DISABLE_COPY_MOVE(EnvelopeReader)
public:
    EnvelopeReader(int maxDepth, int maxKeys);
    ~EnvelopeReader();

    void setLimits(int maxDepth, int maxKeys);
    /// `text` is valid UTF-8. The whole text must be JSON, whatever is in it. Keys are matched
    /// without regard to case; of duplicate keys the last counts; null stands for "not given". An
    /// escape that is half of a surrogate pair is JSON: a string has U+FFFD in its place, any other
    /// value keeps it. Does not copy a text that has 64 bytes to spare, but for such an escape.
    std::variant<ClientMessage, EnvelopeProblem> read(QByteArray text);
    /// Of the last text, as far as it was read: how deep objects and arrays lie in one another, and
    /// the keys of the outermost.
    int depth() const;
    int keys() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Signalbox
