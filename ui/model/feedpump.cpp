#include "ui/model/feedpump.h"

#include "core/server/server.h"
#include "ui/model/clientdirectory.h"
#include "ui/widgets/timeslice.h"

#include <utility>

namespace Signalbox {

using namespace std::chrono_literals;

namespace {

constexpr auto FeedInterval = 40ms;
constexpr auto FloodInterval = 100ms;
constexpr qsizetype Readable = 100; // entries a second
constexpr int EntriesAtOnce = 2'000;
constexpr auto TickInterval = 250ms;

} // namespace

FeedPump::FeedPump(Server &server, ClientDirectory &directory, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_directory(directory)
{
    m_feedTimer.setInterval(FeedInterval);
    m_tickTimer.setInterval(TickInterval);
    connect(&m_feedTimer, &QTimer::timeout, this, &FeedPump::onTimeout);
    connect(&m_feedTurn, &Turn::came, this, &FeedPump::look);
    connect(&m_tickTimer, &QTimer::timeout, &m_tickTurn, &Turn::ask);
    connect(&m_tickTurn, &Turn::came, this, [this] { Q_EMIT ticked(m_server.totals()); });
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

void FeedPump::onTimeout()
{
    if (!m_feedTurn.isWaiting())
        return m_feedTurn.ask();
    // The window's events leave no room for turns, but what waits on the server's side is bounded.
    m_feedTurn.cancel();
    look();
}

void FeedPump::look()
{
    if (!m_rest.isEmpty())
        return handOver();
    FeedBatch batch = m_server.takeFeed();
    const auto interval = intervalAfter(batch.entries.size(), m_feedTimer.intervalAsDuration());
    if (interval != m_feedTimer.intervalAsDuration())
        m_feedTimer.setInterval(interval);
    if (batch.isEmpty())
        return;
    m_directory.apply(batch);
    m_rest = std::move(batch.entries);
    m_paint.setRemainingTime(FloodInterval);
    if (!m_rest.isEmpty())
        handOver();
}

/// For a time slice; what is left then waits for the next turn.
void FeedPump::handOver()
{
    TimeSlice slice;
    do {
        const LogEntries part = m_rest.takeFirst(EntriesAtOnce);
        const bool isPainted = m_rest.isEmpty() || m_paint.hasExpired();
        if (isPainted)
            m_paint.setRemainingTime(FloodInterval);
        Q_EMIT logged(part, !isPainted);
    } while (!m_rest.isEmpty() && !slice.isOver(EntriesAtOnce));
    if (!m_rest.isEmpty())
        m_feedTurn.ask();
}

} // namespace Signalbox
