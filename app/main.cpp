#include "app/allocator.h"
#include "app/commandline.h"
#include "app/headless.h"
#include "app/instance.h"
#include "core/config/configurationfile.h"
#include "core/config/storefolder.h"
#include "core/routes/scriptworker.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <cstdio>
#ifdef SIGNALBOX_WINDOW
#include "app/windowed.h"
#endif

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

void nameTheProgram()
{
    QCoreApplication::setApplicationName(u"signalbox"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
}

#ifdef SIGNALBOX_WINDOW
/// Says whether a window could be shown at all.
bool hasDisplay()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
           || qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
    return true;
#endif
}
#endif

void printProblems(const QString &fileName, const QList<ConfigurationProblem> &problems)
{
    for (const ConfigurationProblem &problem : problems) {
        QString place = fileName;
        if (problem.line > 0)
            place += u":%1:%2"_s.arg(problem.line).arg(problem.column);
        if (!problem.key.isEmpty())
            place += u": "_s + problem.key;
        std::fprintf(stderr, "%s: %s\n", qPrintable(place), qPrintable(problem.error.detail));
    }
}

void printRecovery(const QString &fileName, const Recovery &recovery)
{
    std::fprintf(stderr,
                 "signalbox: %s was damaged and is kept as %s; what was saved at %s is used\n",
                 qPrintable(fileName),
                 qPrintable(recovery.setAside.isEmpty() ? fileName : recovery.setAside),
                 qPrintable(recovery.savedAt.toLocalTime().toString(Qt::ISODate)));
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
        if (raiseOther(store)) {
            std::fprintf(stderr, "signalbox: it is running already; its window is shown\n");
            return 0;
        }
    }
    std::fprintf(stderr,
                 "signalbox: process %lld uses %s already; end that one, or name another "
                 "configuration file\n",
                 static_cast<long long>(instance.otherProcess()), qPrintable(fileName));
#ifdef SIGNALBOX_WINDOW
    if (!headless && hasDisplay())
        return showTaken(argc, argv, fileName, instance.otherProcess());
#endif
    return ExitNotStarted;
}

} // namespace

int main(int argc, char **argv)
{
    if (isScriptWorker(argc, argv))
        return runScriptWorker(argc, argv);
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
    const bool named = !commandLine.fileName.isEmpty();
    ConfigurationFile file(named
                               ? commandLine.fileName
                               : QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation)
                                     + u"/signalbox.json"_s);
    if (named && commandLine.check && !QFile::exists(file.fileName())) {
        std::fprintf(stderr, "signalbox: there is no file %s\n", qPrintable(file.fileName()));
        return ExitUsage;
    }
    ConfigurationReading reading = commandLine.check ? file.check() : file.load();
    if (!reading) {
        printProblems(file.fileName(), reading.problems);
#ifdef SIGNALBOX_WINDOW
        if (!commandLine.headless && !commandLine.check && hasDisplay())
            return showProblems(argc, argv, file.fileName(), reading.problems);
#endif
        return ExitUsage;
    }
    if (commandLine.check) {
        std::fprintf(stderr, "%s: nothing is wrong with it\n", qPrintable(file.fileName()));
        return 0;
    }
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
#ifdef SIGNALBOX_WINDOW
    if (!commandLine.headless && hasDisplay())
        return runWindow(argc, argv, file, reading.configuration, folders,
                         commandLine.listen.isEmpty(), instance);
#endif
    if (!commandLine.headless)
        std::fprintf(stderr,
                     "signalbox: there is no display, so it serves without a window; open the "
                     "address below in a browser\n");
    QCoreApplication application(argc, argv);
    Headless headless(reading.configuration, folders);
    headless.start();
    return QCoreApplication::exec();
}
