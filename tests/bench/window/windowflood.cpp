#include "eventwatch.h"
#include "floodrun.h"

#include <QCommandLineParser>
#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// Opens the real window on a real server, lets the load generator flood it, and prints as JSON
/// how long the window kept its events waiting and what it took. What it prints is to be read;
/// nothing is judged.
int main(int argc, char **argv)
{
    EventWatch application(argc, argv);
    const QCommandLineOption clients(u"clients"_s, u"clients that send (1000)"_s, u"N"_s,
                                     u"1000"_s);
    const QCommandLineOption rate(u"rate"_s, u"messages a second (10000)"_s, u"N"_s, u"10000"_s);
    const QCommandLineOption seconds(u"seconds"_s, u"how long (60)"_s, u"N"_s, u"60"_s);
    const QCommandLineOption mode(u"mode"_s, u"of the load generator (direct)"_s, u"M"_s,
                                  u"direct"_s);
    const QCommandLineOption idle(u"idle"_s, u"clients that only stay, besides (0)"_s, u"N"_s,
                                  u"0"_s);
    const QCommandLineOption replace(u"replace"_s, u"of those, how many a second leave and come"_s,
                                     u"N"_s, u"0"_s);
    const QCommandLineOption operate(u"operate"_s, u"type, scroll, sort and filter meanwhile"_s);
    const QCommandLineOption pause(u"pause"_s, u"pause the log for a while in the middle"_s);
    const QCommandLineOption picture(u"picture"_s, u"paint the window to this file at the end"_s,
                                     u"FILE"_s);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({clients, rate, seconds, mode, idle, replace, operate, pause, picture});
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
    fixture.window().resize(1360, 860);

    FloodOptions options;
    options.generator = parser.positionalArguments().constFirst();
    options.clients = parser.value(clients).toInt();
    options.rate = parser.value(rate).toInt();
    options.seconds = parser.value(seconds).toInt();
    options.mode = parser.value(mode);
    options.idle = parser.value(idle).toInt();
    options.replace = parser.value(replace).toInt();
    options.operates = parser.isSet(operate);
    options.pauses = parser.isSet(pause);
    options.picture = parser.value(picture);
    FloodRun run(fixture, application, options);
    QObject::connect(&run, &FloodRun::finished, &application,
                     [](int status) { QCoreApplication::exit(status); });
    run.start();
    const int status = QApplication::exec();
    std::printf("%s\n", QJsonDocument(run.figures()).toJson(QJsonDocument::Compact).constData());
    return status;
}
