#include "core/config/routewriter.h"

#include "core/config/configuration.h"
#include "core/config/documentkeys.h"
#include "core/json/objectwriter.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

void addEnabled(ObjectWriter &entry, bool enabled)
{
    if (!enabled)
        entry.add("enabled", "false");
}

void addScript(ObjectWriter &entry, const ScriptConfig &script)
{
    if (script.fileName.isEmpty())
        entry.add("script", json(script.source));
    else
        entry.add("scriptFile", json(script.fileName));
}

QByteArray conditionObject(const RuleCondition &config)
{
    ObjectWriter condition;
    condition.addUnlessEmpty("jsonPath", config.jsonPath);
    if (config.contains)
        condition.add("contains", json(*config.contains));
    if (config.equals)
        condition.add("equals", *config.equals);
    condition.addUnlessEmpty("matches", config.matches);
    return condition.result();
}

QByteArray actionObject(const RuleAction &config)
{
    ObjectWriter action;
    switch (config.kind) {
    case RuleAction::Kind::Pass:
        action.add("pass", "true");
        break;
    case RuleAction::Kind::Reply:
        action.add("reply", config.value);
        break;
    case RuleAction::Kind::SendTo: {
        ObjectWriter to;
        to.addUnlessEmpty("path", config.path);
        to.addUnlessEmpty("group", config.group);
        to.addUnlessEmpty("clientId", config.clientId);
        to.add("value", config.value);
        action.add("sendTo", to.result());
        break;
    }
    case RuleAction::Kind::Drop:
        action.add("drop", json(config.reason));
        break;
    case RuleAction::Kind::Close: {
        ObjectWriter close;
        close.add("code", json(config.code));
        close.addUnlessEmpty("reason", config.reason);
        action.add("close", close.result());
        break;
    }
    }
    return action.result();
}

QByteArray rulesList(const QList<RuleConfig> &rules)
{
    QByteArrayList entries;
    for (const RuleConfig &config : rules) {
        ObjectWriter rule;
        if (config.condition != RuleCondition{})
            rule.add("if", conditionObject(config.condition));
        rule.add("then", actionObject(config.action));
        entries.append(rule.result());
    }
    return '[' + entries.join(',') + ']';
}

} // namespace

void addRoutes(ObjectWriter &document, const Configuration &configuration)
{
    QByteArrayList entries;
    for (const SignalRouteConfig &route : configuration.signalRoutes) {
        ObjectWriter entry;
        entry.add("path", json(route.path));
        addEnabled(entry, route.enabled);
        if (route.rules.isEmpty())
            addScript(entry, route.script);
        else
            entry.add("rules", rulesList(route.rules));
        entries.append(entry.result());
    }
    document.addList("signalRoutes", entries);
    entries.clear();
    for (const HttpRouteConfig &route : configuration.httpRoutes) {
        ObjectWriter entry;
        entry.add("method", json(route.method));
        entry.add("path", json(route.path));
        addEnabled(entry, route.enabled);
        addScript(entry, route.script);
        entries.append(entry.result());
    }
    document.addList("httpRoutes", entries);
    entries.clear();
    for (const PagesConfig &pages : configuration.pages) {
        ObjectWriter entry;
        entry.add("path", json(pages.path));
        entry.add("directory", json(pages.directory));
        entries.append(entry.result());
    }
    document.addList("pages", entries);
}

void addEvents(ObjectWriter &document, const Configuration &configuration)
{
    QByteArrayList entries;
    for (const EventConfig &event : configuration.events) {
        ObjectWriter entry;
        entry.add("type", json(eventTypeNames().at(int(event.type))));
        if (event.path != EventConfig().path)
            entry.add("path", json(event.path));
        addEnabled(entry, event.enabled);
        addScript(entry, event.script);
        entries.append(entry.result());
    }
    document.addList("events", entries);
}

} // namespace Signalbox
