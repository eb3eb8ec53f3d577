#include "clientfeed.h"

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

ClientInfo madeClient(int number, const QString &path)
{
    ClientInfo info;
    info.id = {QUuid::createUuidV5(QUuid(), QString::number(number))};
    info.endpoint = u"local"_s;
    info.path = path;
    info.name = u"Client %1"_s.arg(number);
    info.address = u"10.4.1.%1"_s.arg(number % 250);
    info.port = quint16(50'000 + number % 10'000);
    info.userAgent = u"Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"_s;
    info.headers = {{"Host", "127.0.0.1:8091"}, {"User-Agent", info.userAgent.toUtf8()}};
    info.connectedAt = madeTime(0ms);
    return info;
}

QList<ClientInfo> madeClients(int first, int count, const QString &path)
{
    QList<ClientInfo> infos;
    for (int i = first; i < first + count; ++i)
        infos.append(madeClient(i, path));
    return infos;
}

ClientStats madeStats(const ClientId &id, quint64 messagesIn, quint64 messagesOut)
{
    ClientStats stats;
    stats.id = id;
    stats.messagesIn = messagesIn;
    stats.messagesOut = messagesOut;
    stats.bytesIn = messagesIn * 31;
    stats.bytesOut = messagesOut * 67;
    return stats;
}

ClientLeft madeLeft(const ClientId &id, quint16 code, const QString &reason, ClosedBy by)
{
    ClientLeft left;
    left.id = id;
    left.code = code;
    left.reason = reason;
    left.by = by;
    left.at = madeTime(5s);
    return left;
}

FeedBatch batchOf(const QList<ClientInfo> &joined, const QList<ClientLeft> &left,
                  const QList<ClientStats> &stats)
{
    FeedBatch batch;
    batch.joined = joined;
    batch.left = left;
    batch.stats = stats;
    return batch;
}

EndpointStatus madeEndpoint(EndpointState state)
{
    EndpointStatus status;
    status.name = u"local"_s;
    status.state = state;
    status.url = u"ws://127.0.0.1:8091/"_s;
    status.pageUrl = u"http://127.0.0.1:8091/"_s;
    status.address = u"127.0.0.1"_s;
    status.port = 8091;
    return status;
}

WallTime madeTime(std::chrono::milliseconds afterStart)
{
    return WallTime(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23)) + afterStart;
}

} // namespace Signalbox
