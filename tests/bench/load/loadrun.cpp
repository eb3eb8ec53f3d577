#include "loadrun.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <sys/epoll.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace Signalbox::Load {

namespace {

/// Fewer than the server allows connections that have not upgraded yet.
constexpr int MaxInFlight = 32;
constexpr auto ConnectTime = 20s;
constexpr auto DrainTime = 5s;
constexpr auto CloseTime = 2s;
/// Sends missed because this program was busy are made up for, but not in one burst.
constexpr int MaxSendsPerTurn = 1000;
constexpr std::string_view Mark = "load ";

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::string objectOf(const std::map<int, int> &counts)
{
    std::string text;
    for (const auto &[key, count] : counts)
        text += (text.empty() ? "\"" : ",\"") + std::to_string(key) + "\":" + std::to_string(count);
    return "{" + text + "}";
}

} // namespace

LoadRun::LoadRun(const LoadOptions &options)
    : m_options(options)
    , m_watchesWrite(size_t(options.clients))
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_begin(Clock::now())
{
    for (int i = 0; i < options.clients; ++i)
        m_clients.push_back(std::make_unique<LoadClient>());
}

LoadRun::~LoadRun()
{
    ::close(m_epoll);
}

bool LoadRun::run()
{
    if (m_epoll < 0 || !connectAll())
        return false;
    sendFor(std::chrono::seconds(m_options.seconds));
    drain();
    closeAll();
    return true;
}

std::int64_t LoadRun::nowMicroseconds() const
{
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_begin).count();
}

void LoadRun::opened()
{
    ++m_open;
    --m_inFlight;
}

void LoadRun::received(std::string_view text)
{
    m_bytes += text.size();
    std::int64_t at = 0;
    if (!text.starts_with(Mark)
        || std::from_chars(text.data() + Mark.size(), text.data() + text.size(), at).ec
               != std::errc{}) {
        ++m_strange; // from another client of the same server, or from the server itself
        if (m_options.grid > 0 && m_reader == 0)
            m_arrivals.push_back(nowMicroseconds());
        return;
    }
    ++m_delivered;
    m_latency.add(std::uint64_t(std::max<std::int64_t>(0, nowMicroseconds() - at)));
}

void LoadRun::closed(int code)
{
    ++m_closeCodes[code];
}

void LoadRun::watch(size_t index, bool add)
{
    LoadClient &client = *m_clients[index];
    const bool deaf = int(index) >= m_options.clients - m_options.deaf;
    const bool reads = !deaf || client.state() != LoadClient::State::Open;
    const bool writes = client.wantsWrite();
    if (!add && reads && writes == m_watchesWrite[index])
        return;
    m_watchesWrite[index] = writes;
    epoll_event event{};
    event.events = (reads ? unsigned(EPOLLIN) : 0U) | (writes ? unsigned(EPOLLOUT) : 0U);
    event.data.u64 = index;
    ::epoll_ctl(m_epoll, add ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, client.descriptor(), &event);
}

void LoadRun::lose(size_t index, bool wasOpen)
{
    if (wasOpen) {
        --m_open;
        if (!m_closing)
            ++m_lost;
        return;
    }
    --m_inFlight;
    ++m_failed;
    if (const int status = m_clients[index]->refusal(); status != 0)
        ++m_refusals[status];
}

void LoadRun::turn(std::chrono::milliseconds wait)
{
    std::array<epoll_event, 256> events;
    const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), int(wait.count()));
    for (int i = 0; i < count; ++i) {
        const auto index = size_t(events[size_t(i)].data.u64);
        const unsigned what = events[size_t(i)].events;
        LoadClient &client = *m_clients[index];
        m_reader = index;
        const bool wasOpen = client.state() == LoadClient::State::Open;
        const int openBefore = m_open;
        bool alive = true;
        if ((what & EPOLLOUT) || client.state() == LoadClient::State::Connecting)
            alive = client.writable();
        if (alive && (what & (EPOLLIN | EPOLLHUP | EPOLLERR)))
            alive = client.readable(*this);
        if (alive)
            watch(index, false);
        else
            lose(index, wasOpen || m_open > openBefore);
    }
}

bool LoadRun::connectAll()
{
    const auto begin = Clock::now();
    size_t next = 0;
    while (m_open + m_failed < m_options.clients && Clock::now() - begin < ConnectTime) {
        while (next < m_clients.size() && m_inFlight < MaxInFlight) {
            const std::string &path = m_options.paths[next % m_options.paths.size()];
            if (m_clients[next]->start(m_options.port, path)) {
                ++m_inFlight;
                watch(next, true);
            } else {
                ++m_failed;
            }
            ++next;
        }
        turn(10ms);
    }
    m_connectSeconds = secondsSince(begin);
    return m_open == m_options.clients;
}

std::uint64_t LoadRun::expectedFor(size_t sender) const
{
    const auto readers = size_t(m_options.clients - m_options.deaf);
    const size_t paths = m_options.paths.size();
    switch (m_options.mode) {
    case Mode::Broadcast:
        return readers;
    case Mode::Path:
        // clients i with i % paths == sender % paths
        return (readers - sender % paths + paths - 1) / paths;
    case Mode::Direct:
        return 1;
    case Mode::Nobody:
        break;
    }
    return 0;
}

void LoadRun::sendOne()
{
    const size_t sender = m_nextSender;
    m_nextSender = (m_nextSender + 1) % size_t(m_options.senders);
    std::string text{Mark};
    text += std::to_string(nowMicroseconds());
    text += ' ';
    text.resize(size_t(m_options.size), '.');
    std::string envelope = "{\"message\":\"" + text + '"';
    switch (m_options.mode) {
    case Mode::Broadcast:
        break;
    case Mode::Path:
        envelope += ",\"path\":\"" + m_options.paths[sender % m_options.paths.size()] + '"';
        break;
    case Mode::Direct:
        envelope += ",\"direct\":true";
        break;
    case Mode::Nobody:
        envelope += ",\"clientId\":\"00000000-0000-4000-8000-000000000000\"";
        break;
    }
    envelope += '}';
    const bool wasOpen = m_clients[sender]->state() == LoadClient::State::Open;
    if (m_clients[sender]->send(envelope)) {
        ++m_sent;
        m_expected += expectedFor(sender);
    } else {
        ++m_skipped;
    }
    if (m_clients[sender]->descriptor() >= 0)
        watch(sender, false);
    else if (wasOpen)
        lose(sender, true);
}

void LoadRun::sendFor(std::chrono::seconds duration)
{
    const auto begin = Clock::now();
    const std::chrono::duration<double> whole = duration;
    std::uint64_t done = 0;
    for (std::chrono::duration<double> elapsed{}; elapsed < whole; elapsed = Clock::now() - begin) {
        const auto due = std::uint64_t(elapsed.count() * m_options.rate);
        for (int i = 0; done < due && i < MaxSendsPerTurn; ++i, ++done)
            sendOne();
        turn(2ms);
        if (m_open == 0)
            break;
    }
    m_sendSeconds = secondsSince(begin);
}

void LoadRun::drain()
{
    const auto begin = Clock::now();
    while (m_delivered < m_expected && m_open > 0 && Clock::now() - begin < DrainTime)
        turn(10ms);
}

void LoadRun::closeAll()
{
    m_closing = true;
    for (const auto &client : m_clients)
        client->close();
    const auto begin = Clock::now();
    while (m_open > m_options.deaf && Clock::now() - begin < CloseTime)
        turn(10ms);
}

/// How late each arrival was against a grid through the most punctual of them.
std::string LoadRun::gridReport() const
{
    if (m_arrivals.size() < 2)
        return {};
    std::vector<std::int64_t> late;
    std::int64_t tick = 0;
    for (const std::int64_t at : m_arrivals) {
        const std::int64_t since = at - m_arrivals.front();
        const std::int64_t nearest = (since + m_options.grid / 2) / m_options.grid;
        tick = late.empty() ? 0 : std::max(tick + 1, nearest);
        late.push_back(since - tick * m_options.grid);
    }
    const std::int64_t least = *std::min_element(late.begin(), late.end());
    Histogram errors;
    for (const std::int64_t error : late)
        errors.add(std::uint64_t(error - least));
    return ",\"grid\":{\"ticks\":" + std::to_string(late.size())
           + ",\"missing\":" + std::to_string(tick + 1 - std::int64_t(late.size()))
           + ",\"p50\":" + std::to_string(errors.percentile(0.5))
           + ",\"p99\":" + std::to_string(errors.percentile(0.99))
           + ",\"max\":" + std::to_string(errors.maximum())
           + ",\"drift\":" + std::to_string(late.back() - late.front()) + "}";
}

std::string LoadRun::report() const
{
    const auto number = [](double value) {
        std::array<char, 32> text;
        std::snprintf(text.data(), text.size(), "%.3f", value);
        return std::string(text.data());
    };
    const double seconds = std::max(m_sendSeconds, 0.001);
    return "{\"clients\":" + std::to_string(m_options.clients) + ",\"failedToConnect\":"
           + std::to_string(m_failed) + ",\"refused\":" + objectOf(m_refusals)
           + ",\"connectSeconds\":" + number(m_connectSeconds)
           + ",\"sendSeconds\":" + number(m_sendSeconds) + ",\"sent\":" + std::to_string(m_sent)
           + ",\"skipped\":" + std::to_string(m_skipped) + ",\"sentPerSecond\":"
           + number(double(m_sent) / seconds) + ",\"expected\":" + std::to_string(m_expected)
           + ",\"delivered\":" + std::to_string(m_delivered)
           + ",\"deliveredPerSecond\":" + number(double(m_delivered) / seconds)
           + ",\"deliveredBytes\":" + std::to_string(m_bytes) + ",\"others\":"
           + std::to_string(m_strange) + ",\"lostConnections\":" + std::to_string(m_lost)
           + ",\"closeCodes\":" + objectOf(m_closeCodes)
           + ",\"latencyMicroseconds\":{\"p50\":" + std::to_string(m_latency.percentile(0.5))
           + ",\"p99\":" + std::to_string(m_latency.percentile(0.99))
           + ",\"max\":" + std::to_string(m_latency.maximum()) + "}" + gridReport() + "}";
}

} // namespace Signalbox::Load
