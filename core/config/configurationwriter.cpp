#include "core/config/banreader.h"
#include "core/config/clockwriter.h"
#include "core/config/configurationfile.h"
#include "core/config/documentkeys.h"
#include "core/config/routewriter.h"
#include "core/json/jsonformat.h"
#include "core/json/objectwriter.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

/// In the manual's order.
void addLimits(ObjectWriter &parent, const LimitOverrides &overrides,
               const Configuration &whole = {})
{
    const ScriptLimits &scripts = whole.scriptLimits;
    ObjectWriter limits;
    for (const LimitSpec &limit : limitSpecs()) {
        const auto it = overrides.constFind(QString::fromLatin1(limit.key));
        if (it != overrides.constEnd())
            limits.add(limit.key, json(*it));
    }
    if (scripts.deadline != ScriptLimits().deadline)
        limits.add("scriptMilliseconds", json(scripts.deadline.count()));
    if (scripts.megabytes != ScriptLimits().megabytes)
        limits.add("scriptMegabytes", json(scripts.megabytes));
    if (whole.totalQueueBytes != Configuration::DefaultTotalQueueBytes)
        limits.add("totalQueueBytes", json(whole.totalQueueBytes));
    if (!limits.isEmpty())
        parent.add("limits", limits.result());
}

/// Only what differs from the defaults.
void addJournal(ObjectWriter &parent, const JournalConfig &config)
{
    ObjectWriter journal;
    if (config.enabled)
        journal.add("enabled", *config.enabled ? "true" : "false");
    journal.addUnlessEmpty("file", config.file);
    if (config.days != JournalConfig().days)
        journal.add("days", json(config.days));
    if (config.maxBytes != JournalConfig().maxBytes)
        journal.add("maxBytes", json(config.maxBytes));
    if (!journal.isEmpty())
        parent.add("journal", journal.result());
}

QByteArray tlsObject(const TlsConfig &config)
{
    ObjectWriter tls;
    tls.addUnlessEmpty("certificate", config.certificate);
    tls.addUnlessEmpty("key", config.key);
    tls.addUnlessEmpty("password", config.password);
    tls.addUnlessEmpty("passwordEnv", config.passwordEnv);
    tls.addIfTrue("selfSigned", config.selfSigned);
    if (config.minimum != TlsVersion::Tls12)
        tls.add("minimum", json(tlsVersionNames().at(int(config.minimum))));
    return tls.result();
}

QByteArray endpointObject(const EndpointConfig &config)
{
    QStringList protocols;
    if (config.http)
        protocols.append(config.tls ? u"https"_s : u"http"_s);
    if (config.webSocket)
        protocols.append(config.tls ? u"wss"_s : u"ws"_s);
    ObjectWriter endpoint;
    endpoint.add("name", json(config.name));
    endpoint.add("address", json(config.address));
    endpoint.add("port", json(config.port));
    endpoint.add("protocols", json(protocols));
    if (config.preset != Preset::Local)
        endpoint.add("preset", json(presetNames().at(int(config.preset))));
    endpoint.addUnlessEmpty("origins", config.origins);
    endpoint.addUnlessEmpty("hosts", config.hosts);
    endpoint.addUnlessEmpty("token", config.token);
    endpoint.addUnlessEmpty("tokenKey", config.tokenKey);
    endpoint.addUnlessEmpty("joinCode", config.joinCode);
    if (config.slow != SlowPolicy::Disconnect)
        endpoint.add("slow", json(slowPolicyNames().at(int(config.slow))));
    endpoint.addIfTrue("welcome", config.welcome);
    endpoint.addIfTrue("errors", config.errors);
    endpoint.addIfTrue("compression", config.compression);
    addLimits(endpoint, config.limits);
    if (config.tls)
        endpoint.add("tls", tlsObject(*config.tls));
    return endpoint.result();
}

} // namespace

QByteArray toDocument(const Configuration &configuration)
{
    QByteArrayList endpoints;
    for (const EndpointConfig &endpoint : configuration.endpoints)
        endpoints.append(endpointObject(endpoint));
    ObjectWriter document;
    document.add("version", "1");
    document.add("endpoints", '[' + endpoints.join(',') + ']');
    addRoutes(document, configuration);
    addTimers(document, configuration.timers);
    addSchedules(document, configuration.schedules);
    addEvents(document, configuration);
    addLimits(document, configuration.limits, configuration);
    addBans(document, configuration.bans);
    addJournal(document, configuration.journal);
    if (configuration.threads != 0)
        document.add("threads", json(configuration.threads));
    return prettyJson(document.result()) + '\n';
}

} // namespace Signalbox
