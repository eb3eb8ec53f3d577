#include "app/windowed.h"

#include "app/commandline.h"
#include "app/instance.h"
#include "app/lostscreen.h"
#include "app/problemreport.h"
#include "app/restart.h"
#include "app/startreport.h"
#include "app/stopsignals.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/visibletext.h"
#include "ui/window/mainwindow.h"
#include "ui/window/problemsheet.h"

#include <QApplication>
#include <QEvent>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

#include <cstdio>
#include <functional>
#include <memory>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcStart, "signalbox.start", QtInfoMsg)

/// Says once, in the log, that the window is on the screen: for those who measure how long that
/// takes (tests/bench/start).
class FirstPaint final : public QObject
{
    Q_DISABLE_COPY_MOVE(FirstPaint)
public:
    explicit FirstPaint(QWidget *window)
        : QObject(window)
    {
        window->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::Paint)
            return false;
        watched->removeEventFilter(this);
        QTimer::singleShot(0, this, [this] { // behind the painting of all that is in it
            qCDebug(lcStart, "on screen");
            deleteLater();
        });
        return false;
    }
};

std::function<void()> noScreen; // what to do instead of ending with an abort
QtMessageHandler earlierHandler = nullptr;

/// Qt ends the program when no platform plugin can start; there is no other way to hear of it.
void onMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (type == QtFatalMsg && noScreen)
        noScreen();
    earlierHandler(type, context, text);
}

/// The application, or `otherwise` (which does not return) where no window can be shown.
std::unique_ptr<QApplication> makeApplication(int &argc, char **argv,
                                              const std::function<void()> &otherwise)
{
    noScreen = otherwise;
    earlierHandler = qInstallMessageHandler(onMessage);
    auto application = std::make_unique<QApplication>(argc, argv);
    qInstallMessageHandler(earlierHandler);
    noScreen = nullptr;
    QGuiApplication::setDesktopFileName(u"io.github.signalbox.signalbox"_s);
    return application;
}

/// The look that was chosen last time.
void applyLook(Theme &theme, const Settings &settings)
{
    theme.setChoice(SchemeChoice(settings.number(Keys::Theme, 0, int(SchemeChoice::Dark))));
    theme.setZoom(settings.number(Keys::Zoom, Theme::MinimumZoom, Theme::MaximumZoom));
    QApplication::setWindowIcon(lineIcon(u"radio-tower"_s, Theme::palette().accent));
}

} // namespace

int runWindow(int argc, char **argv, ConfigurationFile &file, const Configuration &configuration,
              const ServerFolders &folders, bool saves, Instance &instance)
{
    const auto application = makeApplication(argc, argv, [argv, &instance] {
        std::fprintf(stderr,
                     "signalbox: the window cannot be shown (the reason is above), so it serves "
                     "without one; open the address below in a browser\n");
        instance.release(); // it is the same process
        restartHeadless(argv);
    });
    const StopSignals stopSignals; // they wait until there is a window that hears of them
    auto owned = std::make_unique<Server>(configuration, folders);
    Server &server = *owned;
    const LostScreen lostScreen([&owned] {
        std::fprintf(stderr, "signalbox: the screen is gone, so it ends\n");
        owned.reset(); // every client gets 1001, and the log has everything
        std::_Exit(ExitNoScreen);
    });
    server.setFeedWanted(true); // the window takes over what happens while it is built
    QObject::connect(&server, &Server::started, &server, [&server] {
        printFailures(server);
        printReady(server);
        printLaterListening(server);
    });
    server.start();

    Settings settings;
    Theme theme;
    applyLook(theme, settings);
    // Every widget that moves to its place in the window is styled anew, with all that is in it,
    // which would take half of the time until the window is shown: all of them are styled once.
    const QString rules = application->styleSheet();
    application->setStyleSheet({});
    MainWindow window({server, file, configuration, saves, folders.store, settings, theme,
                       instance.isTaken()    ? StoreUse::Passing
                       : !instance.canSave() ? StoreUse::Unwritable
                                             : StoreUse::Kept});
    application->setStyleSheet(rules);
    QObject::connect(&stopSignals, &StopSignals::received, &window, &MainWindow::quit);
    if (lcStart().isDebugEnabled())
        new FirstPaint(&window);
    window.show();
    if (!instance.isTaken()) {
        listenForRaise(folders.store, &window, [&window] {
            window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
            window.show();
            window.raise();
            window.activateWindow();
        });
    }
    return QApplication::exec();
}

int showProblems(int argc, char **argv, const QString &fileName,
                 const QList<ConfigurationProblem> &problems)
{
    const auto application = makeApplication(argc, argv, [] { std::_Exit(ExitUsage); });
    Settings settings;
    Theme theme;
    applyLook(theme, settings);
    const StopSignals stopSignals;
    ProblemSheet sheet(fileName, problems);
    QObject::connect(&stopSignals, &StopSignals::received, &sheet, &QDialog::reject);
    sheet.exec();
    return ExitUsage;
}

int showTaken(int argc, char **argv, const QString &fileName, qint64 other)
{
    const auto application = makeApplication(argc, argv, [] { std::_Exit(ExitNotStarted); });
    Settings settings;
    Theme theme;
    applyLook(theme, settings);
    const StopSignals stopSignals;
    QMessageBox box(QMessageBox::Warning, QApplication::translate("Instance", "Signalbox"),
                    QApplication::translate("Instance", "Signalbox is running already"));
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(
        QApplication::translate(
            "Instance",
            "Process %1 uses the configuration %2, and has no window to show. End that process, or "
            "start this one with the name of another configuration file.")
            .arg(QString::number(other), visibleText(fileName)));
    QObject::connect(&stopSignals, &StopSignals::received, &box, &QDialog::reject);
    box.exec();
    return ExitNotStarted;
}

QString askForFile(int argc, char **argv, const QString &fileName)
{
    const auto application = makeApplication(argc, argv, [] { std::_Exit(ExitUsage); });
    Settings settings;
    Theme theme;
    applyLook(theme, settings);
    const StopSignals stopSignals;
    QMessageBox box(QMessageBox::Question, QApplication::translate("Start", "Signalbox"),
                    QApplication::translate("Start", "There is no configuration file %1")
                        .arg(visibleText(QFileInfo(fileName).fileName())));
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(
        QApplication::translate("Start", "It was looked for as %1.")
            .arg(visibleText(QDir::toNativeSeparators(QFileInfo(fileName).absoluteFilePath()))));
    const QString nearest = nearestFile(fileName);
    const QPushButton *use =
        nearest.isEmpty()
            ? nullptr
            : box.addButton(
                QApplication::translate("Start", "Open %1")
                    .arg(visibleText(QFileInfo(nearest).fileName()).replace(u'&', u"&&"_s)),
                QMessageBox::AcceptRole);
    const QPushButton *begin =
        box.addButton(QApplication::translate("Start", "Begin a new one"), QMessageBox::ActionRole);
    QPushButton *close = box.addButton(QMessageBox::Close);
    box.setEscapeButton(close);
    box.setDefaultButton(close);
    QObject::connect(&stopSignals, &StopSignals::received, &box, &QDialog::reject);
    box.exec();
    return box.clickedButton() == nullptr ? QString()
           : box.clickedButton() == use   ? nearest
           : box.clickedButton() == begin ? fileName
                                          : QString();
}

} // namespace Signalbox
