#pragma once

#include "core/log/feed.h"
#include "ui/widgets/turn.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace Signalbox {

class ClientDirectory;
class Server;

/// Brings what happened on the server's threads into the window: 25 times a second the feed, ten
/// times while more comes than anybody reads, in slices; four times a second the counters. Nothing
/// else in the window polls. The window's thread.
class FeedPump final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FeedPump)
public:
    FeedPump(Server &server, ClientDirectory &directory, QObject *parent = nullptr);

    void start();
    /// When to look next, after a look that brought `entries` of the log in `interval`.
    static std::chrono::milliseconds intervalAfter(qsizetype entries,
                                                   std::chrono::milliseconds interval);

Q_SIGNALS:
    /// Comes after the directory has heard who joined and left. `isMoreComing`: in a moment, so
    /// that these need not be painted by themselves.
    void logged(const Signalbox::LogEntries &entries, bool isMoreComing);
    void ticked(const Signalbox::Totals &totals);

private:
    void onTimeout();
    void look();
    void handOver();

    Server &m_server;
    ClientDirectory &m_directory;
    LogEntries m_rest; ///< of the last look
    QDeadlineTimer m_paint; ///< then what has come is painted, though more is coming
    QTimer m_feedTimer{this};
    Turn m_feedTurn{this};
    QTimer m_tickTimer{this};
    Turn m_tickTurn{this};
};

} // namespace Signalbox
