#include "core/config/endpointreader.h"

#include "core/config/documentkeys.h"
#include "core/config/endpointrules.h"
#include "core/config/hostname.h"
#include "core/config/nearestkey.h"
#include "core/config/objectreader.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

void readAddress(const ObjectReader &reader, EndpointConfig &endpoint)
{
    endpoint.address = reader.text(u"address"_s, endpoint.address);
    if (isListenAddress(endpoint.address))
        return;
    QString hint = u"must be an IP address, a host name, or \"*\" for every address, not %1"_s.arg(
        quoted(endpoint.address));
    if (endpoint.address.startsWith(u'['))
        hint += u"; IPv6 is written without brackets"_s;
    else if (endpoint.address.contains(u"://"_s))
        hint += u"; the port and the protocols have keys of their own"_s;
    reader.refuse(u"address"_s, hint);
}

/// What `protocols` says; nullopt: nothing, or nothing that can be used.
struct Protocols
{
    bool http = false;
    bool webSocket = false;
    bool secure = false;
};
std::optional<Protocols> readProtocols(const ObjectReader &reader)
{
    const QString key = u"protocols"_s;
    const QStringList known{u"http"_s, u"ws"_s, u"https"_s, u"wss"_s};
    QStringList seen;
    bool usable = true;
    const bool given = reader.items(key, [&](const JsonNode &item, const QString &path) {
        const QString name = path.section(u'.', -1);
        if (item.kind != JsonNode::Kind::String || !known.contains(item.text)) {
            const QString nearest = nearestKey(item.text, known);
            const QString value =
                item.kind == JsonNode::Kind::String ? quoted(item.text) : describeValue(item);
            reader.problems().add(
                path, item.offset,
                u"'%1' must be \"http\", \"ws\", \"https\" or \"wss\", not %2%3"_s.arg(
                    name, value,
                    nearest.isEmpty() ? QString() : u"; did you mean \"%1\"?"_s.arg(nearest)));
            usable = false;
        } else if (seen.contains(item.text)) {
            reader.problems().add(path, item.offset,
                                  u"%1 is in the list twice"_s.arg(quoted(item.text)));
        } else {
            seen.append(item.text);
        }
    });
    if (!given || !usable)
        return std::nullopt;
    if (seen.isEmpty()) {
        reader.refuse(key, u"must not be empty; [\"http\", \"ws\"] is the usual"_s);
        return std::nullopt;
    }
    const Protocols protocols{seen.contains(u"http"_s) || seen.contains(u"https"_s),
                              seen.contains(u"ws"_s) || seen.contains(u"wss"_s),
                              seen.contains(u"https"_s) || seen.contains(u"wss"_s)};
    if (protocols.secure && (seen.contains(u"http"_s) || seen.contains(u"ws"_s))) {
        reader.refuse(
            key,
            u"must not mix plain (http, ws) and encrypted (https, wss); make two endpoints of it"_s);
        return std::nullopt;
    }
    return protocols;
}

TlsConfig readTls(const JsonNode &node, const QString &path, ProblemList &problems)
{
    const ObjectReader reader(node, path,
                              {u"certificate"_s, u"key"_s, u"password"_s, u"passwordEnv"_s,
                               u"selfSigned"_s, u"minimum"_s, u"clientCertificates"_s,
                               u"authorities"_s},
                              problems);
    TlsConfig tls;
    tls.certificate = reader.text(u"certificate"_s);
    tls.key = reader.text(u"key"_s);
    tls.password = reader.text(u"password"_s);
    tls.passwordEnv = reader.text(u"passwordEnv"_s);
    tls.selfSigned = reader.boolean(u"selfSigned"_s, false);
    tls.minimum = TlsVersion(reader.choice(u"minimum"_s, 0, tlsVersionNames()));
    if (reader.choice(u"clientCertificates"_s, 0, {u"none"_s, u"optional"_s, u"required"_s}) != 0)
        reader.refuseUnbuilt(u"clientCertificates"_s, u"asking clients for certificates"_s);
    if (!reader.text(u"authorities"_s).isEmpty())
        reader.refuseUnbuilt(u"authorities"_s);
    if (node.kind != JsonNode::Kind::Object)
        return tls;
    if (tls.selfSigned && !tls.certificate.isEmpty()) {
        reader.refuse(u"selfSigned"_s,
                      u"must be false when a certificate is given; leave one of the two out"_s);
    } else if (!tls.selfSigned && tls.certificate.isEmpty()) {
        reader.refuseMissing(
            u"certificate"_s,
            u"must name a file; or let Signalbox make a certificate with \"selfSigned\": true"_s);
    }
    if (!tls.key.isEmpty() && tls.certificate.isEmpty())
        reader.refuse(u"key"_s, u"is the key of a certificate, and none is given"_s);
    return tls;
}

void readSecurity(const ObjectReader &reader, EndpointConfig &endpoint)
{
    const JsonMember *tls = reader.member(u"tls"_s);
    if (tls)
        endpoint.tls = readTls(tls->value, reader.pathOf(u"tls"_s), reader.problems());
    const std::optional<Protocols> protocols = readProtocols(reader);
    if (!protocols)
        return;
    endpoint.http = protocols->http;
    endpoint.webSocket = protocols->webSocket;
    if (protocols->secure && !tls) {
        reader.refuse(
            u"protocols"_s,
            u"asks for encryption (https, wss), so the endpoint needs a certificate: add \"tls\""_s);
    } else if (!protocols->secure && tls) {
        reader.refuse(
            u"tls"_s,
            u"is given, so the protocols must be \"https\" and \"wss\", or leave \"tls\" out"_s);
    }
}

/// What clients have to show, and what an endpoint for everybody must have.
void readCredentials(const ObjectReader &reader, EndpointConfig &endpoint)
{
    const auto secret = [&reader](const QString &key) {
        const QString text = reader.text(key);
        if (!text.isEmpty() && !isSecret(text))
            reader.refuse(key,
                          u"must be at most %1 letters, digits and signs, without spaces"_s.arg(
                              LongestSecret));
        return text;
    };
    endpoint.token = secret(u"token"_s);
    endpoint.tokenKey = secret(u"tokenKey"_s);
    endpoint.joinCode = secret(u"joinCode"_s);
    if (!endpoint.tokenKey.isEmpty() && endpoint.tokenKey.size() < ShortestTokenKey)
        reader.refuse(u"tokenKey"_s,
                      u"must have at least %1 characters; a shorter key can be guessed"_s.arg(
                          ShortestTokenKey));
    const auto lacks = [&reader](const QString &key, const QString &what) {
        if (reader.has(key))
            reader.refuse(key, what);
        else
            reader.refuse(u"preset"_s,
                          u"\"open\" does not start like this: '%1' %2"_s.arg(key, what));
    };
    switch (openLack(endpoint)) {
    case OpenLack::Nothing:
        return;
    case OpenLack::Tls:
        return lacks(u"tls"_s,
                     u"must be given, since what the internet sends is read on the way"_s);
    case OpenLack::Token:
        return lacks(u"token"_s, u"(or 'tokenKey') must be given, since anybody may come"_s);
    case OpenLack::LongToken:
        return lacks(u"token"_s,
                     u"must have at least %1 characters; a shorter one can be guessed"_s.arg(
                         ShortestOpenToken));
    case OpenLack::NoJoinCode:
        return lacks(u"joinCode"_s, u"must be left out: a code that people type can be guessed"_s);
    case OpenLack::Hosts:
        return lacks(u"hosts"_s, u"must name the hosts under which the endpoint is reached"_s);
    }
}

void readSharedLimits(const ObjectReader &limits, Configuration *whole)
{
    const QString milliseconds = u"scriptMilliseconds"_s;
    const QString megabytes = u"scriptMegabytes"_s;
    const QString queues = u"totalQueueBytes"_s;
    if (whole) {
        ScriptLimits &scripts = whole->scriptLimits;
        scripts.deadline = std::chrono::milliseconds(limits.integer(
            milliseconds, scripts.deadline.count(), ScriptLimits::ShortestDeadline.count(),
            ScriptLimits::LongestDeadline.count()));
        scripts.megabytes =
            int(limits.integer(megabytes, scripts.megabytes, ScriptLimits::LeastMegabytes,
                               ScriptLimits::MostMegabytes));
        whole->totalQueueBytes =
            limits.integer(queues, whole->totalQueueBytes, Configuration::LeastTotalQueueBytes,
                           Configuration::MostTotalQueueBytes);
        return;
    }
    for (const QString &key : {milliseconds, megabytes, queues})
        if (limits.has(key))
            limits.refuse(key, u"holds for all endpoints together; move it to the 'limits' at the "
                               "top level"_s);
}

} // namespace

LimitOverrides readLimits(const ObjectReader &parent, Configuration *whole)
{
    LimitOverrides overrides;
    const QString section = u"limits"_s;
    const JsonMember *member = parent.member(section);
    if (!member)
        return overrides;
    QStringList known;
    for (const LimitSpec &limit : limitSpecs())
        known.append(QString::fromLatin1(limit.key));
    known += {u"scriptMilliseconds"_s, u"scriptMegabytes"_s, u"totalQueueBytes"_s};
    const ObjectReader reader(member->value, parent.pathOf(section), known, parent.problems());
    readSharedLimits(reader, whole);
    for (const LimitSpec &limit : limitSpecs()) {
        const QString key = QString::fromLatin1(limit.key);
        const qint64 value = reader.integer(key, -1, limit.minimum, limit.maximum);
        if (value >= 0)
            overrides.insert(key, value);
    }
    return overrides;
}

EndpointConfig readEndpoint(const JsonNode &node, const QString &path, ProblemList &problems)
{
    const ObjectReader reader(node, path,
                              {u"name"_s, u"address"_s, u"port"_s, u"protocols"_s, u"preset"_s,
                               u"origins"_s, u"hosts"_s, u"token"_s, u"tokenKey"_s, u"joinCode"_s,
                               u"slow"_s, u"welcome"_s, u"errors"_s, u"compression"_s, u"limits"_s,
                               u"tls"_s},
                              problems);
    EndpointConfig endpoint;
    endpoint.name = reader.name(u"name"_s);
    readAddress(reader, endpoint);
    endpoint.port = quint16(reader.integer(u"port"_s, endpoint.port, 0, 65535));
    readSecurity(reader, endpoint);
    endpoint.preset = Preset(reader.choice(u"preset"_s, 0, presetNames()));
    endpoint.origins = reader.texts(
        u"origins"_s, isOrigin,
        u"an origin such as \"https://example.org:8443\" (without a path), \"null\" or \"*\""_s);
    endpoint.hosts = reader.texts(u"hosts"_s, isHost, u"a host name or an IP address"_s);
    readCredentials(reader, endpoint);
    endpoint.slow = SlowPolicy(reader.choice(u"slow"_s, 0, slowPolicyNames()));
    endpoint.welcome = reader.boolean(u"welcome"_s, false);
    endpoint.errors = reader.boolean(u"errors"_s, false);
    endpoint.compression = reader.boolean(u"compression"_s, false);
    endpoint.limits = readLimits(reader);
    return endpoint;
}

} // namespace Signalbox
