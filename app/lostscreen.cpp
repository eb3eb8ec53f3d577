#include "app/lostscreen.h"

#include <QCoreApplication>
#include <QString>
#include <QThread>

#include <cstdlib>
#include <utility>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

std::function<void()> whatToDo;
QtMessageHandler otherHandler = nullptr;

void end()
{
    if (QThread::currentThread() != QCoreApplication::instance()->thread())
        return;
    if (const auto todo = std::exchange(whatToDo, nullptr))
        todo();
}

/// Qt says so right before it ends the program; that everything is still there then makes this
/// better than the way through exit(), on which other libraries have cleaned up already.
void onScreenMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    otherHandler(type, context, text);
    if (text.startsWith("The X11 connection broke"_L1)
        || text.startsWith("The Wayland connection "_L1))
        end();
}

/// Xlib ends the program without a word to Qt.
void onExit()
{
    if (whatToDo)
        end();
}

} // namespace

LostScreen::LostScreen(std::function<void()> todo)
{
    static const bool isRegistered = std::atexit(onExit) == 0;
    Q_UNUSED(isRegistered)
    whatToDo = std::move(todo);
    otherHandler = qInstallMessageHandler(onScreenMessage);
}

LostScreen::~LostScreen()
{
    qInstallMessageHandler(otherHandler);
    whatToDo = nullptr;
}

} // namespace Signalbox
