// The floor: what the system calls cost that every server has to make. Reads what comes, and writes
// the text of each message to all clients (or back to its sender) in a bare loop of write(). It
// parses no JSON, checks nothing, and keeps no queue: it knows exactly what the load generator
// sends.
//
//   signalbox_floor [--batched]    batched: what came in one read leaves in one write per client

#include "handshake.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace std::literals;

namespace {

constexpr auto Before = "{\"message\":\""sv;
constexpr auto DirectEnd = "\",\"direct\":true}"sv;
constexpr auto BroadcastEnd = "\"}"sv;

struct Connection
{
    int descriptor = -1;
    size_t index = 0;
    bool isOpen = false;
    std::string input; ///< an incomplete head or frame
};

class Floor
{
public:
    explicit Floor(bool batched)
        : m_batched(batched)
    {
    }
    int run();

private:
    void acceptAll();
    void readable(Connection &connection);
    bool consume(Connection &connection, std::string &input);
    void message(Connection &from, std::string_view text);
    void flush();
    void drop(Connection &connection);
    static void write(int descriptor, std::string_view bytes);

    bool m_batched;
    int m_epoll = -1;
    int m_listener = -1;
    std::vector<std::unique_ptr<Connection>> m_connections;
    std::vector<std::unique_ptr<Connection>> m_gone; ///< events of this round may still name them
    std::string m_batch;
};

void Floor::write(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t n = ::write(descriptor, bytes.data(), bytes.size());
        if (n > 0) {
            bytes.remove_prefix(size_t(n));
        } else if (n < 0 && errno == EAGAIN) {
            pollfd room{descriptor, POLLOUT, 0};
            ::poll(&room, 1, 1000);
        } else {
            return; // reading tells
        }
    }
}

void Floor::acceptAll()
{
    for (;;) {
        const int descriptor =
            ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0)
            return;
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        auto connection = std::make_unique<Connection>();
        connection->descriptor = descriptor;
        connection->index = m_connections.size();
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = connection.get();
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
        m_connections.push_back(std::move(connection));
    }
}

void Floor::drop(Connection &connection)
{
    ::close(connection.descriptor);
    connection.descriptor = -1;
    const size_t index = connection.index;
    m_connections.back()->index = index;
    std::swap(m_connections[index], m_connections.back());
    m_gone.push_back(std::move(m_connections.back()));
    m_connections.pop_back();
}

void Floor::readable(Connection &connection)
{
    static std::array<char, 256 * 1024> buffer;
    const ssize_t n = ::read(connection.descriptor, buffer.data(), buffer.size());
    if (n < 0 && errno == EAGAIN)
        return;
    if (n <= 0)
        return drop(connection);
    connection.input.append(buffer.data(), size_t(n));
    if (!consume(connection, connection.input))
        return drop(connection);
    if (m_batched)
        flush();
}

bool Floor::consume(Connection &connection, std::string &input)
{
    size_t used = 0;
    if (!connection.isOpen) {
        const size_t end = input.find("\r\n\r\n");
        if (end == std::string::npos)
            return true;
        const auto answer =
            Signalbox::Bench::handshakeAnswer(std::string_view(input).substr(0, end + 2));
        if (!answer)
            return false;
        write(connection.descriptor, *answer);
        connection.isOpen = true;
        used = end + 4;
    }
    while (input.size() - used >= 6) {
        const char *frame = input.data() + used;
        size_t length = std::uint8_t(frame[1]) & 0x7fU;
        size_t head = 2;
        if (length == 126) {
            if (input.size() - used < 8)
                break;
            length = size_t(std::uint8_t(frame[2])) << 8 | std::uint8_t(frame[3]);
            head = 4;
        }
        if (input.size() - used < head + 4 + length)
            break;
        char *payload = input.data() + used + head + 4;
        std::uint32_t mask = 0;
        std::memcpy(&mask, payload - 4, 4);
        size_t i = 0;
        for (; i + 4 <= length; i += 4) {
            std::uint32_t word = 0;
            std::memcpy(&word, payload + i, 4);
            word ^= mask;
            std::memcpy(payload + i, &word, 4);
        }
        for (; i < length; ++i)
            payload[i] = char(payload[i] ^ frame[head + i % 4]);
        used += head + 4 + length;
        const auto opcode = unsigned(frame[0]) & 0x0fU;
        if (opcode == 8) {
            write(connection.descriptor, "\x88\x02\x03\xe8"sv);
            return false;
        }
        if (opcode == 1)
            message(connection, {payload, length});
    }
    input.erase(0, used);
    return true;
}

void Floor::message(Connection &from, std::string_view text)
{
    const bool direct = text.ends_with(DirectEnd);
    text.remove_prefix(Before.size());
    text.remove_suffix(direct ? DirectEnd.size() : BroadcastEnd.size());
    std::string frame = "\x81"s;
    if (text.size() < 126)
        frame += char(text.size());
    else
        frame.append({char(126), char(text.size() >> 8), char(text.size())});
    frame += text;
    if (direct)
        return write(from.descriptor, frame);
    m_batch += frame;
    if (!m_batched)
        flush();
}

void Floor::flush()
{
    if (m_batch.empty())
        return;
    for (const auto &connection : m_connections)
        if (connection->isOpen)
            write(connection->descriptor, m_batch);
    m_batch.clear();
}

int Floor::run()
{
    m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) < 0
        || ::listen(m_listener, 4096) < 0
        || ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) < 0) {
        std::perror("signalbox_floor");
        return 1;
    }
    epoll_event event{};
    event.events = EPOLLIN;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_listener, &event);
    std::printf("listening ws://127.0.0.1:%d/\nready\n", int(ntohs(address.sin_port)));
    std::fflush(stdout);
    std::array<epoll_event, 512> events;
    for (;;) {
        const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            auto *connection = static_cast<Connection *>(events[size_t(i)].data.ptr);
            if (!connection)
                acceptAll();
            else if (connection->descriptor >= 0)
                readable(*connection);
        }
        m_gone.clear();
    }
}

} // namespace

int main(int argc, char **argv)
{
    return Floor(argc > 1 && argv[1] == "--batched"sv).run();
}
