#include "app/stopsignals.h"

#include <QSocketNotifier>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace Signalbox {

namespace {

int pair[2] = {-1, -1}; // a signal handler may write, and little else

void onSignal(int number)
{
    const char byte = char(number);
    [[maybe_unused]] const auto written = ::write(pair[0], &byte, 1);
}

} // namespace

StopSignals::StopSignals(QObject *parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        qFatal("cannot make a socket pair");
    auto *notifier = new QSocketNotifier(pair[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(pair[1], &byte, 1) != 1)
            return;
        if (const bool isFirst = !std::exchange(m_isHeard, true); isFirst || byte != SIGHUP)
            Q_EMIT received();
    });
    struct sigaction action
    {
    };
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    struct sigaction before
    {
    };
    sigaction(SIGHUP, nullptr, &before);
    if (before.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &action, nullptr);
}

StopSignals::~StopSignals()
{
    // whoever asked once more is about to have what he wants, and with the right exit status
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGTERM, SIG_IGN);
    std::signal(SIGHUP, SIG_IGN);
    ::close(pair[0]);
    ::close(pair[1]);
}

} // namespace Signalbox
