#pragma once

#include "clientset.h"
#include "loadoptions.h"
#include "serverprobe.h"

#include <chrono>
#include <string>
#include <vector>

namespace Signalbox::Load {

/// Clients that connect, upgrade, close, and begin anew, each as soon as the server has ended its
/// connection. All of them do so as fast as they can, or some a second, those that have been there
/// longest, while the others stay.
class ChurnRun final : public LoadSink
{
public:
    explicit ChurnRun(const LoadOptions &options);

    /// False when no connection came to its end.
    bool run();
    std::string report() const; ///< one JSON object

    void opened() override { m_openedNow = true; }
    void received(std::string_view) override {}
    void counted(std::size_t) override {}
    void closed(int) override { m_closedNow = true; }

private:
    using Clock = std::chrono::steady_clock;

    enum class State : std::uint8_t { Gone, Opening, Open, Leaving };

    void start(size_t index);
    void startMore();
    void setState(size_t index, State state);
    void leave(size_t index);
    void replaceSome(Clock::time_point now);
    void served(size_t index, bool alive);

    LoadOptions m_options;
    ServerProbe m_server;
    ClientSet m_clients;
    std::vector<bool> m_isClosed; ///< by client: the server's close frame has come
    std::vector<State> m_states; ///< by client
    size_t m_started = 0; ///< clients that have begun for the first time
    int m_opening = 0; ///< clients that are not upgraded yet
    Clock::time_point m_replacingSince{};
    std::uint64_t m_replaced = 0;
    size_t m_next = 0; ///< to be replaced
    bool m_openedNow = false; ///< to the client whose turn it is
    bool m_closedNow = false;
    std::uint64_t m_complete = 0; ///< connected, upgraded, and closed by both
    std::uint64_t m_failed = 0;
    double m_seconds = 0;
    std::chrono::nanoseconds m_cpu{};
};

} // namespace Signalbox::Load
