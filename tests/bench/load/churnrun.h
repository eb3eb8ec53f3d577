#pragma once

#include "clientset.h"
#include "loadoptions.h"
#include "serverprobe.h"

#include <string>
#include <vector>

namespace Signalbox::Load {

/// Clients that connect, upgrade, close, and begin anew, each as soon as the server has ended its
/// connection.
class ChurnRun final : public LoadSink
{
public:
    explicit ChurnRun(const LoadOptions &options);

    /// False when no connection came to its end.
    bool run();
    std::string report() const; ///< one JSON object

    void opened() override { m_openedNow = true; }
    void received(std::string_view) override {}
    void closed(int) override { m_closedNow = true; }

private:
    void start(size_t index);

    LoadOptions m_options;
    ServerProbe m_server;
    ClientSet m_clients;
    std::vector<bool> m_isClosed; ///< by client: the server's close frame has come
    bool m_openedNow = false; ///< to the client whose turn it is
    bool m_closedNow = false;
    std::uint64_t m_complete = 0; ///< connected, upgraded, and closed by both
    std::uint64_t m_failed = 0;
    double m_seconds = 0;
    std::chrono::nanoseconds m_cpu{};
};

} // namespace Signalbox::Load
