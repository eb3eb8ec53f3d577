#include "logentries.h"

#include "ui/log/logmodel.h"

#include <array>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

WallTime timeOf(quint64 sequence)
{
    const auto noon = std::chrono::sys_days(std::chrono::year(2026) / 3 / 14) + 12h;
    return WallTime(noon + std::chrono::milliseconds(sequence * 137));
}

ClientId clientNumber(quint64 number)
{
    return {QUuid(0x7f3a0000U + uint(number), 0x11, 0x41, 1, 2, 3, 4, 5, 6, 7, 8)};
}

} // namespace

LogEntry incoming(quint64 sequence, const QByteArray &payload)
{
    LogEntry entry;
    entry.sequence = sequence;
    entry.at = timeOf(sequence);
    entry.kind = LogKind::In;
    entry.why = Why::ToAll;
    entry.type = PayloadType::Json;
    entry.count = 38;
    entry.client = clientNumber(sequence % 7);
    entry.clientName = u"bold-otter"_s;
    entry.endpoint = u"local"_s;
    entry.path = u"/chat"_s;
    entry.payload = payload;
    entry.size = quint64(payload.size());
    return entry;
}

QList<LogEntry> incomingBatch(quint64 first, int count)
{
    QList<LogEntry> batch;
    batch.reserve(count);
    for (int i = 0; i < count; ++i)
        batch.append(incoming(first + quint64(i)));
    return batch;
}

QList<LogEntry> livelyBatch(quint64 first, int count)
{
    static const std::array<QByteArray, 5> Payloads = {
        R"({"message":{"type":"position","train":"S3-4711","km":12.48,"speed":63.5,"block":"B-117"}})",
        R"({"message":"Break until 10:45 – bring your phones"})",
        R"({"message":[123,101,104],"path":"/response-times"})",
        R"({"message":{"type":"ack","signal":"sig-20418","ok":true,"next":null}})",
        R"({"message":"[date]","direct":true})"};
    static const std::array<QString, 4> Paths = {u"/line/3"_s, u"/chat"_s, u"/response-times"_s,
                                                 u"/line/5"_s};
    static const std::array<QString, 4> Names = {u"Interlocking gateway"_s, u"bold-otter"_s,
                                                 u"Dispatcher A"_s, u"calm-heron"_s};
    QList<LogEntry> batch;
    batch.reserve(count);
    for (quint64 i = 0; i < quint64(count); ++i) {
        LogEntry entry = incoming(first + i, Payloads[i / 2 % Payloads.size()]);
        entry.path = Paths[i / 2 % Paths.size()];
        entry.clientName = Names[i / 2 % Names.size()];
        switch (i % 14) {
        case 1:
        case 3:
        case 7:
            entry.kind = LogKind::Out;
            entry.cause = entry.sequence - 1;
            entry.client = {};
            entry.clientName.clear();
            entry.why = Why::ToPath;
            entry.detail = entry.path;
            entry.count = 96;
            entry.waiting = i % 14 == 7 ? 2 : 0;
            break;
        case 5:
            entry.kind = LogKind::Join;
            entry.why = Why::None;
            entry.type = PayloadType::None;
            entry.payload.clear();
            entry.size = 0;
            entry.detail = u"Firefox 143 / Android"_s;
            break;
        case 8:
            entry.payload = R"({"message":"hello",})";
            entry.size = quint64(entry.payload.size());
            entry.type = PayloadType::Text;
            entry.why = Why::NotJson;
            entry.failed = true;
            entry.detail = u"line 1, column 20: a key in double quotes was expected"_s;
            break;
        case 10:
            entry.kind = LogKind::Console;
            entry.client = {};
            entry.clientName.clear();
            entry.payload = "Please mind the gap";
            entry.size = quint64(entry.payload.size());
            entry.type = PayloadType::Text;
            break;
        case 11:
            entry.kind = LogKind::Left;
            entry.why = Why::QueueFull;
            entry.code = 1013;
            entry.failed = true;
            entry.type = PayloadType::None;
            entry.payload.clear();
            entry.size = 0;
            entry.detail = u"4 MiB"_s;
            break;
        case 12:
            entry.kind = LogKind::Refused;
            entry.why = Why::BadOrigin;
            entry.code = 403;
            entry.failed = true;
            entry.client = {};
            entry.clientName.clear();
            entry.type = PayloadType::None;
            entry.payload.clear();
            entry.size = 0;
            entry.detail = u"https://codepen.example"_s;
            break;
        default:
            break;
        }
        batch.append(entry);
    }
    return batch;
}

QList<LogEntry> flood(quint64 first, int count, std::chrono::seconds second)
{
    QList<LogEntry> batch = incomingBatch(first, count);
    for (int i = 0; i < count; ++i)
        batch[i].at = WallTime(second) + std::chrono::microseconds(qint64(i) * 1'000'000 / count);
    return batch;
}

QList<quint64> sequences(const LogModel &model)
{
    QList<quint64> all;
    for (int row = 0; row < model.rowCount(); ++row)
        all << model.entryAt(row).sequence;
    return all;
}

} // namespace Signalbox
