#include "core/server/endpoint.h"

#include "core/config/endpointrules.h"
#include "core/config/hostname.h"
#include "core/net/descriptors.h"
#include "core/net/gate.h"
#include "core/net/tlsidentity.h"
#include "core/server/shard.h"
#include "core/values/closecode.h"

#include <QDateTime>
#include <QHostInfo>
#include <QMetaEnum>
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
                   const ServerFolders &folders, ServerState *state, const BanList &bans,
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
}

Endpoint::~Endpoint()
{
    dropAcceptor();
}

void Endpoint::setBans(const BanList &bans)
{
    m_bans = bans;
    onAcceptor([bans](Acceptor *acceptor) { acceptor->setBans(bans); });
}

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
    rules.origins = m_config.origins; // as they are written: programs may send them like that
    for (const QString &origin : m_config.origins)
        if (const QString normal = normalOrigin(origin); normal != origin)
            rules.origins << normal;
    rules.explicitOnly = m_config.preset == Preset::Open;
    const QStringList names = reachableNames(address);
    for (const QString &name : names)
        if (!rules.explicitOnly && QHostAddress(name).isNull()) // addresses are compared as such
            rules.hosts << name;
    for (const QString &host : m_config.hosts)
        rules.hosts << normalHost(host);
    if (!rules.explicitOnly && QHostAddress(m_config.address).isNull()
        && m_config.address != "*"_L1)
        rules.hosts << normalHost(m_config.address);
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
    m_certificateEnd = CertificateEnd(leaf.expiryDate(), m_config.tls->selfSigned);
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
    m_address = address;
    m_tls.reset();
    m_certificateEnd = {};
    if (tls)
        showCertificate(*tls);
    m_context = *context;
    m_acceptor = new Acceptor(m_state, m_context, m_tls, m_bans);
    connect(m_acceptor, &Acceptor::listening, this, &Endpoint::listening);
    connect(m_acceptor, &Acceptor::failed, this, [this](const Error &error) {
        dropAcceptor();
        if (m_status.state != EndpointState::Starting)
            return;
        m_context.reset();
        fail(error);
    });
    connect(m_acceptor, &Acceptor::closed, this, &Endpoint::dropAcceptor);
    connect(m_acceptor, &Acceptor::acceptFailed, this,
            [this](const QString &why) { note(Why::AcceptFailed, why, true); });
    if (QThread *thread = Acceptor::threadFor(*m_state))
        m_acceptor->moveToThread(thread);
    onAcceptor([address, port = m_config.port](Acceptor *it) { it->listen(address, port); });
}

void Endpoint::dropAcceptor()
{
    if (m_acceptor)
        std::exchange(m_acceptor, nullptr)->deleteLater();
}

void Endpoint::listening(quint16 port)
{
    if (m_status.state != EndpointState::Starting)
        return;
    m_withoutAddress = 0;
    const QString host = m_address == QHostAddress::Any ? u"127.0.0.1"_s
                         : m_address.protocol() == QAbstractSocket::IPv6Protocol
                             ? QString(u'[' % m_address.toString() % u']')
                             : m_address.toString();
    const QString rest = u"://%1:%2/"_s.arg(host).arg(port);
    const QString secure = m_status.secure ? u"s"_s : QString();
    m_status.port = port;
    m_status.url = (m_config.webSocket ? u"ws"_s : u"http"_s) % secure % rest;
    m_status.pageUrl = m_config.http ? QString(u"http"_s % secure % rest) : QString();
    m_status.selfSigned = m_config.tls && m_config.tls->selfSigned;
    m_status.peaks.clear();
    m_poll.start(PollRunning);
    setState(EndpointState::Running);
    // the address of the window and of commands is one of many
    QString url = m_status.url;
    if (m_address == QHostAddress::Any)
        url.replace(host, u"*"_s);
    note(Why::EndpointStarted, url, false);
}

void Endpoint::stop()
{
    close(Why::EndpointStopped);
}

void Endpoint::close(Why why)
{
    m_startAgain = false;
    m_addressGone = false;
    if (m_status.state == EndpointState::Starting && !m_acceptor) {
        QHostInfo::abortHostLookup(m_lookup);
        return setState(EndpointState::Stopped);
    }
    if (m_status.state == EndpointState::Failed) {
        m_poll.stop();
        m_status.error.reset();
        return setState(EndpointState::Stopped);
    }
    if (m_status.state != EndpointState::Running && m_status.state != EndpointState::Starting)
        return;
    onAcceptor([](Acceptor *acceptor) { acceptor->close(); });
    m_context->closing.store(true);
    // Not 1012, which many clients take for a breach of the protocol.
    const QString reason = why == Why::EndpointRestarted ? u"restarting"_s : u"server going away"_s;
    // Behind every connection that is still on its way to a shard.
    for (Shard *shard : m_state->shards)
        QMetaObject::invokeMethod(shard, [shard, run = m_context->run, reason, why] {
            shard->closeEndpoint(run, CloseCode::GoingAway, reason, why);
        });
    m_stopDeadline = std::chrono::steady_clock::now() + StopTime;
    setState(EndpointState::Stopping);
    m_poll.start(PollStopping);
}

void Endpoint::restart()
{
    // What only looks for its address yet takes the new configuration by itself.
    if (m_status.state != EndpointState::Running
        && (m_status.state != EndpointState::Starting || !m_acceptor))
        return start();
    close(Why::EndpointRestarted);
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
    if (clients == 0 && !m_acceptor) {
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
    note(Why::EndpointFailed, detailOf(error), true);
}

/// For a row of the log, which outlives this run: "PortInUse [::1]:8091 the library's words"; a
/// file of a certificate comes last, behind a tab.
QString Endpoint::detailOf(const Error &error) const
{
    const QString address = m_config.address.contains(u':')
                                ? QString(u'[' % m_config.address % u']')
                                : m_config.address;
    const QString code =
        QString::fromLatin1(QMetaEnum::fromType<Error::Code>().valueToKey(int(error.code)));
    const QString where = error.file.isEmpty() ? QString() : QString(u'\t' % error.file);
    return u"%1 %2:%3 %4%5"_s
        .arg(code, address, QString::number(m_config.port), error.detail, where)
        .trimmed();
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
