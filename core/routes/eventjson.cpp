#include "core/routes/eventjson.h"

#include "core/json/objectwriter.h"
#include "core/values/utc.h"
#include "core/web/formdata.h"

#include <QDateTime>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

QByteArray parametersJson(const PathPattern::Parameters &parameters)
{
    ObjectWriter object;
    for (const auto &[name, value] : parameters)
        object.add(name.toUtf8(), json(value));
    return object.result();
}

/// Names in lower case; of fields that come twice the first.
QByteArray headersJson(const QList<std::pair<QByteArray, QByteArray>> &fields)
{
    ObjectWriter object;
    QByteArrayList seen;
    for (const auto &[name, value] : fields) {
        const QByteArray key = name.toLower();
        if (seen.contains(key))
            continue;
        seen.append(key);
        object.add(key, json(QString::fromUtf8(value)));
    }
    return object.result();
}

QByteArray queryJson(const QByteArray &query)
{
    return formJson(readForm(query).fields);
}

} // namespace

QByteArray clientJson(const ClientInfo &client, bool connected)
{
    ObjectWriter object;
    object.add("id", json(client.id.toString()));
    object.add("name", json(client.displayName()));
    object.add("group", json(client.group));
    object.add("path", json(client.path));
    object.add("address", json(client.address));
    if (connected)
        object.add("connected", json(isoTime(client.connectedAt)));
    return object.result();
}

QByteArray contextJson(const ClientInfo &client, const EndpointConfig &endpoint)
{
    ObjectWriter where;
    where.add("name", json(endpoint.name));
    where.add("address", json(endpoint.address));
    where.add("protocol", json(endpoint.tls ? u"wss"_s : u"ws"_s));
    ObjectWriter request;
    request.add("url", json(QString::fromLatin1(client.target)));
    const qsizetype mark = client.target.indexOf('?');
    request.add("query", queryJson(mark < 0 ? QByteArray() : client.target.sliced(mark + 1)));
    request.add("headers", headersJson(client.headers));
    ObjectWriter object;
    object.add("endpoint", where.result());
    object.add("request", request.result());
    return object.result();
}

QByteArray routeJson(const QString &path, const PathPattern::Parameters &parameters)
{
    ObjectWriter object;
    object.add("path", json(path));
    object.add("params", parametersJson(parameters));
    return object.result();
}

QByteArray clientEventJson(EventType type, WallTime at, const ClientLeft *left)
{
    ObjectWriter object;
    object.add("type", json(type == EventType::Connect ? u"connect"_s : u"disconnect"_s));
    if (left) {
        object.add("code", json(left->code));
        object.add("reason", json(left->reason));
    }
    object.add("timestamp", json(isoTime(at)));
    return object.result();
}

QByteArray httpEventJson(const Request &request, const QString &path,
                         const PathPattern::Parameters &parameters, WallTime at)
{
    ObjectWriter asked;
    asked.add("method", json(QString::fromLatin1(request.method)));
    asked.add("path", json(path));
    asked.add("query", queryJson(request.query()));
    asked.add("headers", headersJson(request.fields));
    asked.add("body", json(QString::fromUtf8(request.body)));
    ObjectWriter object;
    object.add("request", asked.result());
    object.add("data", bodyJson(request));
    object.add("params", parametersJson(parameters));
    object.add("timestamp", json(isoTime(at)));
    return object.result();
}

} // namespace Signalbox
