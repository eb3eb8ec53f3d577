#pragma once

#include "clientset.h"
#include "histogram.h"
#include "loadoptions.h"
#include "serverprobe.h"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace Signalbox::Load {

/// One run: opens the clients, sends at the given rate or as fast as deliveries come, waits for
/// what is under way, closes. One thread; the latency of a delivery is from the call that sent it
/// to its arrival here.
class LoadRun final : public LoadSink
{
public:
    explicit LoadRun(const LoadOptions &options);

    /// Runs to its end, at most options.duration, options.warmUp and a minute and a half. False
    /// when not every client could connect, or the server is not there.
    bool run();
    std::string report() const; ///< one JSON object

    void opened() override;
    void received(std::string_view text) override;
    void counted(std::size_t bytes) override { m_countedBytes += bytes; }
    void closed(int code) override;

private:
    using Clock = std::chrono::steady_clock;

    /// A message of a closed loop: the next is sent when all its copies have come.
    struct Slot
    {
        size_t sender = 0;
        std::uint64_t left = 0; ///< copies that are still to come
    };

    bool connectAll();
    void sendAll();
    void sendByRate();
    void sendAsTheyCome();
    void beginMeasuring();
    void endMeasuring();
    bool sendOne(size_t sender, size_t slot);
    void drain();
    void closeAll();
    void turn(std::chrono::milliseconds wait);
    void lose(size_t index);
    std::uint64_t expectedFor(size_t sender) const;
    std::int64_t nowMicroseconds() const;
    std::uint64_t delivered() const; ///< counted ones too

    LoadOptions m_options;
    ServerProbe m_server;
    ClientSet m_clients;
    std::vector<bool> m_isOpen; ///< by client
    std::vector<Slot> m_slots;
    std::vector<size_t> m_ready; ///< slots that can send again
    Clock::time_point m_begin;
    bool m_openedNow = false; ///< the client whose turn it is was upgraded in it
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
    std::uint64_t m_countedBytes = 0; ///< of frames, heads and all
    double m_connectSeconds = 0;
    double m_sendSeconds = 0;
    Clock::time_point m_measuringSince;
    double m_measuredSeconds = 0;
    std::uint64_t m_measured = 0; ///< deliveries while measuring
    std::chrono::nanoseconds m_cpu{}; ///< of the server, while measuring
    std::uint64_t m_residentBefore = 0; ///< KiB: before the first client
    std::uint64_t m_residentConnected = 0; ///< with all of them
    std::map<int, int> m_refusals;
    std::map<int, int> m_closeCodes;
    Histogram m_latency;
};

} // namespace Signalbox::Load
