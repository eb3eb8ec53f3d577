#pragma once

#include "core/routes/routetable.h"
#include "core/routes/scriptvalues.h"
#include "core/values/clientid.h"
#include "core/values/logentry.h"

#include <functional>
#include <mutex>
#include <vector>

namespace Signalbox {

/// Why a route runs: what its log entries tell, and what its sends inherit.
struct RouteCause
{
    QString route; ///< its name
    quint64 sequence = 0; ///< of the log entry that led to it
    ClientId client; ///< the sender; null: none
    QString clientName;
    QString endpoint;
    QString path;
    QString timer; ///< name of the timer or schedule whose script it is; empty: none
    int shard = -1; ///< which of the server's: the client's, or the HTTP connection's; -1: none
    ClientMessage message; ///< Message only
    bool isMessage = false;
    LogKind kind = LogKind::Out; ///< of the entries of what it sends
    bool tellSender = false; ///< when its message is not passed on
};

/// What a shard has for the server's thread.
struct RouteCall
{
    enum class Kind : quint8 {
        Run, ///< a script
        Join, ///< a client, for clients()
        Leave,
        TooSlow, ///< rules ran out of time
    };
    Kind kind = Kind::Run;
    RouteId route = 0;
    ScriptEvent event{}; ///< Join: `client` is what clients() tells of it, `path` where it is
    RouteCause cause{};
    quint64 request = 0; ///< of the shard's HTTP connections; 0: none waits for an answer
    QString problem{}; ///< TooSlow: which rule, and what it could not do
};

/// Carries calls from the shards to the server's thread, many at a time. Thread-safe.
class RouteInbox
{
public:
    /// `wake` is called, in any thread, when calls have come into an empty inbox; it must not call
    /// back. Without it calls are not kept.
    void setWake(std::function<void()> wake)
    {
        const std::scoped_lock lock(m_mutex);
        m_wake = std::move(wake);
        m_calls.clear();
    }
    void push(RouteCall &&call)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_wake)
            return;
        m_calls.push_back(std::move(call));
        if (m_calls.size() == 1)
            m_wake();
    }
    std::vector<RouteCall> take()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_calls, {});
    }

private:
    std::function<void()> m_wake;
    std::mutex m_mutex;
    std::vector<RouteCall> m_calls;
};

} // namespace Signalbox
