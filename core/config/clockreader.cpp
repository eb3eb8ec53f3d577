#include "core/config/clockreader.h"

#include "core/config/documentkeys.h"
#include "core/config/nearestkey.h"
#include "core/config/objectreader.h"
#include "core/json/jsonformat.h"
#include "core/time/cron.h"
#include "core/time/zonetime.h"

#include <QSet>
#include <QTimeZone>

#include <cmath>
#include <limits>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int LargestCount = std::numeric_limits<int>::max();

QStringList keysWith(const QStringList &own)
{
    return QStringList{u"name"_s, u"enabled"_s} + own + QStringList{u"limit"_s,  u"onStart"_s,
                                                                    u"missed"_s, u"signal"_s,
                                                                    u"script"_s, u"scriptFile"_s};
}

ClockSignal readSignal(const ObjectReader &entry, QByteArrayView text)
{
    const QString value = u"value"_s;
    const JsonNode &node = entry.member(u"signal"_s)->value;
    const ObjectReader reader(node, entry.pathOf(u"signal"_s),
                              {value, u"path"_s, u"group"_s, u"clientId"_s}, entry.problems());
    ClockSignal signal;
    if (node.kind != JsonNode::Kind::Object)
        return signal;
    if (const JsonMember *member = reader.member(value)) {
        signal.value = compactJson(text.sliced(member->value.offset, member->value.size));
        if (signal.value == "null" || signal.value == "\"\"")
            reader.refuse(value, u"must not be null or empty: there would be nothing to send"_s);
    } else {
        reader.refuseMissing(value, u"is missing: what is to be sent?"_s);
    }
    signal.path = reader.text(u"path"_s);
    if (!signal.path.isEmpty() && !signal.path.startsWith(u'/'))
        reader.refuse(u"path"_s, u"must start with a slash"_s);
    signal.group = reader.text(u"group"_s);
    signal.clientId = reader.text(u"clientId"_s);
    if (!signal.clientId.isEmpty() && !ClientId::fromString(signal.clientId))
        reader.refuse(u"clientId"_s, u"must be a client's id, such as %1"_s.arg(
                                         u"3f2504e0-4f89-41d3-9a0c-0305e82c3301"_s));
    return signal;
}

ClockScript readTaskScript(const ObjectReader &entry, const QString &key)
{
    const QString text = entry.text(key, u" "_s);
    if (text.isEmpty())
        entry.refuse(key, u"must not be empty"_s);
    return key == "script"_L1 ? ClockScript{.source = text} : ClockScript{.fileName = text};
}

void readTask(const ObjectReader &entry, QByteArrayView text, ClockTask &task)
{
    task.name = entry.name(u"name"_s);
    if (!entry.has(u"name"_s))
        entry.refuseMissing(u"name"_s, u"is missing"_s);
    task.enabled = entry.boolean(u"enabled"_s, true);
    task.limit = int(entry.integer(u"limit"_s, 0, 0, LargestCount));
    task.onStart = entry.boolean(u"onStart"_s, false);
    task.missed = MissedPolicy(entry.choice(u"missed"_s, 0, missedPolicyNames()));
    const QString action = entry.oneOf({u"signal"_s, u"script"_s, u"scriptFile"_s});
    if (action == "signal"_L1)
        task.action = readSignal(entry, text);
    else if (!action.isEmpty())
        task.action = readTaskScript(entry, action);
}

void readInterval(const ObjectReader &entry, TimerConfig &timer)
{
    const QString key = u"interval"_s;
    const JsonMember *member = entry.member(key);
    if (!member) {
        entry.refuseMissing(key, u"is missing: how many seconds are between two ticks?"_s);
        return;
    }
    bool isNumber = member->value.kind == JsonNode::Kind::Number;
    const double seconds = isNumber ? member->value.token.toDouble(&isNumber) : 0;
    const double micros = std::round(seconds * 1e6);
    if (!isNumber || micros < double(TimerConfig::ShortestInterval.count())
        || micros > double(TimerConfig::LongestInterval.count())) {
        entry.refuse(key, u"must be a number of seconds, from 0.01 to %1, not %2"_s.arg(
                              QString::number(TimerConfig::LongestInterval.count() / 1'000'000),
                              describeValue(member->value)));
        return;
    }
    timer.interval = std::chrono::microseconds(qint64(micros));
    if (timer.missed != MissedPolicy::Skip && timer.interval < TimerConfig::ShortestMadeUp)
        entry.refuse(u"missed"_s, u"must be \"skip\" for a timer that ticks faster than once a "
                                  "second: so many runs cannot be made up for"_s);
}

void readCron(const ObjectReader &entry, ScheduleConfig &schedule)
{
    const QString key = u"cron"_s;
    const bool given = entry.items(key, [&](const JsonNode &item, const QString &path) {
        const QString name = path.section(u'.', -1);
        if (item.kind != JsonNode::Kind::String) {
            entry.problems().add(
                path, item.offset,
                u"'%1' must be a text in double quotes, not %2"_s.arg(name, describeValue(item)));
            return;
        }
        const auto cron = Cron::parse(item.text);
        if (const auto *error = std::get_if<CronError>(&cron)) {
            // the very character, unless escapes stand before it
            const bool isPlain = item.size == item.text.size() + 2;
            entry.problems().add(path, item.offset + (isPlain ? 1 + error->position : 0),
                                 u"'%1' is no cron expression: %2"_s.arg(name, error->detail()));
            return;
        }
        schedule.cron.append(item.text);
    });
    if (!entry.has(key))
        entry.refuseMissing(key, u"is missing: when is it to run?"_s);
    else if (given && entry.member(key)->value.items.empty())
        entry.refuse(key, u"must not be empty"_s);
}

void readZone(const ObjectReader &entry, ScheduleConfig &schedule)
{
    schedule.zone = entry.text(u"zone"_s);
    if (schedule.zone.isEmpty() || zoneOf(schedule.zone).isValid())
        return;
    QStringList known;
    for (const QByteArray &id : QTimeZone::availableTimeZoneIds())
        known.append(QString::fromLatin1(id));
    const QString nearest = nearestKey(schedule.zone, known);
    entry.refuse(u"zone"_s,
                 u"must be a time zone such as \"Europe/Berlin\", not %1%2"_s.arg(
                     quoted(schedule.zone),
                     nearest.isEmpty() ? QString() : u"; did you mean '%1'?"_s.arg(nearest)));
    schedule.zone.clear();
}

void readBounds(const ObjectReader &entry, ScheduleConfig &schedule)
{
    const QTimeZone zone = zoneOf(schedule.zone);
    const auto read = [&](const QString &key, DayMeans means, QString &text) {
        text = entry.text(key);
        const auto instant = instantOf(text, zone, means);
        if (!text.isEmpty() && !instant)
            entry.refuse(key, u"must be a date and time such as \"2026-11-24T10:00:00\", with or "
                              "without an offset such as \"+01:00\", not %1"_s.arg(quoted(text)));
        return instant;
    };
    const auto start = read(u"start"_s, DayMeans::ItsFirstSecond, schedule.start);
    const auto end = read(u"end"_s, DayMeans::ItsLastSecond, schedule.end);
    if (start && end && *end < *start)
        entry.refuse(u"end"_s, u"must not be before 'start'"_s);
}

} // namespace

QList<TimerConfig> readTimers(const ObjectReader &document, QByteArrayView text)
{
    QList<TimerConfig> timers;
    document.items(u"timers"_s, [&](const JsonNode &item, const QString &path) {
        const ObjectReader entry(item, path, keysWith({u"interval"_s, u"skip"_s}),
                                 document.problems());
        if (item.kind != JsonNode::Kind::Object)
            return;
        TimerConfig timer;
        readTask(entry, text, timer);
        readInterval(entry, timer);
        timer.skip = int(entry.integer(u"skip"_s, 0, 0, LargestCount));
        timers.append(timer);
    });
    return timers;
}

QList<ScheduleConfig> readSchedules(const ObjectReader &document, QByteArrayView text)
{
    QList<ScheduleConfig> schedules;
    document.items(u"schedules"_s, [&](const JsonNode &item, const QString &path) {
        const ObjectReader entry(item, path, keysWith({u"cron"_s, u"zone"_s, u"start"_s, u"end"_s}),
                                 document.problems());
        if (item.kind != JsonNode::Kind::Object)
            return;
        ScheduleConfig schedule;
        readTask(entry, text, schedule);
        readCron(entry, schedule);
        readZone(entry, schedule);
        readBounds(entry, schedule);
        schedules.append(schedule);
    });
    return schedules;
}

void checkClockNames(const ObjectReader &document)
{
    QSet<QString> names;
    for (const QString &section : {u"timers"_s, u"schedules"_s}) {
        document.items(section, [&](const JsonNode &item, const QString &path) {
            const JsonMember *name = item.find(u"name"_s);
            if (!name || name->value.text.isEmpty())
                return;
            if (names.contains(name->value.text)) {
                document.problems().add(
                    path + u".name"_s, name->value.offset,
                    u"'name' must be unique, and another timer or schedule is called %1 too"_s.arg(
                        quoted(name->value.text)));
            }
            names.insert(name->value.text);
        });
    }
}

} // namespace Signalbox
