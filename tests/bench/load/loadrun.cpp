#include "loadrun.h"

#include "grid.h"
#include "jsontext.h"

#include <algorithm>
#include <charconv>
#include <utility>

using namespace std::chrono_literals;

namespace Signalbox::Load {

namespace {

/// Connections that are not upgraded yet: enough to keep a server busy.
constexpr int MaxInFlight = 128;
constexpr auto ConnectTime = 60s;
constexpr auto DrainTime = 5s;
constexpr auto CloseTime = 2s;
/// Sends missed because this program was busy are made up for, but not in one burst.
constexpr int MaxSendsPerTurn = 1000;
constexpr std::string_view Mark = "load ";

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

LoadRun::LoadRun(const LoadOptions &options)
    : m_options(options)
    , m_server(options.server)
    , m_clients(size_t(options.clients))
    , m_isOpen(size_t(options.clients))
    , m_begin(Clock::now())
{
    for (int i = options.clients - options.deaf; i < options.clients; ++i)
        m_clients.makeDeaf(size_t(i));
    for (int i = 0; i < options.counting; ++i)
        m_clients[size_t(options.clients - options.deaf - 1 - i)].onlyCount();
}

bool LoadRun::run()
{
    m_residentBefore = m_server.residentKiB();
    if (!m_clients.isValid() || !connectAll())
        return false;
    sendAll();
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
    m_openedNow = true;
}

void LoadRun::received(std::string_view text)
{
    m_bytes += text.size();
    std::int64_t at = 0;
    size_t slot = 0;
    const char *const end = text.data() + text.size();
    const auto time = text.starts_with(Mark)
                          ? std::from_chars(text.data() + Mark.size(), end, at)
                          : std::from_chars_result{text.data(), std::errc::invalid_argument};
    if (time.ec != std::errc{} || time.ptr == end
        || std::from_chars(time.ptr + 1, end, slot).ec != std::errc{}) {
        ++m_strange; // from another client of the same server, or from the server itself
        if (m_options.grid > 0 && m_clients.serving() == 0)
            m_arrivals.push_back(nowMicroseconds());
        return;
    }
    ++m_delivered;
    m_latency.add(std::uint64_t(std::max<std::int64_t>(0, nowMicroseconds() - at)));
    if (slot < m_slots.size() && --m_slots[slot].left == 0)
        m_ready.push_back(slot);
}

std::uint64_t LoadRun::delivered() const
{
    const auto size = std::uint64_t(m_options.size);
    return m_delivered + m_countedBytes / (size + (size < 126 ? 2 : size < 65'536 ? 4 : 10));
}

void LoadRun::closed(int code)
{
    ++m_closeCodes[code];
}

void LoadRun::lose(size_t index)
{
    if (m_isOpen[index]) {
        m_isOpen[index] = false;
        --m_open;
        if (!m_closing)
            ++m_lost;
        return;
    }
    --m_inFlight;
    ++m_failed;
    if (const int status = m_clients[index].refusal(); status != 0)
        ++m_refusals[status];
}

void LoadRun::turn(std::chrono::milliseconds wait)
{
    m_clients.turn(wait, *this, [this](size_t index, bool alive) {
        if (std::exchange(m_openedNow, false))
            m_isOpen[index] = true;
        if (!alive)
            lose(index);
        while (!m_ready.empty()) {
            const size_t slot = m_ready.back();
            m_ready.pop_back();
            sendOne(m_slots[slot].sender, slot);
        }
    });
}

bool LoadRun::connectAll()
{
    const auto begin = Clock::now();
    size_t next = 0;
    while (m_open + m_failed < m_options.clients && Clock::now() - begin < ConnectTime) {
        while (next < m_clients.size() && m_inFlight < MaxInFlight) {
            const std::string &path = m_options.paths[next % m_options.paths.size()];
            if (m_clients[next].start(m_options.port, m_options.tls, path)) {
                ++m_inFlight;
                m_clients.watch(next);
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
    case Mode::Connect:
        break;
    }
    return 0;
}

bool LoadRun::sendOne(size_t sender, size_t slot)
{
    std::string text{Mark};
    text += std::to_string(nowMicroseconds());
    text += ' ';
    text += std::to_string(slot);
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
    case Mode::Connect:
        break;
    }
    envelope += '}';
    const bool sent = m_clients[sender].send(envelope);
    if (sent) {
        ++m_sent;
        m_expected += expectedFor(sender);
        if (slot < m_slots.size())
            m_slots[slot].left = expectedFor(sender) - std::uint64_t(m_options.counting);
    } else {
        ++m_skipped;
    }
    m_clients.watch(sender);
    if (m_isOpen[sender] && m_clients[sender].descriptor() < 0)
        lose(sender);
    return sent;
}

void LoadRun::sendAll()
{
    const auto begin = Clock::now();
    if (m_options.inFlight > 0)
        sendAsTheyCome();
    else
        sendByRate();
    endMeasuring();
    m_sendSeconds = secondsSince(begin);
}

void LoadRun::beginMeasuring()
{
    m_latency = {};
    m_measured = delivered();
    m_residentConnected = m_server.residentKiB();
    m_cpu = m_server.cpuTime();
    m_measuringSince = Clock::now();
}

void LoadRun::endMeasuring()
{
    m_cpu = m_server.cpuTime() - m_cpu;
    m_measured = delivered() - m_measured;
    m_measuredSeconds = secondsSince(m_measuringSince);
}

void LoadRun::sendByRate()
{
    const auto warm = std::chrono::duration<double>(m_options.warmUp);
    const auto whole = warm + std::chrono::duration<double>(m_options.duration);
    const auto begin = Clock::now();
    std::uint64_t done = 0;
    bool measuring = false;
    for (std::chrono::duration<double> elapsed{}; elapsed < whole && (m_open > 0 || done == 0);
         elapsed = Clock::now() - begin) {
        if (!measuring && elapsed >= warm) {
            measuring = true;
            beginMeasuring();
        }
        const auto due = std::uint64_t(elapsed.count() * m_options.rate);
        for (int i = 0; done < due && i < MaxSendsPerTurn; ++i, ++done)
            sendOne(done % size_t(m_options.senders), 0);
        turn(2ms);
    }
}

void LoadRun::sendAsTheyCome()
{
    for (size_t sender = 0; sender < size_t(m_options.senders); ++sender)
        m_slots.resize(m_slots.size() + size_t(m_options.inFlight), Slot{sender});
    for (size_t slot = 0; slot < m_slots.size(); ++slot)
        sendOne(m_slots[slot].sender, slot);
    const auto until = [this](std::chrono::milliseconds time) {
        const auto end = Clock::now() + time;
        while (m_open > 0 && Clock::now() < end)
            turn(10ms);
    };
    until(m_options.warmUp);
    beginMeasuring();
    until(m_options.duration);
    m_slots.clear(); // what comes now is not answered any more
    m_ready.clear();
}

void LoadRun::drain()
{
    const auto begin = Clock::now();
    while (delivered() < m_expected && m_open > 0 && Clock::now() - begin < DrainTime)
        turn(10ms);
}

void LoadRun::closeAll()
{
    m_closing = true;
    for (size_t i = 0; i < m_clients.size(); ++i) {
        m_clients[i].close();
        m_clients.watch(i);
    }
    const auto begin = Clock::now();
    while (m_open > m_options.deaf && Clock::now() - begin < CloseTime)
        turn(10ms);
}

std::string LoadRun::report() const
{
    const std::string grid = m_options.grid > 0
                                 ? ",\"grid\":" + compareWithGrid(m_arrivals, m_options.grid).json()
                                 : std::string();
    const double seconds = std::max(m_sendSeconds, 0.001);
    const double cpu = std::chrono::duration<double, std::micro>(m_cpu).count();
    const double measured = double(std::max<std::uint64_t>(m_measured, 1));
    return "{\"clients\":" + std::to_string(m_options.clients) + ",\"failedToConnect\":"
           + std::to_string(m_failed) + ",\"refused\":" + countsObject(m_refusals)
           + ",\"connectSeconds\":" + decimal(m_connectSeconds)
           + ",\"sendSeconds\":" + decimal(m_sendSeconds) + ",\"sent\":" + std::to_string(m_sent)
           + ",\"skipped\":" + std::to_string(m_skipped) + ",\"sentPerSecond\":"
           + decimal(double(m_sent) / seconds) + ",\"expected\":" + std::to_string(m_expected)
           + ",\"delivered\":" + std::to_string(delivered())
           + ",\"deliveredPerSecond\":" + decimal(double(delivered()) / seconds)
           + ",\"deliveredBytes\":" + std::to_string(m_bytes + m_countedBytes) + ",\"others\":"
           + std::to_string(m_strange) + ",\"lostConnections\":" + std::to_string(m_lost)
           + ",\"closeCodes\":" + countsObject(m_closeCodes)
           + ",\"latencyMicroseconds\":{\"p50\":" + std::to_string(m_latency.percentile(0.5))
           + ",\"p99\":" + std::to_string(m_latency.percentile(0.99))
           + ",\"max\":" + std::to_string(m_latency.maximum()) + "},\"measured\":{\"seconds\":"
           + decimal(m_measuredSeconds) + ",\"deliveries\":" + std::to_string(m_measured)
           + ",\"serverCpuMicroseconds\":" + decimal(cpu)
           + ",\"serverCpuPerDelivery\":" + decimal(cpu / measured)
           + "},\"serverResidentKiB\":{\"before\":" + std::to_string(m_residentBefore)
           + ",\"connected\":" + std::to_string(m_residentConnected) + "}" + grid + "}";
}

} // namespace Signalbox::Load
