#pragma once

#include "core/values/clientmessage.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <optional>
#include <utility>

namespace Signalbox {

using ScriptId = quint32; ///< given by ScriptHost; 0: none

/// What a script may ask for in one run; the rest is left out, and said.
inline constexpr int MaxSendsPerRun = 100;
inline constexpr int MaxDeliveriesPerRun = 5'000;
inline constexpr int MaxLogsPerRun = 100;
inline constexpr qsizetype MaxEffectBytes = 16 * 1024 * 1024; ///< of one run, together
inline constexpr qsizetype MaxScriptState = 64 * 1024; ///< bytes of JSON
inline constexpr qsizetype MaxScriptSource = 1024 * 1024; ///< bytes

/// What a script is run for: decides which functions make sense.
enum class ScriptPurpose : quint8 {
    Message, ///< reply(), pass(), drop()
    Connect, ///< reply()
    Disconnect,
    Http, ///< respond(), and the returned value
    Timer, ///< a timer or a schedule
};

/// What a script finds in `event`. A value; crosses threads and the pipe.
struct ScriptEvent
{
    ScriptPurpose purpose = ScriptPurpose::Timer;
    bool isTest = false; ///< nothing is to stay of it: the state is not changed
    ClientMessage message{}; ///< Message only
    QByteArray document{}; ///< the others: a JSON object, the event itself
    QByteArray client{}; ///< JSON: {id, name, group, path, address}; empty: none
    QByteArray context{}; ///< JSON: {endpoint, request}; Message only
    QByteArray route{}; ///< JSON: {path, params}; Message only
    QString path{}; ///< on which the message came; Message only
    qint64 timestamp = 0; ///< milliseconds since 1970, UTC

    bool operator==(const ScriptEvent &) const = default;
};

/// One thing that a script asks for.
struct ScriptEffect
{
    enum class Kind : quint8 { Send, Reply, Pass, Drop, Close, Log, Respond };
    enum class Mode : quint8 { Auto, Broadcast, Direct };

    Kind kind = Kind::Send;
    PayloadType type = PayloadType::Text; ///< of the payload
    Mode mode = Mode::Auto; ///< Send
    int code = 0; ///< Close: the close code. Respond: the status
    QByteArray payload{}; ///< Send, Reply: what goes out. Respond: the body
    QString text{}; ///< Drop, Close: the reason. Log: the line
    std::optional<QString> path{}; ///< Send: nullopt: inherited from what is handled
    std::optional<QString> group{};
    std::optional<QString> clientId{}; ///< Close: whom
    QList<std::pair<QByteArray, QByteArray>> fields{}; ///< Respond: headers

    bool operator==(const ScriptEffect &) const = default;
};

/// What is wrong with a script. `message` is the engine's own.
struct ScriptFault
{
    QString message;
    QString file; ///< as ScriptHost::add() was told
    int line = 0; ///< 1-based; 0: not known

    bool operator==(const ScriptFault &) const = default;
    /// "message (file:line)", for the log.
    QString toString() const
    {
        if (file.isEmpty() && line == 0)
            return message;
        return line > 0 ? QStringLiteral("%1 (%2:%3)").arg(message, file).arg(line)
                        : QStringLiteral("%1 (%2)").arg(message, file);
    }
};

/// How a run ended. One that did not end well has no effects but its log lines.
struct ScriptOutcome
{
    enum class Result : quint8 {
        Done,
        Threw,
        TooSlow, ///< stopped at its deadline
        Crashed, ///< the process ended while it ran
        Refused, ///< not run: the script does not compile, or too many runs were waiting
    };
    Result result = Result::Done;
    ScriptFault fault{};
    std::chrono::microseconds took{0};
    int leftOut = 0; ///< sends over the limit
    QList<ScriptEffect> effects{};
    bool isFromOutside = false; ///< the process was killed (Crashed) or cannot start (Refused)

    /// A breach of deadline or memory, not a mistake that the script can make every time.
    bool isBreach() const
    {
        return result == Result::TooSlow || (result == Result::Crashed && !isFromOutside);
    }
    bool operator==(const ScriptOutcome &) const = default;
};

} // namespace Signalbox
