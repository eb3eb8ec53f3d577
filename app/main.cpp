#include "app/allocator.h"
#include "app/commandline.h"
#include "app/filecheck.h"
#include "app/headless.h"
#include "app/instance.h"
#include "app/problemreport.h"
#include "app/process.h"
#include "app/threadprobe.h"
#include "app/windowed.h"
#include "core/config/configurationfile.h"
#include "core/routes/scriptworker.h"
#include "core/server/storefiles.h"
#include "core/storage/storefolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

void nameTheProgram()
{
    QCoreApplication::setApplicationName(u"signalbox"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
}

/// Says whether a window could be shown at all.
bool hasDisplay()
{
#ifndef SIGNALBOX_WINDOW
    return false;
#elif defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
           || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
    return true;
#endif
}

/// Where history, made certificates and what timers and scripts remember of this configuration are
/// kept.
QDir storeOf(const QString &configuration)
{
    const StoreFolder store = findStoreFolder(
        QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)), configuration);
    if (!store.movedFrom.isEmpty())
        std::fprintf(stderr,
                     "signalbox: its history, timers and certificates have moved from %s to %s\n",
                     qPrintable(store.movedFrom), qPrintable(store.folder.path()));
    return store.folder;
}

/// Another process uses this configuration: shows its window, or says what to do. Gives the exit
/// status.
int giveWay(int argc, char **argv, const QString &fileName, const QDir &store,
            const Instance &instance, bool headless)
{
    if (!headless) {
        const QCoreApplication application(argc, argv);
        if (raiseOther(store, instance.otherProcess())) {
            std::fprintf(stderr, "signalbox: it is running already; its window is shown\n");
            return 0;
        }
    }
    std::fprintf(stderr,
                 "signalbox: process %lld uses %s already; end that one, or name another "
                 "configuration file\n",
                 static_cast<long long>(instance.otherProcess()), qPrintable(fileName));
    if (!headless && hasDisplay())
        return showTaken(argc, argv, fileName, instance.otherProcess());
    return ExitNotStarted;
}

/// Says what is wrong with a file, in a window too where one is wanted. Gives the exit status.
int giveUp(int argc, char **argv, const QString &fileName,
           const QList<ConfigurationProblem> &problems, bool hasWindow)
{
    printProblems(fileName, problems);
    printEarlierSaves(fileName);
    return hasWindow ? showProblems(argc, argv, fileName, problems) : ExitUsage;
}

/// --check: opens what the configuration and the command line name. Gives the exit status.
int checkFiles(int argc, char **argv, const CommandLine &commandLine, const ConfigurationFile &file,
               const Configuration &configuration)
{
    const QCoreApplication application(argc, argv); // Qt's TLS wants one
    const auto content = readDocument(file.fileName());
    const QByteArray document = content ? content->value_or(QByteArray()) : QByteArray();
    const QList<ConfigurationProblem> problems =
        problemsOfFiles(configuration, document, file.directory());
    printProblems(file.fileName(), problems);
    QStringList told;
    for (const EndpointConfig &endpoint : commandLine.listen)
        if (const auto problem = problemOfCertificate(endpoint, QDir::current()))
            told.append(*problem);
    told.removeDuplicates(); // they share one certificate
    for (const QString &problem : std::as_const(told))
        std::fprintf(stderr, "signalbox: --certificate: %s\n", qPrintable(problem));
    if (!problems.isEmpty() || !told.isEmpty())
        return ExitUsage;
    std::fprintf(stderr,
                 file.wasAbsent() ? "%s: it is not there, which means the defaults\n"
                                  : "%s: nothing is wrong with it\n",
                 qPrintable(file.fileName()));
    return 0;
}

/// What somebody has done to the files that timers and scripts keep: they would begin anew.
/// Gives the exit status; nullopt: nothing.
std::optional<int> refuseStore(int argc, char **argv, const QDir &store, bool hasWindow)
{
    const auto mistakes = mistakesInStore(store);
    if (mistakes.isEmpty())
        return std::nullopt;
    const auto &[fileName, mistake] = mistakes.first();
    const QString sentence = mistake.detail.first(1).toUpper() + mistake.detail.sliced(1) + u'.';
    return giveUp(argc, argv, fileName,
                  {{QString(), mistake.line, mistake.column, {Error::Code::BadDocument, sentence}}},
                  hasWindow);
}

} // namespace

int main(int argc, char **argv)
{
    if (isScriptWorker(argc, argv))
        return runScriptWorker(argc, argv);
    settleProcess();
    giveLargeBlocksBack();
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    nameTheProgram();
    CommandLine commandLine = parseCommandLine(arguments);
    if (commandLine.problem) {
        std::fprintf(stderr, "signalbox: %s\n", qPrintable(*commandLine.problem));
        return ExitUsage;
    }
    if (commandLine.answer) {
        std::printf("%s", qPrintable(*commandLine.answer));
        return 0;
    }
    const bool hasWindow = !commandLine.headless && !commandLine.check && hasDisplay();
    QString &named = commandLine.fileName;
    if (!named.isEmpty() && !commandLine.isNew && !QFile::exists(named)) {
        printMissing(named);
        named = hasWindow ? askForFile(argc, argv, named) : QString();
        if (named.isEmpty())
            return ExitUsage;
    }
    ConfigurationFile file(!named.isEmpty()
                               ? named
                               : QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation)
                                     + u"/signalbox.json"_s);
    ConfigurationReading reading = commandLine.check ? file.check() : file.load();
    if (!reading)
        return giveUp(argc, argv, file.fileName(), reading.problems, hasWindow);
    if (commandLine.check)
        return checkFiles(argc, argv, commandLine, file, reading.configuration);
    if (file.recovery())
        printRecovery(file.fileName(), *file.recovery());
    if (!commandLine.listen.isEmpty())
        reading.configuration.endpoints = commandLine.listen;
    ServerFolders folders{file.directory(), storeOf(file.fileName())};
    Instance instance(folders.store);
    const QTemporaryDir passing;
    if (instance.isTaken()) {
        if (commandLine.listen.isEmpty())
            return giveWay(argc, argv, file.fileName(), folders.store, instance,
                           commandLine.headless);
        // endpoints of its own, and nothing to keep: it does not get in the other's way
        std::fprintf(stderr, "signalbox: another one uses this configuration, so this one keeps "
                             "nothing of its own, its log neither\n");
        folders.store = QDir(passing.path());
        reading.configuration.journal.enabled = false;
    } else if (!instance.canSave())
        std::fprintf(stderr,
                     "signalbox: nothing can be written to %s, so nothing that timers, scripts and "
                     "routes remember is saved\n",
                     qPrintable(folders.store.path()));
    if (const auto status = refuseStore(argc, argv, folders.store, hasWindow))
        return *status;
    if (const auto lack = lackOfThreads(Server::shardCount(reading.configuration), hasWindow)) {
        std::fprintf(stderr, "signalbox: %s\n", qPrintable(*lack));
        return ExitNotStarted;
    }
    if (hasWindow)
        return runWindow(argc, argv, file, reading.configuration, folders,
                         commandLine.listen.isEmpty(), instance);
    if (!commandLine.headless)
        std::fprintf(stderr,
                     "signalbox: there is no display, so it serves without a window; open the "
                     "address below in a browser\n");
    QCoreApplication application(argc, argv);
    Headless headless(reading.configuration, folders);
    headless.start();
    return QCoreApplication::exec();
}
