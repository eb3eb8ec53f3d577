#include "core/server/introduction.h"

#include "core/net/request.h"
#include "core/net/wire.h"
#include "core/server/serverstate.h"

#include <QHostAddress>
#include <QUrlQuery>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxNameLength = 64;

} // namespace

ClientInfo introduce(const Request &request, const QUrlQuery &query,
                     const EndpointContext &endpoint, const Wire &wire)
{
    const auto item = [&query](const QString &key) {
        return query.queryItemValue(key, QUrl::FullyDecoded).trimmed().left(MaxNameLength);
    };
    ClientInfo info;
    info.id = ClientId::create();
    info.endpoint = endpoint.config.name;
    info.path = *request.path();
    info.name = item(u"name"_s);
    info.group = item(u"group"_s);
    info.address = wire.peerAddress().toString();
    info.port = wire.peerPort();
    info.secure = endpoint.admission.secure;
    info.tls = wire.tlsVersion();
    info.target = request.target;
    info.userAgent = QString::fromUtf8(request.field("user-agent"));
    info.origin = QString::fromLatin1(request.field("origin"));
    info.headers.reserve(request.fields.size());
    for (const auto &[name, value] : request.fields) {
        const bool secret = isSameField(name, "authorization") || isSameField(name, "cookie")
                            || isSameField(name, "sec-websocket-protocol");
        info.headers.append({name, secret ? QByteArray("(not shown)") : value});
    }
    info.connectedAt = wallTimeNow();
    return info;
}

} // namespace Signalbox
