#include "floodrun.h"

#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPixmap>

#include <cstdio>
#include <unistd.h>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto StartTime = 3s; ///< what it takes to show the window is over
constexpr auto PauseTime = 1500ms;
constexpr auto ReportTime = 5s;
constexpr auto EndTime = 2s;

/// Resident memory of this process, window and server together, in MiB.
double residentMebibytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const double pages = file.readAll().split(' ').value(1).toDouble();
    return pages * double(::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

QJsonObject object(const Heartbeat::Summary &summary)
{
    return {{u"longest"_s, summary.longest}, {u"p99"_s, summary.p99}};
}

double milliseconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

/// In milliseconds.
QJsonObject object(const QMap<QByteArray, std::chrono::nanoseconds> &times)
{
    QJsonObject found;
    for (const auto &[name, time] : times.asKeyValueRange())
        found[QString::fromLatin1(name)] = milliseconds(time);
    return found;
}

/// Of pairs: a name, and milliseconds.
QJsonArray array(const std::vector<EventWatch::Event> &events)
{
    QJsonArray found;
    for (const EventWatch::Event &event : events)
        found.append(QJsonArray{QString::fromLatin1(event.name), milliseconds(event.took)});
    return found;
}

} // namespace

FloodRun::FloodRun(WindowFixture &fixture, EventWatch &events, const FloodOptions &options)
    : m_fixture(fixture)
    , m_events(events)
    , m_options(options)
    , m_operator(fixture)
{
    m_heartbeat.setListener([this](std::chrono::nanoseconds work) { m_events.beat(work); });
    connect(&m_report, &QTimer::timeout, this, &FloodRun::tell);
    connect(&m_load, &QProcess::finished, this, [this](int status) {
        m_heartbeat.stop();
        m_idleBeat.stop();
        m_figures[u"busiest"_s] = array(m_events.busiest());
        QTimer::singleShot(EndTime, this, [this, status] { end(status); });
    });
    connect(&m_arrival, &QTimer::timeout, this, [this] {
        if (m_fixture.server().totals().clients < quint64(m_options.idle))
            return;
        m_arrival.stop();
        QTimer::singleShot(StartTime, this, &FloodRun::flood);
    });
    connect(
        m_fixture.part<LogModel>(), &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex &, int first, int last) { m_rowsInserted += last - first + 1; });
}

FloodRun::~FloodRun()
{
    for (QProcess *process : {&m_crowd, &m_load}) {
        process->kill();
        process->waitForFinished();
    }
}

void FloodRun::start()
{
    QTimer::singleShot(StartTime, this,
                       m_options.idle > 0 ? &FloodRun::bringCrowd : &FloodRun::flood);
}

void FloodRun::bringCrowd()
{
    const QString port = QString::number(m_fixture.url(u"/"_s).port());
    m_crowd.start(m_options.generator,
                  {u"--port"_s, port, u"--mode"_s, u"connect"_s, u"--clients"_s,
                   QString::number(m_options.idle), u"--replace"_s,
                   QString::number(std::max(1, m_options.replace)), u"--seconds"_s, u"600"_s,
                   u"--paths"_s, u"/line/1,/line/2,/hall"_s});
    m_arrival.start(100ms);
}

qint64 FloodRun::rows() const
{
    const LogModel &log = *m_fixture.part<LogModel>();
    return log.total() + qint64(log.leftMemory());
}

void FloodRun::flood()
{
    m_before = m_fixture.server().totals();
    m_rowsBefore = rows();
    m_missedBefore = m_fixture.part<LogModel>()->missed();
    m_rowsInserted = 0;
    m_events.forget();
    const QString port = QString::number(m_fixture.url(u"/"_s).port());
    m_load.start(m_options.generator,
                 {u"--port"_s, port, u"--clients"_s, QString::number(m_options.clients),
                  u"--rate"_s, QString::number(m_options.rate), u"--seconds"_s,
                  QString::number(m_options.seconds), u"--mode"_s, m_options.mode, u"--paths"_s,
                  u"/line/3,/line/5,/control"_s});
    if (m_options.operates)
        m_operator.start();
    if (m_options.pauses)
        QTimer::singleShot(m_options.seconds * 500ms, this, &FloodRun::pause);
    if (!m_options.picture.isEmpty()) {
        QTimer::singleShot(m_options.seconds * 1000ms - 1s, this, [this] {
            m_heartbeat.stop(); // nobody else paints a picture
            m_fixture.window().grab().save(m_options.picture);
        });
    }
    m_time.start();
    m_heartbeat.start();
    m_idleBeat.start();
    m_report.start(ReportTime);
}

/// Everything that comes meanwhile has to be there afterwards, up to what the log keeps.
void FloodRun::pause()
{
    auto *panel = m_fixture.part<LogPanel>();
    panel->setPaused(true);
    QTimer::singleShot(PauseTime, this, [this, panel, before = rows()] {
        m_figures[u"cameWhilePaused"_s] = rows() - before;
        m_figures[u"heldWhilePaused"_s] = panel->model()->waiting();
        panel->setPaused(false);
    });
}

void FloodRun::tell()
{
    const Totals totals = m_fixture.server().totals();
    std::fprintf(stderr,
                 "%5llu clients %10llu in %10llu out %10lld rows %7.1f MiB, stall %.0f ms\n",
                 totals.clients, totals.messagesIn, totals.messagesOut,
                 static_cast<long long>(rows() - m_rowsBefore), residentMebibytes(),
                 m_heartbeat.longestStallSince(std::exchange(m_told, m_heartbeat.beats())));
}

void FloodRun::end(int status)
{
    m_report.stop();
    const Totals totals = m_fixture.server().totals();
    const QJsonObject load = QJsonDocument::fromJson(m_load.readAllStandardOutput()).object();
    m_figures[u"clients"_s] = m_options.idle + m_options.clients;
    m_figures[u"seconds"_s] = load[u"sendSeconds"_s];
    m_figures[u"sent"_s] = load[u"sent"_s];
    m_figures[u"messagesIn"_s] = qint64(totals.messagesIn - m_before.messagesIn);
    m_figures[u"messagesOut"_s] = qint64(totals.messagesOut - m_before.messagesOut);
    m_figures[u"rows"_s] = rows() - m_rowsBefore;
    m_figures[u"rowsShown"_s] = m_rowsInserted;
    m_figures[u"rowsMissed"_s] = qint64(m_fixture.part<LogModel>()->missed() - m_missedBefore);
    m_figures[u"stall"_s] = object(m_heartbeat.stalls());
    m_figures[u"work"_s] = object(m_heartbeat.works());
    m_figures[u"idleStall"_s] = object(m_idleBeat.stalls());
    m_figures[u"wait"_s] = object(m_heartbeat.waits());
    m_figures[u"windowShare"_s] = m_heartbeat.share();
    m_figures[u"residentMiB"_s] = residentMebibytes();
    m_figures[u"operations"_s] = object(m_operator.longest());
    Q_EMIT finished(status);
}

} // namespace Signalbox
