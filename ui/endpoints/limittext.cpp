#include "ui/endpoints/limittext.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include <limits>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

struct LimitText
{
    Q_DECLARE_TR_FUNCTIONS(Signalbox::Limit)
};

QLatin1StringView keyOf(const LimitSpec &limit)
{
    return QLatin1StringView(limit.key);
}

bool isBytes(const LimitSpec &limit)
{
    return keyOf(limit).endsWith("Bytes"_L1) || keyOf(limit).startsWith("bytes"_L1);
}

bool isSeconds(const LimitSpec &limit)
{
    return keyOf(limit).endsWith("Seconds"_L1);
}

/// How many bytes or seconds one of these is; no value: no unit of this limit.
std::optional<qint64> factorOf(const LimitSpec &limit, const QString &unit)
{
    if (unit.isEmpty())
        return 1;
    if (isSeconds(limit))
        return unit == "s"_L1 ? std::optional<qint64>(1) : std::nullopt;
    if (!isBytes(limit))
        return std::nullopt;
    struct Unit
    {
        QLatin1StringView name;
        qint64 bytes;
    };
    static constexpr Unit Units[] = {
        {"b"_L1, 1},           {"bytes"_L1, 1},     {"byte"_L1, 1},
        {"k"_L1, 1024},        {"kib"_L1, 1024},    {"kb"_L1, 1000},
        {"m"_L1, 1024 * 1024}, {"mib"_L1, 1 << 20}, {"mb"_L1, 1'000'000}};
    for (const Unit &each : Units)
        if (unit == each.name)
            return each.bytes;
    return std::nullopt;
}

} // namespace

LimitWords limitWords(const LimitSpec &limit)
{
    const QLatin1StringView key = keyOf(limit);
    const QString policy = LimitText::tr("The client is disconnected (1008).");
    const QString slow = LimitText::tr("The slow client is disconnected (1013).");
    const QString refused = LimitText::tr("It is not passed on; the log says where it broke.");
    if (key == "clients"_L1)
        return {LimitText::tr("Clients at once"), LimitText::tr("New ones are refused (503).")};
    const QString fast = LimitText::tr("New ones are refused (429).");
    if (key == "clientsPerAddress"_L1)
        return {LimitText::tr("Clients of one address"), fast};
    if (key == "connectionsPerSecond"_L1)
        return {LimitText::tr("New connections a second"),
                LimitText::tr("They wait, up to a second.")};
    if (key == "addressConnectionsPerSecond"_L1)
        return {LimitText::tr("Per address and second"), fast};
    if (key == "addressConnectionsBurst"_L1)
        return {LimitText::tr("Per address at once"), fast};
    if (key == "handshakes"_L1)
        return {LimitText::tr("Connections still undecided"),
                LimitText::tr("New ones wait; silent ones are cut.")};
    if (key == "handshakesPerAddress"_L1)
        return {LimitText::tr("Undecided ones of an address"), fast};
    if (key == "failuresPerMinute"_L1)
        return {LimitText::tr("Wrong tokens a minute"),
                LimitText::tr("The address is blocked (429).")};
    if (key == "blockSeconds"_L1)
        return {LimitText::tr("Time it is blocked"), LimitText::tr("The address may try again.")};
    if (key == "messagesPerSecond"_L1)
        return {LimitText::tr("Messages a second"),
                LimitText::tr("They are not taken; after 5 s the client is disconnected (1008).")};
    if (key == "messagesBurst"_L1)
        return {LimitText::tr("Messages at once"), LimitText::tr("The rate above holds.")};
    if (key == "bytesPerSecond"_L1)
        return {LimitText::tr("Bytes a second"), policy};
    if (key == "bytesBurst"_L1)
        return {LimitText::tr("Bytes at once"), LimitText::tr("The rate above holds.")};
    if (key == "pingsPerSecond"_L1)
        return {LimitText::tr("Pings a second"), policy};
    if (key == "idleSeconds"_L1)
        return {LimitText::tr("Time without a message"),
                LimitText::tr("The client is disconnected (1000).")};
    if (key == "handshakeSeconds"_L1)
        return {LimitText::tr("Time to connect"),
                LimitText::tr("The connection is refused (408).")};
    if (key == "messageBytes"_L1)
        return {LimitText::tr("Size of a message"),
                LimitText::tr("The client is disconnected (1009).")};
    if (key == "framesPerMessage"_L1)
        return {LimitText::tr("Frames of a message"), policy};
    if (key == "messageSeconds"_L1)
        return {LimitText::tr("Time for a whole message"), policy};
    if (key == "jsonDepth"_L1)
        return {LimitText::tr("Depth of JSON"), refused};
    if (key == "jsonKeys"_L1)
        return {LimitText::tr("Keys of a message"), refused};
    if (key == "queueBytes"_L1)
        return {LimitText::tr("Bytes waiting for a client"), slow};
    if (key == "queueMessages"_L1)
        return {LimitText::tr("Messages waiting for a client"), slow};
    if (key == "queueSeconds"_L1)
        return {LimitText::tr("Longest wait for a client"), slow};
    if (key == "pingSeconds"_L1)
        return {LimitText::tr("Time between pings"),
                LimitText::tr("The client is asked for a pong.")};
    if (key == "pongSeconds"_L1)
        return {LimitText::tr("Time to answer a ping"),
                LimitText::tr("The connection is cut (“no pong”).")};
    if (key == "closeSeconds"_L1)
        return {LimitText::tr("Time to say good-bye"), LimitText::tr("The connection is cut.")};
    if (key == "httpBodyBytes"_L1)
        return {LimitText::tr("Body of an HTTP request"),
                LimitText::tr("The request is refused (413).")};
    return {};
}

QString limitValueText(const LimitSpec &limit, qint64 value)
{
    if (value == 0 && limit.minimum == 0)
        return LimitText::tr("no limit");
    if (isBytes(limit))
        return limitBytes(quint64(value));
    const QString number = QLocale().toString(value);
    return isSeconds(limit) ? LimitText::tr("%1 s").arg(number) : number;
}

std::optional<qint64> limitValueFrom(const LimitSpec &limit, const QString &text)
{
    static const QRegularExpression shape(
        u"^\\s*([0-9][0-9.,' \\x{a0}\\x{202f}]*?)\\s*([a-zA-Z]*)\\s*$"_s);
    const QString word = text.trimmed();
    if (limit.minimum == 0 && word.compare(LimitText::tr("no limit"), Qt::CaseInsensitive) == 0)
        return 0;
    const QRegularExpressionMatch match = shape.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const auto factor = factorOf(limit, match.captured(2).toLower());
    bool isNumber = false;
    qint64 number = match.captured(1).toLongLong(&isNumber);
    if (!isNumber)
        number = QLocale().toLongLong(match.captured(1), &isNumber);
    if (!factor || !isNumber || number > std::numeric_limits<qint64>::max() / *factor)
        return std::nullopt;
    return number * *factor;
}

QString limitPeakText(const LimitSpec &limit, qint64 peak)
{
    if (isSeconds(limit))
        return shortLatency(std::chrono::milliseconds(peak));
    return isBytes(limit) ? shortBytes(quint64(peak)) : QLocale().toString(peak);
}

} // namespace Signalbox
