#include "core/filter/entrywords.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

Direction directionOf(const LogEntry &entry)
{
    switch (entry.kind) {
    case LogKind::In:
        return Direction::In;
    case LogKind::Out:
    case LogKind::Console:
    case LogKind::Http:
    case LogKind::Timer:
    case LogKind::Schedule:
        return Direction::Out;
    case LogKind::Join:
        return Direction::Joined;
    case LogKind::Left:
        return Direction::Left;
    case LogKind::Refused:
    case LogKind::Limit:
    case LogKind::Error:
        return Direction::Failed;
    case LogKind::Route:
        return entry.failed ? Direction::Failed : Direction::Inside;
    case LogKind::Note:
    case LogKind::Gap:
        return Direction::Inside;
    }
    return Direction::Inside;
}

QLatin1StringView kindWord(LogKind kind)
{
    static constexpr QLatin1StringView Words[LogKindCount] = {
        "in"_L1,   "out"_L1,  "console"_L1, "http"_L1,  "timer"_L1, "schedule"_L1, "route"_L1,
        "join"_L1, "left"_L1, "refused"_L1, "limit"_L1, "error"_L1, "note"_L1,     "gap"_L1};
    return Words[int(kind)];
}

QLatin1StringView directionWord(Direction direction)
{
    static constexpr QLatin1StringView Words[DirectionCount] = {
        "in"_L1, "out"_L1, "inside"_L1, "failed"_L1, "joined"_L1, "left"_L1};
    return Words[int(direction)];
}

QLatin1StringView typeWord(PayloadType type)
{
    static constexpr QLatin1StringView Words[PayloadTypeCount] = {"none"_L1, "text"_L1, "json"_L1,
                                                                  "binary"_L1};
    return Words[int(type)];
}

} // namespace Signalbox
