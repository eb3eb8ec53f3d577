#include "ui/feedpump.h"

#include "core/server/server.h"
#include "ui/clients/clientdirectory.h"

#include <chrono>

namespace Signalbox {

using namespace std::chrono_literals;

namespace {

constexpr auto FeedInterval = 40ms;
constexpr auto FloodInterval = 100ms;
constexpr qsizetype FloodEntries = 1'000; // between two looks
constexpr auto TickInterval = 250ms;

} // namespace

FeedPump::FeedPump(Server &server, ClientDirectory &directory, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_directory(directory)
{
    m_feedTimer.setInterval(FeedInterval);
    m_tickTimer.setInterval(TickInterval);
    connect(&m_feedTimer, &QTimer::timeout, this, &FeedPump::pump);
    connect(&m_tickTimer, &QTimer::timeout, this, [this] { Q_EMIT ticked(m_server.totals()); });
}

void FeedPump::start()
{
    m_server.setFeedWanted(true);
    m_feedTimer.start();
    m_tickTimer.start();
}

void FeedPump::pump()
{
    const FeedBatch batch = m_server.takeFeed();
    // Of a flood samples are shown, which nobody reads faster: it leaves the processor to others.
    const auto interval = batch.entries.size() > FloodEntries ? FloodInterval : FeedInterval;
    if (interval != m_feedTimer.intervalAsDuration())
        m_feedTimer.setInterval(interval);
    if (batch.isEmpty())
        return;
    m_directory.apply(batch);
    if (!batch.entries.isEmpty())
        Q_EMIT logged(batch.entries);
}

} // namespace Signalbox
