#pragma once

#include "histogram.h"
#include "loadclient.h"
#include "loadoptions.h"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace Signalbox::Load {

/// One run: opens the clients, sends at the given rate, waits for what is under way, closes. One
/// thread; the latency of a delivery is from the call that sent it to its arrival here.
class LoadRun final : public LoadSink
{
public:
    explicit LoadRun(const LoadOptions &options);
    ~LoadRun() override;

    /// Runs to its end, at most options.seconds and half a minute. False when not every client
    /// could connect, or the server is not there.
    bool run();
    std::string report() const; ///< one JSON object

    void opened() override;
    void received(std::string_view text) override;
    void closed(int code) override;

private:
    using Clock = std::chrono::steady_clock;

    bool connectAll();
    void sendFor(std::chrono::seconds duration);
    void sendOne();
    void drain();
    void closeAll();
    void turn(std::chrono::milliseconds wait);
    void watch(size_t index, bool add);
    void lose(size_t index, bool wasOpen);
    std::uint64_t expectedFor(size_t sender) const;
    std::string gridReport() const;
    std::int64_t nowMicroseconds() const;

    LoadOptions m_options;
    std::vector<std::unique_ptr<LoadClient>> m_clients;
    std::vector<bool> m_watchesWrite;
    int m_epoll = -1;
    Clock::time_point m_begin;
    size_t m_nextSender = 0;
    size_t m_reader = 0; ///< the client that is reading
    int m_inFlight = 0;
    int m_open = 0;
    int m_failed = 0;
    bool m_closing = false;
    std::uint64_t m_lost = 0;
    std::uint64_t m_sent = 0;
    std::uint64_t m_skipped = 0;
    std::uint64_t m_expected = 0;
    std::uint64_t m_delivered = 0;
    std::uint64_t m_strange = 0;
    std::vector<std::int64_t> m_arrivals; ///< of what the server sent the first client by itself
    std::uint64_t m_bytes = 0;
    double m_connectSeconds = 0;
    double m_sendSeconds = 0;
    std::map<int, int> m_refusals;
    std::map<int, int> m_closeCodes;
    Histogram m_latency;
};

} // namespace Signalbox::Load
