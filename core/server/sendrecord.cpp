#include "core/server/sendrecord.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {
constexpr int Version = 1;
}

quint32 SendRecord::count(Receipt receipt) const
{
    return quint32(std::ranges::count(copies, receipt, &SentCopy::receipt));
}

bool SendRecord::isUnfinished() const
{
    return !isComplete
           || count(Receipt::None) + count(Receipt::Leaving) + count(Receipt::Waiting) > 0;
}

QByteArray sendDocument(const SendRecord &record)
{
    QJsonArray ids;
    for (const ClientId &id : record.signal.target.clients)
        ids.append(id.toString());
    const QJsonObject head{{u"version"_s, Version},
                           {u"at"_s, record.at.toString(Qt::ISODateWithMs)},
                           {u"path"_s, record.signal.target.path},
                           {u"group"_s, record.signal.target.group},
                           {u"ids"_s, ids},
                           {u"clients"_s, qint64(record.clients)},
                           {u"memory"_s, record.memory},
                           {u"lists"_s, qint64(record.lists)},
                           {u"bytes"_s, qint64(record.signal.payload.size())}};
    return QJsonDocument(head).toJson(QJsonDocument::Compact) + '\n' + record.signal.payload;
}

std::optional<SendRecord> parseSend(const QByteArray &document)
{
    const qsizetype end = document.indexOf('\n');
    if (end < 0)
        return std::nullopt;
    const QJsonObject head = QJsonDocument::fromJson(document.first(end)).object();
    SendRecord record;
    record.signal.payload = document.sliced(end + 1);
    if (head.value("version"_L1).toInt() != Version
        || head.value("bytes"_L1).toInteger(-1) != record.signal.payload.size())
        return std::nullopt;
    record.at = QDateTime::fromString(head.value("at"_L1).toString(), Qt::ISODateWithMs);
    record.signal.target.path = head.value("path"_L1).toString();
    record.signal.target.group = head.value("group"_L1).toString();
    const QJsonArray ids = head.value("ids"_L1).toArray();
    for (const QJsonValue &text : ids)
        if (const auto id = ClientId::fromString(text.toString()))
            record.signal.target.clients.append(*id);
    record.clients = quint32(head.value("clients"_L1).toInteger());
    record.lists = quint32(head.value("lists"_L1).toInteger());
    record.memory = head.value("memory"_L1).toString();
    return record;
}

} // namespace Signalbox
