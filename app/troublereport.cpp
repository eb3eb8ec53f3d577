#include "app/troublereport.h"

#include "app/plaintext.h"

#include <QMetaEnum>

#include <cstdio>
#include <utility>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto TroubleLookInterval = 1s;
constexpr auto Period = 60s; ///< in which the same is said once

QString refusalText(Why why)
{
    switch (why) {
    case Why::HandshakeTimeout:
        return u"it took too long to say what it wanted"_s;
    case Why::BadRequest:
        return u"not a proper HTTP request"_s;
    case Why::HeadTooLarge:
        return u"its headers were too large"_s;
    case Why::EndpointFull:
        return u"the endpoint is full"_s;
    case Why::BadOrigin:
        return u"pages of its origin are not allowed"_s;
    case Why::BadHost:
        return u"the host name is not one of ours"_s;
    case Why::NoSuchPage:
        return u"there is no such page"_s;
    case Why::NotAllowed:
        return u"the method is not allowed there"_s;
    case Why::UpgradeRequired:
        return u"only WebSocket requests are served there"_s;
    case Why::BodyTooLarge:
        return u"its body was too large"_s;
    case Why::TlsOnPlainPort:
        return u"TLS on a port without"_s;
    case Why::PlainOnTlsPort:
        return u"no TLS on a port with it"_s;
    case Why::TlsFailed:
        return u"TLS could not be agreed on"_s;
    case Why::TooManyHandshakes:
        return u"too many handshakes at once"_s;
    case Why::TooManyFromAddress:
        return u"too many clients of one address"_s;
    case Why::TooFastFromAddress:
        return u"too many connections of one address in a short time"_s;
    case Why::NotAuthorized:
        return u"no right token or join code"_s;
    case Why::AddressBlocked:
        return u"too many wrong tokens or join codes of one address"_s;
    case Why::Banned:
        return u"the address is banned"_s;
    case Why::RouteBusy:
        return u"its route had too much to do"_s;
    case Why::RouteOff:
        return u"its route is switched off"_s;
    case Why::Held:
        return u"all sends are on hold"_s;
    default: // it has a name, if no sentence
        return QString::fromLatin1(QMetaEnum::fromType<Why>().valueToKey(int(why)));
    }
}

QString nameOf(const RouteName &route)
{
    switch (route.kind) {
    case RouteKind::Signal:
        return u"signal route "_s + route.name;
    case RouteKind::Http:
        return u"HTTP route "_s + route.name;
    case RouteKind::Event:
        return u"event "_s + route.name;
    }
    Q_UNREACHABLE();
}

QString nameOf(const TimerStatus &status)
{
    return (status.kind == ClockKind::Timer ? u"timer "_s : u"schedule "_s) + status.name;
}

void print(const QString &line)
{
    std::fprintf(stderr, "signalbox: %s\n", qPrintable(line));
}

} // namespace

TroubleReport::TroubleReport(Server &server, QObject *parent)
    : QObject(parent)
    , m_server(server)
{
    connect(&server, &Server::routesChanged, this, &TroubleReport::takeRoutes);
    connect(&server, &Server::timerChanged, this, &TroubleReport::takeTimer);
    connect(&server, &Server::fileDamaged, this, &TroubleReport::takeDamaged);
    connect(&server, &Server::timeSet, this, &TroubleReport::takeTime);
    m_timer.setInterval(TroubleLookInterval);
    connect(&m_timer, &QTimer::timeout, this, &TroubleReport::look);
    m_timer.start();
}

TroubleReport::~TroubleReport()
{
    look();
    sayAll(true);
}

void TroubleReport::look()
{
    const QMap<Why, quint64> refused = m_server.totals().refusedBy;
    for (auto it = refused.cbegin(); it != refused.cend(); ++it) {
        if (const quint64 fresh = it.value() - m_refused.value(it.key()); fresh > 0)
            add(u"a request was refused, "_s + refusalText(it.key()), fresh, {});
    }
    m_refused = refused;
    sayAll(false);
}

void TroubleReport::sayAll(bool isEnd)
{
    const auto now = Steady::now();
    for (auto it = m_troubles.begin(); it != m_troubles.end();) {
        Trouble &trouble = it.value();
        const bool isDue = isEnd || !trouble.said || now - *trouble.said >= Period;
        if (isDue && trouble.count > 0) {
            say(it.key(), trouble);
            trouble.said = now;
        } else if (isDue) {
            it = m_troubles.erase(it); // it has been over for a while
            continue;
        }
        ++it;
    }
}

void TroubleReport::takeRoutes(const QList<RouteStatus> &routes)
{
    QHash<QString, RouteStatus> seen;
    for (const RouteStatus &status : routes) {
        const QString name = nameOf(status.route);
        const RouteStatus before = m_routes.value(name);
        const QString error = status.lastError ? status.lastError->toString() : QString();
        if (status.off != Why::None && before.off != status.off) {
            print(
                plainText(name)
                + (status.off == Why::RouteBroken ? u" does not work: "_s : u" is switched off: "_s)
                + plainText(error));
        }
        // its counts begin anew with a new configuration
        const quint64 known = before.failures <= status.failures ? before.failures : 0;
        if (status.failures > known)
            add(plainText(name) + u" failed"_s, status.failures - known, plainText(error));
        seen.insert(name, status);
    }
    m_routes = seen;
}

void TroubleReport::takeTimer(const TimerStatus &status)
{
    const TimerStatus before = m_clocks.value(status.name);
    m_clocks.insert(status.name, status);
    const WallTime since = before.recent.isEmpty() ? WallTime{} : before.recent.last().at;
    quint64 failures = 0;
    QString error;
    for (const RunResult &run : status.recent) {
        if (run.outcome != RunOutcome::Failed || run.at <= since)
            continue;
        ++failures;
        error = run.detail;
    }
    if (failures > 0)
        add(plainText(nameOf(status)) + u" failed"_s, failures, plainText(error));
    if (status.switchedItselfOff && !before.switchedItselfOff) {
        print(u"%1 has switched itself off, since it failed too often in a row: %2"_s.arg(
            plainText(nameOf(status)), plainText(error)));
    }
}

void TroubleReport::takeDamaged(const DamagedFile &file)
{
    const QString what = file.kind == DamagedFile::Kind::ScriptState
                             ? u"the state that scripts share"_s
                             : u"what timers and schedules remember"_s;
    if (file.keptAs.isEmpty())
        print(u"%1 cannot be read, and is not saved from now on: %2"_s.arg(what, file.detail));
    else
        print(u"%1 was damaged and is kept as %2; %3"_s.arg(
            what, file.keptAs,
            file.isEarlier ? u"an earlier save is used"_s : u"it begins anew"_s));
}

void TroubleReport::takeTime(const LogEntry &entry)
{
    if (entry.why == Why::ZoneChanged) {
        add(u"the computer's time zone was changed, and schedules without one of their own follow"_s,
            1, QString(entry.detail).replace(u' ', u" to "_s));
    } else {
        add(u"the computer's clock was set back, and schedules wait until it is past their last runs"_s,
            1, entry.detail);
    }
}

void TroubleReport::add(const QString &what, quint64 count, const QString &detail)
{
    Trouble &trouble = m_troubles[what];
    trouble.detail = detail;
    trouble.count += count;
}

void TroubleReport::say(const QString &what, Trouble &trouble)
{
    const quint64 count = std::exchange(trouble.count, 0);
    const QString times = count == 1 ? QString() : u" (%1 times)"_s.arg(count);
    const QString detail = trouble.detail.isEmpty() ? QString() : u": "_s + trouble.detail;
    print(what + times + detail);
}

} // namespace Signalbox
