#pragma once

#include "ui/model/clientdirectory.h"
#include "ui/widgets/textranks.h"

#include <QList>
#include <QString>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace Signalbox {

/// How a client is doing, worst last: that is how the list sorts it.
enum class ClientState : quint8 {
    Ok,
    Quiet, ///< nothing came from it or went to it for QuietAfter
    Slow, ///< it reads slower than we send, or answers pings late
    Closing, ///< we sent a close frame and wait for the answer
    Left, ///< gone; shown for a while longer
};

inline constexpr std::chrono::seconds QuietAfter{60};
inline constexpr std::chrono::milliseconds SlowQueueAge{1000};
inline constexpr std::chrono::milliseconds SlowRoundTrip{500};

/// Messages a second over the last ten seconds, from a counter that is read once a second.
class MessageRate
{
public:
    /// `seconds` have passed since the last call, in which the counter rose to `total`. True when
    /// the rate is another one now.
    bool advance(quint64 total, qint64 seconds);
    double perSecond() const;

private:
    static constexpr qint64 Window = 10;
    std::array<quint64, size_t(Window)> m_counts{}; ///< one per second, the oldest at `m_next`
    size_t m_next = 0;
    quint64 m_sum = 0;
    quint64 m_total = 0;
    qint64 m_age = 0; ///< seconds, at most Window
};

/// The last pings of a client. The server tells only the newest one's time; a time that is another
/// one than before is that of another ping.
class RoundTrips
{
public:
    static constexpr size_t Kept = 20;
    struct Summary
    {
        int count = 0; ///< at least 1
        std::chrono::microseconds shortest{0};
        std::chrono::microseconds median{0};
        std::chrono::microseconds p95{0}; ///< 95 of 100 were not longer
    };

    void add(std::chrono::microseconds time);
    std::optional<Summary> summary() const; ///< nullopt: there was no ping

private:
    std::array<std::chrono::microseconds, Kept> m_times{};
    size_t m_count = 0;
    size_t m_next = 0;
};

struct PathRow;

/// A client as the list shows it: what was known at the last refresh.
struct ClientRow
{
    ClientRecord record;
    ClientState state = ClientState::Ok;
    MessageRate rate;
    RoundTrips roundTrips;
    WallTime activeAt; ///< when its counters of messages last changed
    quint64 order = 0; ///< in which it came
    PathRow *path = nullptr;
    int position = -1; ///< below its path; -1: not shown
    bool matches = false; ///< the filter lets it through
    bool nextMatches = false; ///< the filter that is being applied does
    quint64 matchedIn = 0; ///< the refresh in which `matches` was found out; 0: in none yet
    std::array<TextRanks::Place, 3> ranks; ///< of name, address and user agent

    const ClientId &id() const { return record.info.id; }
    bool hasLeft() const { return record.left.has_value(); }
};

/// Of the clients below a path that are shown.
struct PathSums
{
    int connected = 0;
    quint64 messagesIn = 0;
    quint64 messagesOut = 0;
    quint64 bytesIn = 0;
    quint64 bytesOut = 0;
    quint64 queuedBytes = 0;
    double rateIn = 0;

    bool operator==(const PathSums &) const = default;
};

/// A path and the clients on it.
struct PathRow
{
    QString key; ///< pathKey()
    QString shown; ///< as its first client wrote it
    QString endpoint; ///< of its first client
    int connected = 0; ///< on this path, whether the filter shows them or not
    int toldConnected = 0; ///< what the list shows of it
    PathSums sums;
    int position = -1; ///< among the paths that are shown; -1: not shown
    std::vector<ClientRow *> shownRows; ///< in the order of the list
};

ClientState stateOf(const ClientRecord &record, WallTime activeAt, WallTime now);

// In words, translated; everything that comes from a client is made visible and is plain text.
QString stateText(ClientState state);
QString stateWord(ClientState state); ///< of the filter language, untranslated
QString nameText(const ClientInfo &info, qsizetype maxCharacters = 200);
QString addressText(const ClientInfo &info); ///< "10.4.1.27:52144", "[::1]:52144"
QString agentText(const QString &userAgent); ///< short: "Firefox 143 / Android"
QString closedByText(ClosedBy by);
QString closeText(const ClientLeft &left); ///< "1001 “going away”, closed by the server"
QString leftText(const ClientLeft &left); ///< the same with "left" before it
QString roundTripText(const ClientRow &row); ///< "12 ms; the last 20 pings: …"
QString rowSentence(const ClientRow &row, WallTime now); ///< for screen readers

} // namespace Signalbox
