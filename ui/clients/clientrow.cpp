#include "ui/clients/clientrow.h"

#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ClientRow", text);
}

} // namespace

bool MessageRate::advance(quint64 total, qint64 seconds)
{
    const double before = perSecond();
    const quint64 fresh = total > m_total ? total - m_total : 0;
    m_total = total;
    m_age = std::min(Window, m_age + seconds);
    for (qint64 i = 0; i < std::min(seconds, Window); ++i) {
        m_sum -= m_counts[m_next];
        m_counts[m_next] = i == 0 ? fresh : 0;
        m_sum += m_counts[m_next];
        m_next = (m_next + 1) % m_counts.size();
    }
    return before != perSecond();
}

double MessageRate::perSecond() const
{
    return m_age == 0 ? 0 : double(m_sum) / double(m_age);
}

void RoundTrips::add(std::chrono::microseconds time)
{
    m_times[m_next] = time;
    m_next = (m_next + 1) % Kept;
    m_count = std::min(m_count + 1, Kept);
}

std::optional<RoundTrips::Summary> RoundTrips::summary() const
{
    if (m_count == 0)
        return std::nullopt;
    std::array<std::chrono::microseconds, Kept> sorted = m_times;
    std::sort(sorted.begin(), sorted.begin() + qsizetype(m_count));
    return Summary{int(m_count), sorted.front(), sorted[(m_count - 1) / 2],
                   sorted[(m_count * 95 + 99) / 100 - 1]};
}

ClientState stateOf(const ClientRecord &record, WallTime activeAt, WallTime now)
{
    if (record.left)
        return ClientState::Left;
    const ClientStats &stats = record.stats;
    if (stats.closing)
        return ClientState::Closing;
    if ((stats.queuedBytes > 0 && stats.oldestQueued >= SlowQueueAge)
        || (stats.roundTrip && *stats.roundTrip > SlowRoundTrip))
        return ClientState::Slow;
    return now - activeAt >= QuietAfter ? ClientState::Quiet : ClientState::Ok;
}

QString stateText(ClientState state)
{
    switch (state) {
    case ClientState::Ok:
        return tr("ok");
    case ClientState::Quiet:
        return tr("idle");
    case ClientState::Slow:
        return tr("slow");
    case ClientState::Closing:
        return tr("closing");
    case ClientState::Left:
        return tr("left");
    }
    return {};
}

QString stateWord(ClientState state)
{
    switch (state) {
    case ClientState::Ok:
        return u"ok"_s;
    case ClientState::Quiet:
        return u"idle"_s;
    case ClientState::Slow:
        return u"slow"_s;
    case ClientState::Closing:
        return u"closing"_s;
    case ClientState::Left:
        return u"left"_s;
    }
    return {};
}

QString nameText(const ClientInfo &info, qsizetype maxCharacters)
{
    return visibleText(info.displayName(), Lines::Fold, maxCharacters);
}

QString addressText(const ClientInfo &info)
{
    const QString host =
        info.address.contains(u':') ? QString(u'[' % info.address % u']') : info.address;
    return visibleText(QString(host % u':' % QString::number(info.port)), Lines::Fold, 80);
}

QString agentText(const QString &userAgent)
{
    constexpr qsizetype Looked = 400;
    constexpr qsizetype Shown = 60;
    const QString agent = userAgent.first(std::min(userAgent.size(), Looked));
    // The order matters: Edge and Opera also say Chrome, and everyone says Safari.
    static constexpr struct
    {
        QLatin1StringView token;
        QLatin1StringView name;
    } Browsers[] = {{"Firefox/"_L1, "Firefox"_L1},
                    {"FxiOS/"_L1, "Firefox"_L1},
                    {"Edg/"_L1, "Edge"_L1},
                    {"OPR/"_L1, "Opera"_L1},
                    {"SamsungBrowser/"_L1, "Samsung Internet"_L1},
                    {"CriOS/"_L1, "Chrome"_L1},
                    {"HeadlessChrome/"_L1, "Headless Chrome"_L1},
                    {"Chrome/"_L1, "Chrome"_L1},
                    {"Version/"_L1, "Safari"_L1}};
    static constexpr struct
    {
        QLatin1StringView token;
        QLatin1StringView name;
    } Systems[] = {{"Android"_L1, "Android"_L1}, {"iPhone"_L1, "iPhone"_L1},
                   {"iPad"_L1, "iPad"_L1},       {"Windows"_L1, "Windows"_L1},
                   {"Mac OS X"_L1, "macOS"_L1},  {"CrOS"_L1, "ChromeOS"_L1},
                   {"Linux"_L1, "Linux"_L1}};
    if (!agent.startsWith("Mozilla/"_L1)) // a program: "Python/3.11 websockets/10.4"
        return visibleText(userAgent, Lines::Fold, Shown);
    for (const auto &browser : Browsers) {
        const qsizetype at = agent.indexOf(browser.token);
        if (at < 0)
            continue;
        QString text = browser.name;
        qsizetype end = at + browser.token.size();
        const qsizetype start = end;
        while (end < agent.size() && agent[end] >= u'0' && agent[end] <= u'9' && end - start < 6)
            ++end;
        if (end > start)
            text += u' ' % QStringView(agent).sliced(start, end - start);
        for (const auto &system : Systems) {
            if (agent.contains(system.token))
                return text + " / "_L1 + system.name;
        }
        return text;
    }
    return visibleText(userAgent, Lines::Fold, Shown);
}

QString closedByText(ClosedBy by)
{
    switch (by) {
    case ClosedBy::Client:
        return tr("closed by the client");
    case ClosedBy::Operator:
        return tr("closed by you");
    case ClosedBy::Route:
        return tr("closed by a route");
    case ClosedBy::Server:
        return tr("closed by the server");
    case ClosedBy::Network:
        return tr("the connection broke");
    }
    return {};
}

QString closeText(const ClientLeft &left)
{
    const QString reason = visibleText(left.reason, Lines::Fold, 123);
    const QString code = QString::number(left.code);
    return reason.isEmpty() ? tr("%1, %2").arg(code, closedByText(left.by))
                            : tr("%1 “%2”, %3").arg(code, reason, closedByText(left.by));
}

QString leftText(const ClientLeft &left)
{
    return tr("left %1").arg(closeText(left));
}

QString roundTripText(const ClientRow &row)
{
    const auto summary = row.roundTrips.summary();
    const auto last = row.record.stats.roundTrip;
    if (!summary || !last)
        return tr("not measured yet");
    if (summary->count == 1)
        return tr("%1, one ping").arg(shortLatency(*last));
    return tr("%1; of the last %2 pings: median %3, shortest %4, 95 % within %5")
        .arg(shortLatency(*last), QString::number(summary->count), shortLatency(summary->median),
             shortLatency(summary->shortest), shortLatency(summary->p95));
}

QString rowSentence(const ClientRow &row, WallTime now)
{
    const ClientInfo &info = row.record.info;
    const ClientStats &stats = row.record.stats;
    if (row.record.left)
        return tr("%1 on %2, %3")
            .arg(nameText(info), visibleText(info.path, Lines::Fold, 200),
                 leftText(*row.record.left));
    const auto age = std::chrono::floor<std::chrono::seconds>(now - info.connectedAt);
    const QString in = stats.messagesIn == 1
                           ? tr("1 message in")
                           : tr("%1 messages in").arg(exactNumber(stats.messagesIn));
    return tr("%1 on %2, %3, connected %4, %5, %6 out")
        .arg(nameText(info), visibleText(info.path, Lines::Fold, 200), stateText(row.state),
             shortDuration(age), in, exactNumber(stats.messagesOut));
}

} // namespace Signalbox
