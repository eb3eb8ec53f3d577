#include "ui/compose/resend.h"

#include "core/values/clientmessage.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

#include <utility>

namespace Signalbox {

namespace {

constexpr int MaxDepth = 1024; // the widest limits there are
constexpr int MaxKeys = 10'000;

struct ResendWords
{
    Q_DECLARE_TR_FUNCTIONS(Signalbox::Resend)
};

bool isOfSignal(const LogEntry &entry)
{
    return entry.kind == LogKind::In || entry.kind == LogKind::Out || entry.kind == LogKind::Console
           || entry.kind == LogKind::Http || entry.kind == LogKind::Timer
           || entry.kind == LogKind::Schedule;
}

std::optional<Target> targetOf(const LogEntry &entry)
{
    Target target;
    switch (entry.why) {
    case Why::ToAll:
        return target;
    case Why::ToPath:
        target.path = entry.detail;
        return target;
    case Why::ToGroup:
        target.group = entry.detail;
        return target;
    case Why::ToClient:
        if (const auto id = ClientId::fromString(entry.detail))
            target.clients = {*id};
        else if (!entry.client.isNull())
            target.clients = {entry.client};
        break;
    case Why::Direct:
    case Why::Welcome:
    case Why::ErrorReply:
        if (!entry.client.isNull())
            target.clients = {entry.client};
        break;
    default:
        break;
    }
    return target.clients.isEmpty() ? std::nullopt : std::optional(target);
}

/// What was sent of a client's message; empty: nothing was.
QByteArray payloadOf(const LogEntry &entry)
{
    if (entry.kind != LogKind::In)
        return entry.payload;
    EnvelopeReader reader(MaxDepth, MaxKeys);
    const auto read = reader.read(entry.payload);
    const auto *message = std::get_if<ClientMessage>(&read);
    return message != nullptr ? message->payload : QByteArray();
}

} // namespace

std::optional<Signal> signalOf(const LogEntry &entry)
{
    if (!isOfSignal(entry) || entry.isCut() || entry.type == PayloadType::Binary)
        return std::nullopt;
    const std::optional<Target> target = targetOf(entry);
    const QByteArray payload = target ? payloadOf(entry) : QByteArray();
    return payload.isEmpty() ? std::nullopt : std::optional(Signal{payload, *target});
}

QString noSignalText(const LogEntry &entry)
{
    if (!isOfSignal(entry) || entry.size == 0)
        return ResendWords::tr("This row is no message.");
    if (entry.isCut())
        return ResendWords::tr("Only %1 of %2 of this message were kept.")
            .arg(shortBytes(quint64(entry.payload.size())), shortBytes(entry.size));
    if (entry.type == PayloadType::Binary)
        return ResendWords::tr("This message is binary.");
    if (!targetOf(entry))
        return entry.why == Why::ToClients
                   ? ResendWords::tr("To which clients this went is not known any more.")
                   : ResendWords::tr("This message went to nobody.");
    return payloadOf(entry).isEmpty() ? ResendWords::tr("Nothing was sent of this message.")
                                      : QString();
}

void RowReader::read(const LogEntry &entry, const Then &then)
{
    if (m_waiting == 0 && entry.payload.size() <= AtOnce)
        return then(signalOf(entry), noSignalText(entry));
    ++m_waiting;
    m_side.run(
        [entry] {
            const std::optional<Signal> signal = signalOf(entry);
            return std::pair(signal, signal ? QString() : noSignalText(entry));
        },
        [this, then](const std::pair<std::optional<Signal>, QString> &row) {
            --m_waiting;
            then(row.first, row.second);
        });
}

} // namespace Signalbox
