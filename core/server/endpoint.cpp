#include "core/server/endpoint.h"

#include "core/config/endpointrules.h"
#include "core/net/closecode.h"
#include "core/net/descriptors.h"
#include "core/net/gate.h"
#include "core/net/tlsidentity.h"
#include "core/server/shard.h"

#include <QDateTime>
#include <QHostInfo>
#include <QNetworkInterface>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Signalbox {

namespace {

constexpr auto PollRunning = 250ms;
constexpr int PollsPerPeaks = 4;
constexpr auto PollFailed = 1s; // for the address that is missing
constexpr auto PollStopping = 25ms;
constexpr auto StopTime = 8s;
constexpr auto RoomTick = 5ms;
constexpr int TicksPerCall = 20; // between two calls to the shards to make room

quint64 nextRun()
{
    static std::atomic<quint64> last{0};
    return ++last;
}

// No more than a quarter of the descriptors there are.
int maxUndecided(int handshakes)
{
    const int descriptors = descriptorLimit();
    return descriptors > 0 ? std::min(handshakes, descriptors / 4) : handshakes;
}

/// Names and addresses under which this machine can be reached at `address`, for a certificate.
QStringList reachableNames(const QHostAddress &address)
{
    QStringList names{u"localhost"_s, u"127.0.0.1"_s, u"::1"_s};
    const QString host = QHostInfo::localHostName().toLower();
    if (!host.isEmpty() && host != "localhost"_L1)
        names << host << host + u".local"_s;
    if (address.isLoopback())
        return names;
    const auto all =
        address == QHostAddress::Any ? QNetworkInterface::allAddresses() : QList{address};
    for (const QHostAddress &each : all)
        if (!each.isLoopback() && !each.isLinkLocal())
            names << each.toString();
    return names;
}

} // namespace

Endpoint::Endpoint(const EndpointConfig &config, const LimitOverrides &limits,
                   const ServerFolders &folders, ServerState *state, const BanList *bans,
                   QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_limits(limits)
    , m_folders(folders)
    , m_state(state)
    , m_bans(bans)
{
    m_status.name = config.name;
    m_status.address = config.address;
    m_status.secure = config.tls.has_value();
    m_status.since = wallTimeNow();
    connect(&m_poll, &QTimer::timeout, this, &Endpoint::poll);
    connect(&m_room, &QTimer::timeout, this, &Endpoint::lookForRoom);
}

Endpoint::~Endpoint() = default;

bool Endpoint::isSettled() const
{
    return m_status.state != EndpointState::Starting && m_status.state != EndpointState::Stopping;
}

bool Endpoint::wouldChange(const EndpointConfig &config, const LimitOverrides &limits) const
{
    return config != m_config
           || effectiveLimits(config.preset, limits, config.limits)
                  != effectiveLimits(m_config.preset, m_limits, m_config.limits);
}

bool Endpoint::setConfig(const EndpointConfig &config, const LimitOverrides &limits)
{
    const bool changes = wouldChange(config, limits);
    m_config = config;
    m_limits = limits;
    m_status.address = config.address;
    m_status.secure = config.tls.has_value();
    return changes;
}

void Endpoint::start()
{
    if (m_status.state == EndpointState::Running || m_status.state == EndpointState::Starting)
        return;
    if (m_status.state == EndpointState::Stopping) {
        m_startAgain = true;
        return;
    }
    m_poll.stop(); // for an address that was missing
    m_status.error.reset();
    m_status.port = m_config.port;
    setState(EndpointState::Starting);
    resolve();
}

void Endpoint::resolve()
{
    if (const auto address = listenAddress(m_config.address))
        return listen(*address);
    m_lookup = QHostInfo::lookupHost(m_config.address, this, [this](const QHostInfo &info) {
        m_lookup = 0;
        if (m_status.state != EndpointState::Starting)
            return;
        if (info.addresses().isEmpty())
            fail({Error::Code::AddressUnavailable, info.errorString()});
        else
            listen(info.addresses().first());
    });
}

Result<std::shared_ptr<EndpointContext>> Endpoint::makeContext(const QHostAddress &address) const
{
    if (openLack(m_config) != OpenLack::Nothing)
        return Error{Error::Code::OpenToAll, {}};
    auto context = std::make_shared<EndpointContext>();
    context->run = nextRun();
    context->config = m_config;
    context->limits = effectiveLimits(m_config.preset, m_limits, m_config.limits);
    if (address != QHostAddress::Any && address != QHostAddress::AnyIPv4
        && address != QHostAddress::AnyIPv6)
        context->address = plainAddress(address);
    context->maxUndecided = maxUndecided(context->limits.handshakes);
    context->addresses = std::make_shared<AddressBook>(context->limits);
    context->budget = &m_state->queueBudget;
    AdmissionRules &rules = context->admission;
    rules.secure = m_config.tls.has_value();
    rules.webSocket = m_config.webSocket;
    rules.origins = m_config.origins;
    rules.explicitOnly = m_config.preset == Preset::Open;
    const QStringList names = reachableNames(address);
    for (const QString &name : names)
        if (!rules.explicitOnly && QHostAddress(name).isNull()) // addresses are compared as such
            rules.hosts << name;
    for (const QString &host : m_config.hosts)
        rules.hosts << host.toLower();
    if (!rules.explicitOnly && QHostAddress(m_config.address).isNull()
        && m_config.address != "*"_L1)
        rules.hosts << m_config.address.toLower();
    rules.localNames = m_config.preset == Preset::Class;
    rules.credentials = {m_config.token.toUtf8(), m_config.tokenKey.toUtf8(),
                         m_config.joinCode.toUtf8()};
    return context;
}

Result<QSslConfiguration> Endpoint::makeTls(const QHostAddress &address) const
{
    const auto identity = loadIdentity(*m_config.tls, m_config.name, reachableNames(address),
                                       m_folders.base, m_folders.store);
    if (!identity)
        return identity.error();
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificateChain(identity->chain);
    tls.setPrivateKey(identity->key);
    tls.setPeerVerifyMode(QSslSocket::VerifyNone); // of clients' certificates
    tls.setProtocol(m_config.tls->minimum == TlsVersion::Tls13 ? QSsl::TlsV1_3OrLater
                                                               : QSsl::TlsV1_2OrLater);
    return tls;
}

void Endpoint::showCertificate(const QSslConfiguration &tls)
{
    m_tls = tls;
    const QSslCertificate leaf = tls.localCertificate();
    m_status.certificateSubject = leaf.subjectDisplayName();
    m_status.certificateExpiry = leaf.expiryDate();
}

void Endpoint::listen(const QHostAddress &address)
{
    auto context = makeContext(address);
    if (!context)
        return fail(context.error());
    std::optional<QSslConfiguration> tls;
    if (m_config.tls) {
        // before they are read: what changes meanwhile is seen later
        m_certificateFiles = FileStamps({m_folders.base.absoluteFilePath(m_config.tls->certificate),
                                         m_folders.base.absoluteFilePath(m_config.tls->key)});
        const auto made = makeTls(address);
        if (!made)
            return fail(made.error());
        tls = *made;
    }
    m_listener = std::make_unique<Listener>();
    connect(m_listener.get(), &Listener::accepted, this, &Endpoint::accept);
    connect(m_listener.get(), &Listener::acceptFailed, this,
            [this](const QString &why) { note(Why::AcceptFailed, why, true); });
    if (const Status listening = m_listener->start(address, m_config.port); !listening) {
        m_listener.reset();
        return fail(listening.error());
    }
    m_context = *context;
    m_descriptors = descriptorLimit();
    m_address = address;
    m_withoutAddress = 0;
    m_tls.reset();
    if (tls)
        showCertificate(*tls);
    m_connections = RateBucket(m_context->limits.connectionsPerSecond);
    const quint16 port = m_listener->serverPort();
    const QString host = address == QHostAddress::Any ? u"127.0.0.1"_s
                         : address.protocol() == QAbstractSocket::IPv6Protocol
                             ? QString(u'[' % address.toString() % u']')
                             : address.toString();
    const QString rest = u"://%1:%2/"_s.arg(host).arg(port);
    const QString secure = m_status.secure ? u"s"_s : QString();
    m_status.port = port;
    m_status.url = (m_config.webSocket ? u"ws"_s : u"http"_s) % secure % rest;
    m_status.pageUrl = m_config.http ? QString(u"http"_s % secure % rest) : QString();
    m_status.selfSigned = m_config.tls && m_config.tls->selfSigned;
    m_status.peaks.clear();
    m_poll.start(PollRunning);
    setState(EndpointState::Running);
    note(Why::EndpointStarted, m_status.url, false);
}

void Endpoint::accept(qintptr descriptor)
{
    Shard *shard = *std::min_element(
        m_state->shards.begin(), m_state->shards.end(),
        [](const Shard *a, const Shard *b) { return a->load.load() < b->load.load(); });
    const DescriptorRoom room = descriptorRoom(descriptor, m_descriptors);
    if (room == DescriptorRoom::NearlyNone || (room == DescriptorRoom::Scarce && m_tls)) {
        // Nothing can be said on a TLS connection before its handshake.
        m_state->countRefusal(Why::EndpointFull);
        return answerAndClose(descriptor,
                              m_tls ? QByteArray() : encodeResponse(fullResponse(), false, false));
    }
    shard->load.fetch_add(1, std::memory_order_relaxed); // until it has arrived
    Arrival arrival{descriptor, m_context, {}, {}, m_tls};
    if (room == DescriptorRoom::Plenty)
        arrival.refusal = judge(descriptor, arrival.undecided);
    else
        arrival.refusal =
            Refusal{fullResponse(), Why::EndpointFull, u"open files %1"_s.arg(m_descriptors)};
    QMetaObject::invokeMethod(shard, [shard, arrival] {
        if (arrival.refusal)
            shard->entrance().turnAway(arrival);
        else
            shard->entrance().adopt(arrival);
        shard->load.fetch_sub(1, std::memory_order_relaxed);
    });
    countConnection();
    if (hasRoom(std::chrono::steady_clock::now()))
        return;
    m_listener->pause();
    m_waited = 0;
    m_room.start(RoomTick);
}

/// What can be said of a connection by its address alone.
std::optional<Refusal> Endpoint::judge(qintptr descriptor, Seat &undecided)
{
    const Limits &limits = m_context->limits;
    undecided = takeSeat(m_context, m_context->undecided);
    m_context->peaks.note(Peak::Handshakes, m_context->undecided.load(std::memory_order_relaxed));
    if (m_bans->isEmpty() && limits.addressConnectionsPerSecond == 0
        && limits.handshakesPerAddress == 0)
        return std::nullopt;
    const QHostAddress peer = peerOf(descriptor);
    if (m_bans->contains(peer, QDateTime::currentSecsSinceEpoch()))
        return Refusal{
            Response{.status = 403, .body = "This address is banned here.\n"}, Why::Banned, {}};
    AddressBook &addresses = *m_context->addresses;
    if (!addresses.mayConnect(peer))
        return Refusal{tooManyResponse("Connections of this address come too fast."),
                       Why::TooFastFromAddress,
                       u"addressConnectionsPerSecond %1"_s.arg(limits.addressConnectionsPerSecond)};
    if (limits.handshakesPerAddress == 0)
        return std::nullopt;
    const Seat ofAddress = addresses.takeHandshake(peer);
    if (!ofAddress)
        return Refusal{tooManyResponse("This address has too many connections that do not say "
                                       "what they want."),
                       Why::TooManyHandshakes,
                       u"handshakesPerAddress %1"_s.arg(limits.handshakesPerAddress)};
    undecided = takeTogether(undecided, ofAddress);
    return std::nullopt;
}

void Endpoint::countConnection()
{
    const Limits &limits = m_context->limits;
    m_connections.take(1, limits.connectionsPerSecond, limits.connectionsPerSecond);
    const auto now = std::chrono::steady_clock::now();
    const int count = m_inSecond.count(now);
    if (count == 1)
        m_descriptors = descriptorLimit(); // it may have been changed
    m_context->peaks.note(Peak::ConnectionsPerSecond, count);
}

bool Endpoint::hasRoom(std::chrono::steady_clock::time_point now)
{
    const int rate = m_context->limits.connectionsPerSecond;
    return m_context->undecided.load(std::memory_order_relaxed) < m_context->maxUndecided
           && (rate == 0 || m_connections.waitFor(1, rate, rate, now) == 0ms);
}

void Endpoint::lookForRoom()
{
    if (!m_listener || hasRoom(std::chrono::steady_clock::now())) {
        m_room.stop();
        if (m_listener)
            m_listener->resume();
        return;
    }
    const int undecided = m_context->undecided.load(std::memory_order_relaxed);
    if (undecided >= m_context->maxUndecided && ++m_waited % TicksPerCall == 0)
        for (Shard *shard : m_state->shards)
            QMetaObject::invokeMethod(
                shard, [shard, run = m_context->run] { shard->entrance().makeRoom(run); });
}

void Endpoint::stop(quint16 code)
{
    m_startAgain = false;
    m_addressGone = false;
    if (m_status.state == EndpointState::Starting) {
        QHostInfo::abortHostLookup(m_lookup);
        return setState(EndpointState::Stopped);
    }
    if (m_status.state == EndpointState::Failed) {
        m_poll.stop();
        m_status.error.reset();
        return setState(EndpointState::Stopped);
    }
    if (m_status.state != EndpointState::Running)
        return;
    m_listener.reset();
    m_context->closing.store(true);
    const bool again = code == CloseCode::Restart;
    const QString reason = again ? u"restarting"_s : u"server going away"_s;
    const Why why = again ? Why::EndpointRestarted : Why::EndpointStopped;
    // Behind every connection that is still on its way to a shard.
    for (Shard *shard : m_state->shards)
        QMetaObject::invokeMethod(shard, [shard, run = m_context->run, code, reason, why] {
            shard->closeEndpoint(run, code, reason, why);
        });
    m_stopDeadline = std::chrono::steady_clock::now() + StopTime;
    setState(EndpointState::Stopping);
    m_poll.start(PollStopping);
}

void Endpoint::restart()
{
    if (m_status.state != EndpointState::Running)
        return start();
    stop(CloseCode::Restart);
    m_startAgain = true;
}

void Endpoint::cut()
{
    if (m_status.state != EndpointState::Stopping)
        return;
    m_stopDeadline = {};
    poll();
}

void Endpoint::poll()
{
    if (m_status.state == EndpointState::Failed)
        return lookForAddress();
    const int clients = m_context->clients.load(std::memory_order_relaxed);
    if (m_status.state == EndpointState::Running) {
        const bool changes = clients != m_status.clients;
        m_status.clients = clients;
        if (++m_polls % PollsPerPeaks == 0) {
            lookAtCertificate();
            lookForAddress();
            if (m_status.state != EndpointState::Running)
                return;
            auto peaks = m_context->peaks.byKey();
            peaks.insert(m_context->addresses->peaks().byKey());
            if (peaks != m_status.peaks) {
                m_status.peaks = std::move(peaks);
                Q_EMIT changed(m_status);
                return;
            }
        }
        if (changes)
            Q_EMIT changed(m_status);
        return;
    }
    if (clients == 0) {
        m_poll.stop();
        m_context.reset();
        m_status.clients = 0;
        m_status.closing = 0;
        const bool gone = std::exchange(m_addressGone, false);
        if (gone && !m_startAgain) {
            fail({Error::Code::AddressUnavailable, m_address.toString()});
            m_poll.start(PollFailed);
            return;
        }
        setState(EndpointState::Stopped);
        if (std::exchange(m_startAgain, false))
            start();
        return;
    }
    if (std::chrono::steady_clock::now() > m_stopDeadline)
        for (Shard *shard : m_state->shards)
            QMetaObject::invokeMethod(shard,
                                      [shard, run = m_context->run] { shard->cutEndpoint(run); });
    if (clients != m_status.closing) {
        m_status.clients = clients;
        m_status.closing = clients;
        Q_EMIT changed(m_status);
    }
}

void Endpoint::setState(EndpointState state)
{
    m_status.state = state;
    m_status.since = wallTimeNow();
    Q_EMIT changed(m_status);
}

void Endpoint::fail(const Error &error)
{
    m_status.error = error;
    setState(EndpointState::Failed);
    note(Why::EndpointFailed, error.detail, true);
}

void Endpoint::note(Why why, const QString &detail, bool failed)
{
    LogEntry entry;
    entry.at = wallTimeNow();
    entry.kind = failed ? LogKind::Error : LogKind::Note;
    entry.why = why;
    entry.failed = failed;
    entry.endpoint = m_config.name;
    entry.detail = detail;
    m_state->feed.add(entry);
}

} // namespace Signalbox
