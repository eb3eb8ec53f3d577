#include "app/stopsignals.h"

#include <QMetaObject>

#include <windows.h>

namespace Signalbox {

namespace {

StopSignals *current = nullptr;

BOOL WINAPI onControl(DWORD)
{
    if (current)
        QMetaObject::invokeMethod(current, &StopSignals::received, Qt::QueuedConnection);
    return current != nullptr;
}

} // namespace

StopSignals::StopSignals(QObject *parent)
    : QObject(parent)
{
    current = this;
    SetConsoleCtrlHandler(onControl, TRUE);
}

StopSignals::~StopSignals()
{
    SetConsoleCtrlHandler(onControl, FALSE);
    current = nullptr;
}

} // namespace Signalbox
