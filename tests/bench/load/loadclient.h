#pragma once

#include "loadstream.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace Signalbox::Load {

/// What a client tells the run.
class LoadSink
{
public:
    virtual ~LoadSink() = default;
    virtual void opened() = 0;
    virtual void received(std::string_view text) = 0;
    virtual void counted(std::size_t bytes) = 0; ///< by a client that only counts
    virtual void closed(int code) = 0; ///< a close frame came
};

/// One WebSocket client, ws or wss (RFC 6455 without extensions). Keeps at most one incomplete
/// frame and what the kernel did not take.
class LoadClient
{
public:
    enum class State : std::uint8_t { Idle, Connecting, Upgrading, Open, Closed };

    LoadClient() = default;
    LoadClient(const LoadClient &) = delete;
    LoadClient &operator=(const LoadClient &) = delete;

    /// Begins to connect; false when the system refuses even that. Also after the connection is
    /// over.
    bool start(std::uint16_t port, bool tls, const std::string &path);
    int descriptor() const { return m_stream.descriptor(); }
    State state() const { return m_state; }
    /// Status of the refused upgrade, 0 if it never came to that.
    int refusal() const { return m_refusal; }

    /// From its upgrade on it does not look at what it gets, and answers no ping.
    void onlyCount() { m_onlyCounts = true; }

    /// Reads and writes what can be, at most 256 KiB in one go. False when the connection is over.
    bool readable(LoadSink &sink);
    bool writable();
    bool wantsWrite() const
    {
        return m_state == State::Connecting ? !m_stream.waitsForBytes() : !m_output.empty();
    }

    /// Sends one masked text frame. False when an earlier one still waits in full: nothing is sent.
    bool send(std::string_view text);
    void close(); ///< sends close 1000; the peer ends the connection

private:
    void appendFrame(unsigned opcode, std::string_view payload);
    bool flush();
    bool count(LoadSink &sink);
    bool takeResponse(LoadSink &sink);
    bool takeFrames(LoadSink &sink);
    void drop();

    LoadStream m_stream;
    State m_state = State::Idle;
    int m_refusal = 0;
    bool m_closeSent = false;
    bool m_onlyCounts = false;
    std::uint32_t m_mask = 0x9e3779b9;
    std::string m_request;
    std::string m_input;
    std::string m_output;
};

} // namespace Signalbox::Load
