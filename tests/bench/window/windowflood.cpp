#include "tests/ui/window/windowfixture.h"
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

void printFigures(const char *when, WindowFixture &fixture, int longest)
{
    const LogModel &log = *fixture.part<LogModel>();
    const Totals totals = fixture.server().totals();
    std::printf(
        "%-8s %5llu clients %10llu in %10llu out %9lld rows kept %9llu left memory %7llu missed "
        "%7.1f MiB, longest stall %d ms\n",
        when, totals.clients, totals.messagesIn, totals.messagesOut, log.total(), log.leftMemory(),
        log.missed(), residentMebibytes(), longest);
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
    parser.addOptions({clients, rate, seconds, mode});
    parser.addPositionalArgument(u"load"_s, u"the load generator"_s);
    parser.process(application);
    if (parser.positionalArguments().size() != 1)
        parser.showHelp(2);

    Configuration configuration = WindowFixture::onFreePort();
    configuration.limits[u"clients"_s] = 20'000;
    for (const QString &rate :
         {u"connectionsPerSecond"_s, u"messagesPerSecond"_s, u"bytesPerSecond"_s})
        configuration.limits[rate] = 0;
    WindowFixture fixture(configuration);
    const StallMeter &stalls = fixture.window().stallMeter();
    fixture.window().resize(1360, 860);
    fixture.window().show();

    QProcess load;
    load.setProcessChannelMode(QProcess::ForwardedChannels);
    QTimer report;
    std::chrono::milliseconds worst{0};
    QObject::connect(&report, &QTimer::timeout, &application, [&] {
        worst = std::max(worst, stalls.recent());
        printFigures("flooded", fixture, int(stalls.recent().count()));
    });
    QObject::connect(&load, &QProcess::finished, &application, [&](int status) {
        report.stop();
        worst = std::max(worst, stalls.recent());
        QTimer::singleShot(2s, &application, [&, status] {
            printFigures("after", fixture, int(std::max(worst, stalls.recent()).count()));
            QCoreApplication::exit(status);
        });
    });
    QTimer::singleShot(3s, &application, [&] { // what it takes to start is over
        printFigures("before", fixture, int(stalls.recent().count()));
        load.start(parser.positionalArguments().constFirst(),
                   {u"--port"_s, QString::number(fixture.url(u"/"_s).port()), u"--clients"_s,
                    parser.value(clients), u"--rate"_s, parser.value(rate), u"--seconds"_s,
                    parser.value(seconds), u"--mode"_s, parser.value(mode), u"--paths"_s,
                    u"/line/3,/line/5,/control"_s});
        report.start(5s);
    });
    return QApplication::exec();
}
