#include "ui/feedpump.h"

#include "core/server/server.h"
#include "ui/clients/clientdirectory.h"
#include "ui/widgets/timeslice.h"

#include <utility>

namespace Signalbox {

using namespace std::chrono_literals;

namespace {

constexpr auto FeedInterval = 40ms;
constexpr auto FloodInterval = 100ms;
constexpr qsizetype Readable = 100; // entries a second
constexpr int EntriesAtOnce = 4'000;
constexpr auto TickInterval = 250ms;

} // namespace

FeedPump::FeedPump(Server &server, ClientDirectory &directory, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_directory(directory)
{
    m_feedTimer.setInterval(FeedInterval);
    m_tickTimer.setInterval(TickInterval);
    m_restTimer.setInterval(0);
    m_restTimer.setSingleShot(true);
    connect(&m_feedTimer, &QTimer::timeout, this, &FeedPump::look);
    connect(&m_restTimer, &QTimer::timeout, this, &FeedPump::handOver);
    connect(&m_tickTimer, &QTimer::timeout, this, [this] { Q_EMIT ticked(m_server.totals()); });
}

void FeedPump::start()
{
    m_server.setFeedWanted(true);
    m_feedTimer.start();
    m_tickTimer.start();
}

std::chrono::milliseconds FeedPump::intervalAfter(qsizetype entries,
                                                  std::chrono::milliseconds interval)
{
    // Each look that brings something paints: of what nobody can read, ten pictures a second are
    // enough, and they leave the processor to others.
    return entries * 1'000 > Readable * interval.count() ? FloodInterval : FeedInterval;
}

void FeedPump::look()
{
    if (!m_rest.isEmpty())
        return; // what comes waits on the server's side, which is bounded
    FeedBatch batch = m_server.takeFeed();
    const auto interval = intervalAfter(batch.entries.size(), m_feedTimer.intervalAsDuration());
    if (interval != m_feedTimer.intervalAsDuration())
        m_feedTimer.setInterval(interval);
    if (batch.isEmpty())
        return;
    m_directory.apply(batch);
    m_rest = std::move(batch.entries);
    if (!m_rest.isEmpty())
        handOver();
}

/// For a time slice; what is left then waits for a later event.
void FeedPump::handOver()
{
    TimeSlice slice;
    do
        Q_EMIT logged(m_rest.takeFirst(EntriesAtOnce));
    while (!m_rest.isEmpty() && !slice.isOver(EntriesAtOnce));
    if (!m_rest.isEmpty())
        m_restTimer.start();
}

} // namespace Signalbox
