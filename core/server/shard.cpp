#include "core/server/shard.h"

#include "core/json/jsonscanner.h"
#include "core/net/banlist.h"
#include "core/net/deflateoffer.h"
#include "core/net/handshake.h"
#include "core/server/errorreply.h"
#include "core/server/introduction.h"

#include <QDateTime>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Signalbox {

namespace {

constexpr int MaxShownId = 64; ///< characters of what a client took for an id
} // namespace

Shard::Shard(ServerState *state, int index)
    : m_state(state)
    , m_index(index)
    , m_deliveries(
          state, &m_hub, [this](Dispatch &dispatch) { finished(dispatch); }, this)
{
    connect(&m_entrance, &Entrance::refused, this,
            [this](const EndpointContext &endpoint, Why why, const QString &address,
                   const QString &detail) { logRefused(endpoint, why, 0, address, detail); });
    m_publishTimer.setInterval(250ms);
    connect(&m_publishTimer, &QTimer::timeout, this, &Shard::publish);
}

// They are no children: a QObject with ten thousand of them takes its time to find the one that
// goes.
Shard::~Shard()
{
    qDeleteAll(m_clients);
}

void Shard::upgrade(Gate *gate, const Request &request, const QByteArray &early, const Seat &seat)
{
    const auto endpoint = gate->sharedEndpoint();
    Wire *wire = gate->takeWire();
    const auto deflate = endpoint->config.compression ? agreeOnDeflate(request) : std::nullopt;
    if (wire->write(handshakeAnswer(request, deflate ? deflate->field : QByteArray()))
        == Wire::Written::Failed) {
        wire->abort();
        wire->deleteLater();
        return;
    }
    const QUrlQuery query(QString::fromLatin1(request.query()).replace(u'+', u' '));
    auto *client = new Client(introduce(request, query, *endpoint, *wire), endpoint, seat, wire,
                              early, deflate ? deflate->encoding : Encoding::Plain, &m_turns, this,
                              &m_wheel, nullptr);
    m_clients.insert(client);
    m_deliveries.flush(); // what was sent before it came is not for it
    m_hub.add(client);
    load.fetch_add(1, std::memory_order_relaxed);
    m_state->clients.fetch_add(1, std::memory_order_relaxed);
    m_state->feed.join(client->info());
    quint64 sequence = 0;
    if (m_state->feed.isWanted())
        sequence = m_state->feed.add(entryOf(*client, LogKind::Join, Why::None));
    if (endpoint->config.welcome || query.queryItemValue(u"welcome"_s) == "1"_L1)
        welcome(client, sequence);
    findRoute(client);
    tellJoined(*client);
    runEvents(EventType::Connect, *client, sequence);
    if (endpoint->closing.load()) // it stopped between the request and the answer
        client->close(CloseCode::GoingAway, u"server going away"_s, Why::EndpointStopped,
                      ClosedBy::Server);
    client->start();
}

void Shard::welcome(Client *client, quint64 cause)
{
    const auto frame = std::make_shared<Frame>(
        "{\"clientId\":\"" + client->info().id.toString().toLatin1()
        + "\",\"path\":" + escapeJsonString(client->info().path.toUtf8()) + '}');
    client->send(frame);
    LogEntry entry = entryOf(*client, LogKind::Out, Why::Welcome);
    entry.cause = cause;
    entry.count = 1;
    entry.type = PayloadType::Json;
    setPayload(entry, frame->payload);
    m_state->feed.add(entry);
}

void Shard::closeEndpoint(quint64 run, quint16 code, const QString &reason, Why why)
{
    const QSet<Client *> clients = m_clients;
    for (Client *client : clients)
        if (client->endpoint().run == run)
            client->close(code, reason, why, ClosedBy::Server);
    m_entrance.close(run);
}

void Shard::cutEndpoint(quint64 run)
{
    for (Client *client : std::as_const(m_clients))
        if (client->endpoint().run == run)
            client->cut();
}

void Shard::closeClients(const QList<ClientId> &ids, quint16 code, const QString &reason, Why why,
                         ClosedBy by)
{
    for (const ClientId &id : ids)
        if (Client *client = m_hub.find(id))
            client->close(code, reason, why, by);
}

void Shard::closeBanned(const BanList &bans)
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const QSet<Client *> clients = m_clients;
    for (Client *client : clients)
        if (bans.contains(QHostAddress(client->info().address), now))
            client->close(CloseCode::Policy, u"banned"_s, Why::Banned, ClosedBy::Operator);
    m_entrance.closeBanned(bans);
}

void Shard::queuesFull()
{
    if (m_state->relieving.exchange(true))
        return;
    for (Shard *shard : m_state->shards)
        QMetaObject::invokeMethod(shard, [shard] { shard->relieveQueues(); });
}

void Shard::relieveQueues()
{
    m_state->relieving.store(false);
    if (!m_state->queueBudget.isOver())
        return;
    std::vector<std::pair<std::chrono::milliseconds, Client *>> slow;
    for (Client *client : m_hub.all())
        if (client->queuedBytes() > 0 && !client->isClosing())
            slow.emplace_back(client->oldestQueued(), client);
    std::ranges::sort(slow, std::ranges::greater(), [](const auto &entry) { return entry.first; });
    const QString detail = u"totalQueueBytes %1"_s.arg(m_state->queueBudget.limit.load());
    for (const auto &[age, client] : slow) {
        if (!m_state->queueBudget.isOver())
            return;
        client->close(CloseCode::TryLater, u"slow"_s, Why::QueuesFull, ClosedBy::Server, detail);
    }
}

void Shard::pingClients(const QList<ClientId> &ids)
{
    for (const ClientId &id : ids)
        if (Client *client = m_hub.find(id))
            client->ping();
}

void Shard::deliverToAll(const ServerState &state, const std::shared_ptr<Dispatch> &dispatch)
{
    dispatch->shardsLeft.store(int(state.shards.size()));
    for (Shard *shard : state.shards)
        QMetaObject::invokeMethod(shard, [shard, dispatch] { shard->deliver(dispatch); });
}

LogEntry Shard::entryOf(const Signal &signal, LogKind kind)
{
    LogEntry entry;
    entry.at = wallTimeNow();
    entry.kind = kind;
    entry.why = whyOf(signal.target);
    entry.detail = detailOf(signal.target);
    entry.path = signal.target.path;
    entry.client = signal.target.clients.size() == 1 ? signal.target.clients.first() : ClientId{};
    entry.type = validateJson(signal.payload, false) ? PayloadType::Text : PayloadType::Json;
    setPayload(entry, signal.payload);
    return entry;
}

void Shard::refused(const Gate &gate, Why why, int status, const QString &detail)
{
    logRefused(gate.endpoint(), why, status, addressOf(gate), detail);
}

QString Shard::addressOf(const Gate &gate)
{
    return gate.wire() ? gate.wire()->peerAddress().toString() : QString();
}

void Shard::endedSilently()
{
    m_state->silent.fetch_add(1, std::memory_order_relaxed);
}

void Shard::logRefused(const EndpointContext &endpoint, Why why, int status, const QString &address,
                       const QString &detail)
{
    m_state->countRefusal(why);
    LogEntry entry;
    entry.at = wallTimeNow();
    entry.kind = LogKind::Refused;
    entry.why = why;
    entry.failed = true;
    entry.code = quint16(status);
    entry.endpoint = endpoint.config.name;
    entry.clientName = address;
    entry.detail = detail.left(1000);
    m_refusals.add(std::move(entry));
}

void Shard::clientSent(Client *client, QByteArray &&message, bool binary)
{
    m_state->messagesIn.fetch_add(1, std::memory_order_relaxed);
    m_state->bytesIn.fetch_add(quint64(message.size()), std::memory_order_relaxed);
    LogEntry entry = entryOf(*client, LogKind::In, Why::None);
    if (m_state->feed.isWanted())
        setPayload(entry, message);
    entry.type = binary ? PayloadType::Binary : PayloadType::Text;
    if (binary && !message.isValidUtf8())
        return refuseMessage(client, std::move(entry), Why::NotJson, u"binary that is not UTF-8"_s);
    const Limits &limits = client->endpoint().limits;
    m_envelopes.setLimits(limits.jsonDepth, limits.jsonKeys);
    const auto read = m_envelopes.read(std::move(message));
    noteEnvelope(client->endpoint(), m_envelopes.depth(), m_envelopes.keys());
    if (const auto *problem = std::get_if<EnvelopeProblem>(&read))
        return refuseMessage(client, std::move(entry), problem->why, problem->detail);
    const auto &asked = std::get<ClientMessage>(read);
    if (!binary)
        entry.type = PayloadType::Json;
    if (m_state->held.load(std::memory_order_relaxed)) {
        m_state->heldSignals.fetch_add(1, std::memory_order_relaxed);
        return refuseMessage(client, std::move(entry), Why::Held, {});
    }
    if (client->route)
        return toRoute(client, std::move(entry), asked);
    passOn(client, std::move(entry), asked);
}

void Shard::passOn(Client *client, LogEntry entry, const ClientMessage &asked)
{
    auto signal = std::make_shared<Dispatch>();
    bool here = false;
    if (asked.direct) {
        signal->target.clients = {client->info().id};
        here = true;
    } else if (!asked.clientId.isEmpty()) {
        const auto id = ClientId::fromString(asked.clientId);
        if (!id)
            return refuseMessage(client, std::move(entry), Why::UnknownClient,
                                 asked.clientId.left(MaxShownId));
        signal->target.clients = {*id};
        here = m_hub.find(*id) != nullptr;
    } else {
        signal->target.path = asked.path;
        signal->target.group = asked.group;
    }
    signal->frame = std::make_shared<Frame>(asked.payload);
    signal->tellSender = client->endpoint().config.errors;
    signal->isMended = asked.isMended;
    if (m_state->feed.isWanted() || signal->tellSender) {
        entry.why = asked.direct ? Why::Direct : whyOf(signal->target);
        entry.detail = asked.direct ? QString() : detailOf(signal->target);
    }
    if (m_state->feed.isWanted()) {
        signal->sent = entry;
        signal->sent.kind = LogKind::Out;
        signal->sent.type = asked.type;
        setPayload(signal->sent, asked.payload);
        if (!asked.path.isEmpty())
            signal->sent.path = asked.path;
        if (!asked.direct) {
            signal->sent.client = signal->target.clients.value(0);
            signal->sent.clientName.clear();
            if (const Client *receiver = m_hub.find(signal->sent.client))
                signal->sent.clientName = receiver->displayName();
        }
    }
    signal->cause = std::move(entry);
    dispatch(signal, !here);
}

void Shard::refuseMessage(Client *client, LogEntry entry, Why why, const QString &detail)
{
    m_deliveries.flush(); // what its earlier messages led to comes first, here and in the log
    client->countRefused();
    entry.why = why;
    entry.detail = detail;
    entry.failed = true;
    const quint64 sequence = m_state->feed.add(std::move(entry));
    if (client->endpoint().config.errors && why != Why::Held)
        sendError(client, why, detail, sequence);
}

void Shard::sendError(Client *client, Why why, const QString &detail, quint64 cause)
{
    m_deliveries.flush();
    const auto frame = std::make_shared<Frame>(errorReply(why, detail));
    if (client->send(frame) == Wire::Written::Failed)
        return;
    LogEntry entry = entryOf(*client, LogKind::Out, Why::ErrorReply);
    entry.cause = cause;
    entry.count = 1;
    entry.type = PayloadType::Json;
    setPayload(entry, frame->payload);
    m_state->feed.add(entry);
}

void Shard::dispatch(const std::shared_ptr<Dispatch> &dispatch, bool everywhere)
{
    if (everywhere) {
        dispatch->shardsLeft.store(int(m_state->shards.size()), std::memory_order_relaxed);
        for (Shard *shard : m_state->shards)
            if (shard != this)
                QMetaObject::invokeMethod(shard, [shard, dispatch] { shard->deliver(dispatch); });
    }
    deliver(dispatch);
}

void Shard::finished(Dispatch &dispatch)
{
    const quint32 recipients = dispatch.frame->recipients.load();
    const bool held = dispatch.held.load() && recipients == 0;
    LogEntry &sent = dispatch.sent;
    quint64 sequence = 0;
    if (held)
        m_state->heldSignals.fetch_add(1, std::memory_order_relaxed);
    if (dispatch.cause.kind == LogKind::In) {
        LogEntry &cause = dispatch.cause;
        cause.count = recipients;
        if (recipients == 0) {
            cause.failed = true;
            cause.why = held ? Why::Held : nobodyFor(dispatch.target);
        }
        sequence = dispatch.isMended ? addMended(cause) : m_state->feed.add(cause);
        if (recipients == 0) {
            if (dispatch.tellSender && !held)
                for (Shard *shard : m_state->shards)
                    QMetaObject::invokeMethod(
                        shard, [shard, id = cause.client, why = cause.why, detail = cause.detail,
                                sequence] { shard->tellError(id, why, detail, sequence); });
            return;
        }
    }
    if (sequence != 0)
        sent.cause = sequence;
    sent.count = recipients;
    sent.waiting = dispatch.waiting.load();
    if (recipients == 0) {
        sent.failed = true;
        sent.why = held ? Why::Held : nobodyFor(dispatch.target);
    }
    if (dispatch.whenSent) {
        sent.sequence = m_state->feed.add(sent);
        dispatch.whenSent(sent);
    } else if (dispatch.isMended && sequence == 0) {
        addMended(sent);
    } else {
        m_state->feed.add(std::move(sent));
    }
    if (!dispatch.budget)
        return;
    if (const quint32 cut = dispatch.budget->cut.exchange(0); cut > 0) {
        LogEntry entry = dispatch.budget->entry;
        entry.count = cut;
        m_state->feed.add(std::move(entry));
    }
}

/// A message that is not passed on just as it came: a row of its own below says so.
quint64 Shard::addMended(const LogEntry &entry)
{
    LogEntry note;
    note.at = entry.at;
    note.kind = LogKind::Note;
    note.client = entry.client;
    note.clientName = entry.clientName;
    note.endpoint = entry.endpoint;
    note.path = entry.path;
    note.detail = u"half of a surrogate pair in the message became U+FFFD"_s;
    note.cause = m_state->feed.add(entry);
    m_state->feed.add(note);
    return note.cause;
}

void Shard::clientChanged(Client *client)
{
    client->isDirty = true;
    m_dirty.push_back(client);
    if (m_publishTimer.isActive())
        return;
    m_published = std::chrono::steady_clock::now();
    m_publishTimer.start();
}

void Shard::clientEnding(Client *)
{
    m_deliveries.flush();
}

void Shard::clientClosing(Client *client, Why why, const QString &detail)
{
    if (why == Why::ClosedByClient || why == Why::ClosedByOperator || why == Why::ClosedByRoute
        || why == Why::EndpointStopped || why == Why::EndpointRestarted || why == Why::Banned
        || why == Why::ConnectionLost)
        return; // the row of its leaving says it
    if (why == Why::NoPong) { // it is cut at once
        m_breaches.insert(client, {0, why, detail});
        return;
    }
    LogEntry entry = entryOf(*client, LogKind::Limit, why);
    entry.failed = true;
    entry.detail = detail;
    entry.code = client->ending().code;
    m_breaches.insert(client, {m_state->feed.add(entry), why, detail});
}

void Shard::clientExceeded(Client *client, Why why, quint32 count, const QString &detail)
{
    LogEntry entry = entryOf(*client, LogKind::Limit, why);
    entry.failed = true;
    entry.count = count;
    entry.detail = detail;
    const quint64 sequence = m_state->feed.add(entry);
    if (why == Why::TooManyMessages && client->endpoint().config.errors && !client->isClosing())
        sendError(client, why, detail, sequence);
}

void Shard::clientGone(Client *client)
{
    m_deliveries.flush();
    m_hub.remove(client);
    m_clients.remove(client);
    if (client->isDirty)
        std::erase(m_dirty, client);
    load.fetch_sub(1, std::memory_order_relaxed);
    m_state->clients.fetch_sub(1, std::memory_order_relaxed);
    m_state->feed.update({client->stats()});
    m_state->feed.leave(client->ending());
    const quint64 sequence = m_state->feed.add(leavingOf(*client));
    runEvents(EventType::Disconnect, *client, sequence);
    if (m_routes->hasScripts) {
        RouteCall call{.kind = RouteCall::Kind::Leave};
        call.cause.client = client->ending().id;
        m_state->routeInbox.push(std::move(call));
    }
}

/// What closed it is said once: here, or in a row of its own that led to this one.
LogEntry Shard::leavingOf(const Client &client)
{
    const ClientLeft &left = client.ending();
    const Breach breach = m_breaches.take(&client);
    LogEntry entry = entryOf(client, LogKind::Left,
                             left.by == ClosedBy::Client     ? Why::ClosedByClient
                             : left.by == ClosedBy::Operator ? Why::ClosedByOperator
                             : left.by == ClosedBy::Route    ? Why::ClosedByRoute
                             : left.by == ClosedBy::Network  ? Why::ConnectionLost
                             : breach.row == 0               ? breach.why
                                                             : Why::None);
    entry.code = left.code;
    entry.detail = left.reason;
    if (left.by == ClosedBy::Server && breach.why != Why::None) {
        entry.cause = breach.row;
        entry.detail = breach.row == 0 ? breach.detail : QString();
        entry.failed = breach.row == 0;
    }
    return entry;
}

LogEntry Shard::entryOf(const Client &client, LogKind kind, Why why) const
{
    LogEntry entry;
    entry.at = wallTimeNow();
    entry.kind = kind;
    entry.why = why;
    entry.client = client.info().id;
    if (!m_state->feed.isWanted())
        return entry; // nobody will read it
    entry.clientName = client.displayName();
    entry.endpoint = client.info().endpoint;
    entry.path = client.info().path;
    return entry;
}

} // namespace Signalbox
