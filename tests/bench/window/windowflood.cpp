#include "busyoperator.h"
#include "tests/ui/window/windowfixture.h"
#include "threadclock.h"
#include "ui/log/logmodel.h"
#include "ui/status/stallmeter.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTimer>

#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

namespace {

/// Resident memory of this process, window and server together, in MiB.
double residentMebibytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const double pages = file.readAll().split(' ').value(1).toDouble();
    return pages * double(::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

/// The longest that this thread computed between two heartbeats, in its processor time: the stall
/// that a machine would see that has nothing else to do.
class WorkMeter final
{
public:
    WorkMeter()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            const auto now = threadTime();
            m_longest = std::max(m_longest, now - std::exchange(m_last, now));
        });
    }
    void start()
    {
        m_last = threadTime();
        m_timer.start(10);
    }
    double takeMilliseconds()
    {
        return std::chrono::duration<double, std::milli>(std::exchange(m_longest, {})).count();
    }

private:
    QTimer m_timer;
    std::chrono::nanoseconds m_last{};
    std::chrono::nanoseconds m_longest{};
};

void printFigures(const char *when, WindowFixture &fixture, int longest, double work)
{
    const LogModel &log = *fixture.part<LogModel>();
    const Totals totals = fixture.server().totals();
    std::printf(
        "%-8s %5llu clients %10llu in %10llu out %9lld rows kept %9llu left memory %7llu missed "
        "%7.1f MiB, longest stall %d ms, longest work %.1f ms\n",
        when, totals.clients, totals.messagesIn, totals.messagesOut, log.total(), log.leftMemory(),
        log.missed(), residentMebibytes(), longest, work);
    std::fflush(stdout);
}

} // namespace

/// Opens the real window on a real server, lets the load generator flood it, and prints how long
/// the window kept its events waiting and what memory it took. What it prints is to be read;
/// nothing is judged.
int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption clients(u"clients"_s, u"clients connected (1000)"_s, u"N"_s,
                                     u"1000"_s);
    const QCommandLineOption rate(u"rate"_s, u"messages a second (10000)"_s, u"N"_s, u"10000"_s);
    const QCommandLineOption seconds(u"seconds"_s, u"how long (60)"_s, u"N"_s, u"60"_s);
    const QCommandLineOption mode(u"mode"_s, u"of the load generator (direct)"_s, u"M"_s,
                                  u"direct"_s);
    parser.addHelpOption();
    const QCommandLineOption idle(u"idle"_s, u"clients that only stay, besides (0)"_s, u"N"_s,
                                  u"0"_s);
    const QCommandLineOption replace(u"replace"_s, u"of those, how many a second leave and come"_s,
                                     u"N"_s, u"0"_s);
    const QCommandLineOption operate(u"operate"_s, u"type, scroll, sort and filter meanwhile"_s);
    parser.addOptions({clients, rate, seconds, mode, idle, replace, operate});
    parser.addPositionalArgument(u"load"_s, u"the load generator"_s);
    parser.process(application);
    if (parser.positionalArguments().size() != 1)
        parser.showHelp(2);

    Configuration configuration = WindowFixture::onFreePort();
    configuration.limits[u"clients"_s] = 20'000;
    for (const QString &limit :
         {u"connectionsPerSecond"_s, u"messagesPerSecond"_s, u"bytesPerSecond"_s})
        configuration.limits[limit] = 0;
    WindowFixture fixture(configuration);
    const StallMeter &stalls = fixture.window().stallMeter();
    fixture.window().resize(1360, 860);
    fixture.window().show();

    const QString program = parser.positionalArguments().constFirst();
    const QString port = QString::number(fixture.url(u"/"_s).port());
    const int crowd = parser.value(idle).toInt();
    BusyOperator busy(fixture);
    WorkMeter work;
    QTimer::singleShot(2s, &application, [&] { work.start(); });
    QProcess stay;
    QProcess load;
    load.setProcessChannelMode(QProcess::ForwardedChannels);
    QTimer report;
    std::chrono::milliseconds worst{0};
    QObject::connect(&report, &QTimer::timeout, &application, [&] {
        worst = std::max(worst, stalls.recent());
        printFigures("flooded", fixture, int(stalls.recent().count()), work.takeMilliseconds());
    });
    QObject::connect(&load, &QProcess::finished, &application, [&](int status) {
        report.stop();
        worst = std::max(worst, stalls.recent());
        QTimer::singleShot(2s, &application, [&, status] {
            printFigures("after", fixture, int(std::max(worst, stalls.recent()).count()),
                         work.takeMilliseconds());
            for (const auto &[kind, longest] : busy.longest().asKeyValueRange())
                std::printf("%-15s %.1f ms of work at most\n", kind.constData(),
                            std::chrono::duration<double, std::milli>(longest).count());
            QCoreApplication::exit(status);
        });
    });
    const auto flood = [&] {
        printFigures("before", fixture, int(stalls.recent().count()), work.takeMilliseconds());
        if (parser.isSet(operate))
            busy.start();
        load.start(program, {u"--port"_s, port, u"--clients"_s, parser.value(clients), u"--rate"_s,
                             parser.value(rate), u"--seconds"_s, parser.value(seconds), u"--mode"_s,
                             parser.value(mode), u"--paths"_s, u"/line/3,/line/5,/control"_s});
        report.start(5s);
    };
    QTimer arrival;
    QObject::connect(&arrival, &QTimer::timeout, &application, [&] {
        if (fixture.server().totals().clients < quint64(crowd))
            return;
        arrival.stop();
        QTimer::singleShot(3s, &application, flood);
    });
    QTimer::singleShot(3s, &application, [&] { // what it takes to start is over
        if (crowd == 0)
            return flood();
        printFigures("alone", fixture, int(stalls.recent().count()), work.takeMilliseconds());
        stay.start(program, {u"--port"_s, port, u"--mode"_s, u"connect"_s, u"--clients"_s,
                             parser.value(idle), u"--replace"_s,
                             QString::number(std::max(1, parser.value(replace).toInt())),
                             u"--seconds"_s, u"600"_s, u"--paths"_s, u"/line/1,/line/2,/hall"_s});
        arrival.start(100ms);
    });
    const int status = QApplication::exec();
    stay.kill();
    stay.waitForFinished();
    return status;
}
