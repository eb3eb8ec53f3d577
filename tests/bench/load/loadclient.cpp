#include "loadclient.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

using namespace std::literals;

namespace Signalbox::Load {

namespace {

constexpr size_t MaxWaiting = 256 * 1024;
constexpr size_t MaxReadAtOnce = 256 * 1024;
constexpr size_t MaxHead = 16 * 1024;

constexpr unsigned OpText = 0x1;
constexpr unsigned OpClose = 0x8;
constexpr unsigned OpPing = 0x9;
constexpr unsigned OpPong = 0xa;

std::uint64_t bigEndian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (const char c : bytes)
        value = value << 8 | std::uint8_t(c);
    return value;
}

} // namespace

void LoadClient::drop()
{
    m_stream.close();
    m_state = State::Closed;
}

bool LoadClient::start(std::uint16_t port, bool tls, const std::string &path)
{
    m_input.clear();
    m_output.clear();
    m_refusal = 0;
    m_closeSent = false;
    if (!m_stream.start(port, tls))
        return false;
    m_state = State::Connecting;
    m_request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port)
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nUser-Agent: signalbox_load\r\n"
                  "\r\n";
    return true;
}

bool LoadClient::writable()
{
    if (m_state == State::Connecting) {
        const LoadStream::Progress progress = m_stream.finishConnecting();
        if (progress == LoadStream::Progress::Failed)
            drop();
        if (progress != LoadStream::Progress::Done)
            return progress == LoadStream::Progress::Again;
        m_state = State::Upgrading;
        m_output = std::move(m_request);
    }
    return flush();
}

bool LoadClient::flush()
{
    while (!m_output.empty()) {
        const ssize_t sent = m_stream.write(m_output.data(), m_output.size());
        if (sent < 0) {
            if (errno == EINTR)
                continue;
            if (errno == EAGAIN || errno == EWOULDBLOCK)
                return true;
            drop();
            return false;
        }
        m_output.erase(0, size_t(sent));
    }
    return true;
}

void LoadClient::appendFrame(unsigned opcode, std::string_view payload)
{
    m_output += char(0x80U | opcode);
    if (payload.size() < 126) {
        m_output += char(0x80U | payload.size());
    } else if (payload.size() < 65'536) {
        m_output += char(0x80U | 126U);
        m_output += char(payload.size() >> 8);
        m_output += char(payload.size() & 0xff);
    } else {
        m_output += char(0x80U | 127U);
        for (int shift = 56; shift >= 0; shift -= 8)
            m_output += char(std::uint64_t(payload.size()) >> shift & 0xff);
    }
    m_mask = m_mask * 1664525U + 1013904223U;
    const std::array<char, 4> mask{char(m_mask), char(m_mask >> 8), char(m_mask >> 16),
                                   char(m_mask >> 24)};
    m_output.append(mask.data(), mask.size());
    for (size_t i = 0; i < payload.size(); ++i)
        m_output += char(payload[i] ^ mask[i % mask.size()]);
}

bool LoadClient::send(std::string_view text)
{
    if (m_state != State::Open || m_output.size() > MaxWaiting)
        return false;
    appendFrame(OpText, text);
    return flush();
}

void LoadClient::close()
{
    if (m_state != State::Open || std::exchange(m_closeSent, true))
        return;
    appendFrame(OpClose, "\x03\xe8"sv);
    flush();
}

bool LoadClient::count(LoadSink &sink)
{
    const ssize_t got = m_stream.skip(MaxReadAtOnce);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
    if (got == 0)
        drop();
    else
        sink.counted(size_t(got));
    return got > 0;
}

bool LoadClient::readable(LoadSink &sink)
{
    if (m_onlyCounts && m_state == State::Open && !m_closeSent)
        return count(sink);
    std::array<char, 64 * 1024> buffer;
    for (size_t total = 0; total < MaxReadAtOnce || m_stream.hasTls();) {
        const ssize_t got = m_stream.read(buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return true;
        if (got <= 0) {
            drop();
            return false;
        }
        total += size_t(got);
        m_input.append(buffer.data(), size_t(got));
        if ((m_state == State::Upgrading && !takeResponse(sink))
            || (m_state == State::Open && !takeFrames(sink))) {
            drop();
            return false;
        }
        // TLS gives one record at a time, and epoll does not know of those it has read already.
        if (size_t(got) < buffer.size() && !m_stream.hasTls())
            return true;
    }
    return true;
}

bool LoadClient::takeResponse(LoadSink &sink)
{
    const size_t end = m_input.find("\r\n\r\n");
    if (end == std::string::npos)
        return m_input.size() <= MaxHead;
    const std::string_view status = std::string_view(m_input).substr(0, end);
    if (!status.starts_with("HTTP/1.1 101 "sv)) {
        m_refusal = status.size() > 12 ? std::atoi(m_input.c_str() + 9) : 0;
        return false;
    }
    m_input.erase(0, end + 4);
    m_state = State::Open;
    sink.opened();
    return true;
}

bool LoadClient::takeFrames(LoadSink &sink)
{
    std::string_view rest = m_input;
    bool alive = true;
    while (alive && rest.size() >= 2) {
        const auto opcode = unsigned(rest[0]) & 0x0fU;
        std::uint64_t length = std::uint8_t(rest[1]) & 0x7fU;
        const size_t lengthBytes = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (rest.size() < 2 + lengthBytes)
            break;
        if (lengthBytes > 0)
            length = bigEndian(rest.substr(2, lengthBytes));
        if (rest.size() < 2 + lengthBytes + length)
            break;
        const std::string_view payload = rest.substr(2 + lengthBytes, length);
        if (opcode == OpText) {
            sink.received(payload);
        } else if (opcode == OpPing) {
            appendFrame(OpPong, payload);
            alive = flush();
        } else if (opcode == OpClose) {
            sink.closed(payload.size() >= 2 ? int(bigEndian(payload.substr(0, 2))) : 1005);
            if (!std::exchange(m_closeSent, true))
                appendFrame(OpClose, payload.substr(0, 2));
            alive = flush(); // the server ends the connection (RFC 6455 section 7.1.1)
        }
        rest.remove_prefix(2 + lengthBytes + length);
    }
    m_input.erase(0, m_input.size() - rest.size());
    return alive;
}

} // namespace Signalbox::Load
