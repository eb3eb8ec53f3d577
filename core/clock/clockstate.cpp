#include "core/clock/clockstate.h"

#include "core/json/objectwriter.h"
#include "core/values/utc.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr int StateVersion = 1;

Error bad(const QString &what)
{
    return {Error::Code::BadDocument, what};
}

} // namespace

QByteArray toJson(const ClockState &state)
{
    ObjectWriter timers;
    for (auto task = state.cbegin(); task != state.cend(); ++task) {
        ObjectWriter entry;
        entry.add("count", json(qint64(task->count)));
        if (task->lastRun)
            entry.add("lastRun", json(isoText(*task->lastRun)));
        if (task->handled)
            entry.add("handled", json(isoText(*task->handled)));
        if (task->enabled)
            entry.add("enabled", *task->enabled ? "true" : "false");
        timers.add(task.key().toUtf8(), entry.result());
    }
    ObjectWriter document;
    document.add("version", json(StateVersion));
    document.add("timers", timers.result());
    return prettyJson(document.result()) + '\n';
}

Result<ClockState> clockStateFromJson(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject() || document[u"version"_s].toInt() != StateVersion
        || !document[u"timers"_s].isObject())
        return bad(u"it is not the state of timers and schedules"_s);
    ClockState state;
    const QJsonObject timers = document[u"timers"_s].toObject();
    for (auto task = timers.begin(); task != timers.end(); ++task) {
        const QJsonObject entry = task->toObject();
        const qint64 count = entry[u"count"_s].toInteger(-1);
        if (count < 0)
            return bad(u"%1 has no count"_s.arg(task.key()));
        TaskState known{.count = quint64(count)};
        for (const auto &[key, time] :
             {std::pair(u"lastRun"_s, &known.lastRun), std::pair(u"handled"_s, &known.handled)}) {
            if (!entry.contains(key))
                continue;
            *time = timeFromIsoText(entry[key].toString());
            if (!*time)
                return bad(u"%1 has a %2 that is no time"_s.arg(task.key(), key));
        }
        if (entry.contains(u"enabled"_s))
            known.enabled = entry[u"enabled"_s].toBool();
        state.insert(task.key(), known);
    }
    return state;
}

} // namespace Signalbox
