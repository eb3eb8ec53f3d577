#pragma once

#include "loadclient.h"

#include <array>
#include <chrono>
#include <memory>
#include <sys/epoll.h>
#include <vector>

namespace Signalbox::Load {

/// Clients and the epoll set that watches them.
class ClientSet
{
public:
    explicit ClientSet(size_t count);
    ClientSet(const ClientSet &) = delete;
    ClientSet &operator=(const ClientSet &) = delete;
    ~ClientSet();

    bool isValid() const { return m_epoll >= 0; }
    size_t size() const { return m_clients.size(); }
    LoadClient &operator[](size_t index) { return *m_clients[index].client; }
    /// Whose turn it is, while turn() lets clients read.
    size_t serving() const { return m_serving; }
    /// From its upgrade on, this one never reads.
    void makeDeaf(size_t index) { m_clients[index].isDeaf = true; }

    /// Watches for what a client wants now; to be called after each call that may change that.
    void watch(size_t index);
    /// Waits for events and lets clients read and write. Calls `done(index, alive)` for each client
    /// that had its turn; one that is not alive is not watched any more.
    template<typename Done>
    void turn(std::chrono::milliseconds wait, LoadSink &sink, Done done)
    {
        std::array<epoll_event, 256> events;
        const int count =
            ::epoll_wait(m_epoll, events.data(), int(events.size()), int(wait.count()));
        for (int i = 0; i < count; ++i) {
            const auto index = size_t(events[size_t(i)].data.u64);
            m_serving = index;
            const bool alive = serve(index, events[size_t(i)].events, sink);
            if (alive)
                watch(index);
            else
                m_clients[index].watched = 0; // closing took it out of the set
            done(index, alive);
        }
    }

private:
    struct Place
    {
        std::unique_ptr<LoadClient> client;
        unsigned watched = 0; ///< epoll events; 0: not in the set
        bool isDeaf = false;
    };
    bool serve(size_t index, unsigned events, LoadSink &sink);

    std::vector<Place> m_clients;
    size_t m_serving = 0;
    int m_epoll;
};

} // namespace Signalbox::Load
