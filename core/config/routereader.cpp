#include "core/config/routereader.h"

#include "core/config/configuration.h"
#include "core/config/documentkeys.h"
#include "core/config/messagetemplate.h"
#include "core/config/objectreader.h"
#include "core/json/jsonformat.h"
#include "core/json/jsonpath.h"
#include "core/values/boundedregex.h"
#include "core/values/closecode.h"
#include "core/values/pathpattern.h"

#include <QHash>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

/// Reads `path`, which must be a pattern that no other entry has. `taken`: keys of the others.
QString readPath(const ObjectReader &entry, QHash<QString, QString> *taken,
                 const QString &prefix = {})
{
    const QString key = u"path"_s;
    const QString path = entry.text(key);
    if (!entry.has(key)) {
        entry.refuseMissing(key, u"is missing"_s);
        return path;
    }
    const auto pattern = PathPattern::parse(path);
    if (!pattern) {
        entry.refuse(key, pattern.error().detail);
        return path;
    }
    if (!taken)
        return path;
    const QString place = prefix + pattern->key();
    if (const auto other = taken->constFind(place); other != taken->cend())
        entry.refuse(key,
                     u"must be unique, and %1 stands for the same paths"_s.arg(quoted(*other)));
    taken->insert(place, path);
    return path;
}

ScriptConfig readScript(const ObjectReader &entry, const QString &key)
{
    const QString text = entry.text(key);
    if (key == "script"_L1)
        return {.source = text};
    if (text.isEmpty() && entry.has(key))
        entry.refuse(key, u"must not be empty"_s);
    return {.fileName = text};
}

QByteArray bytesOf(const ObjectReader &entry, const QString &key, QByteArrayView text)
{
    const JsonNode &node = entry.member(key)->value;
    return compactJson(text.sliced(node.offset, node.size));
}

RuleCondition readCondition(const ObjectReader &rule, QByteArrayView text)
{
    const QString key = u"if"_s;
    RuleCondition condition;
    if (!rule.has(key))
        return condition;
    const ObjectReader reader(rule.member(key)->value, rule.pathOf(key),
                              {u"jsonPath"_s, u"contains"_s, u"equals"_s, u"matches"_s},
                              rule.problems());
    condition.jsonPath = reader.text(u"jsonPath"_s);
    if (reader.has(u"jsonPath"_s) && !JsonPath::parse(condition.jsonPath))
        reader.refuse(u"jsonPath"_s,
                      u"must be the way to a value, such as \"user.name\" or \"items[0].id\""_s);
    if (reader.has(u"contains"_s))
        condition.contains = reader.text(u"contains"_s);
    if (reader.has(u"equals"_s))
        condition.equals = bytesOf(reader, u"equals"_s, text);
    condition.matches = reader.text(u"matches"_s);
    if (const BoundedRegex pattern(condition.matches); !pattern.isValid())
        reader.refuse(u"matches"_s,
                      u"is no regular expression: %1 at character %2"_s.arg(
                          pattern.errorString(), QString::number(pattern.errorOffset() + 1)));
    return condition;
}

QByteArray readTemplate(const ObjectReader &entry, const QString &key, QByteArrayView text)
{
    const QByteArray value = bytesOf(entry, key, text);
    if (value == "null" || value == "\"\"")
        entry.refuse(key, u"must not be null or empty: there would be nothing to send"_s);
    else if (const auto parsed = MessageTemplate::parse(value); !parsed)
        entry.refuse(key, parsed.error().detail);
    return value;
}

/// A text that may hold placeholders.
QString readText(const ObjectReader &entry, const QString &key)
{
    const QString text = entry.text(key);
    if (const auto parsed = MessageTemplate::ofText(text); !parsed)
        entry.refuse(key, parsed.error().detail);
    return text;
}

void readSendTo(const ObjectReader &then, QByteArrayView text, RuleAction &action)
{
    const QString key = u"sendTo"_s;
    const QString value = u"value"_s;
    const ObjectReader reader(then.member(key)->value, then.pathOf(key),
                              {u"path"_s, u"group"_s, u"clientId"_s, value}, then.problems());
    action.path = readText(reader, u"path"_s);
    action.group = readText(reader, u"group"_s);
    action.clientId = readText(reader, u"clientId"_s);
    action.value = reader.has(value) ? readTemplate(reader, value, text) : "\"{{message}}\""_ba;
}

void readClose(const ObjectReader &then, RuleAction &action)
{
    const QString key = u"close"_s;
    const ObjectReader reader(then.member(key)->value, then.pathOf(key), {u"code"_s, u"reason"_s},
                              then.problems());
    action.code = quint16(reader.integer(u"code"_s, 1000, 1000, 4999));
    if (!isLegalCloseCode(action.code))
        reader.refuse(u"code"_s, u"must be one that may be sent: 1000, 1001, 1008, 1011 to 1013, "
                                 "or 3000 to 4999"_s);
    action.reason = readText(reader, u"reason"_s);
}

RuleAction readAction(const ObjectReader &rule, QByteArrayView text)
{
    RuleAction action;
    const QString key = u"then"_s;
    if (!rule.has(key)) {
        rule.refuseMissing(key, u"is missing: what is the rule to do?"_s);
        return action;
    }
    const QStringList kinds{u"reply"_s, u"sendTo"_s, u"drop"_s, u"close"_s, u"pass"_s};
    const ObjectReader then(rule.member(key)->value, rule.pathOf(key), kinds, rule.problems());
    if (then.node().kind != JsonNode::Kind::Object)
        return action;
    const QString kind = then.oneOf(kinds);
    if (kind == "reply"_L1) {
        action.kind = RuleAction::Kind::Reply;
        action.value = readTemplate(then, kind, text);
    } else if (kind == "sendTo"_L1) {
        action.kind = RuleAction::Kind::SendTo;
        readSendTo(then, text, action);
    } else if (kind == "drop"_L1) {
        action.kind = RuleAction::Kind::Drop;
        action.reason = readText(then, kind);
    } else if (kind == "close"_L1) {
        action.kind = RuleAction::Kind::Close;
        readClose(then, action);
    } else if (kind == "pass"_L1 && !then.boolean(kind, true)) {
        then.refuse(kind, u"can only be true"_s);
    }
    return action;
}

QList<RuleConfig> readRules(const ObjectReader &entry, QByteArrayView text)
{
    QList<RuleConfig> rules;
    const bool given = entry.items(u"rules"_s, [&](const JsonNode &item, const QString &path) {
        const ObjectReader rule(item, path, {u"if"_s, u"then"_s}, entry.problems());
        if (item.kind != JsonNode::Kind::Object)
            return;
        RuleConfig config;
        config.condition = readCondition(rule, text);
        config.action = readAction(rule, text);
        rules.append(config);
    });
    if (given && entry.member(u"rules"_s)->value.items.empty())
        entry.refuse(u"rules"_s, u"must not be empty"_s);
    return rules;
}

void readPages(const ObjectReader &document, Configuration &configuration)
{
    QHash<QString, QString> taken;
    document.items(u"pages"_s, [&](const JsonNode &item, const QString &path) {
        const ObjectReader entry(item, path, {u"path"_s, u"directory"_s}, document.problems());
        if (item.kind != JsonNode::Kind::Object)
            return;
        PagesConfig pages;
        pages.path = readPath(entry, &taken);
        if (pages.path.contains(u"/:"_s) || pages.path.contains(u'*'))
            entry.refuse(u"path"_s, u"must be where the pages begin, without parameters or *"_s);
        pages.directory = entry.text(u"directory"_s);
        if (!entry.has(u"directory"_s))
            entry.refuseMissing(u"directory"_s, u"is missing: which folder is to be served?"_s);
        else if (pages.directory.isEmpty())
            entry.refuse(u"directory"_s, u"must not be empty"_s);
        configuration.pages.append(pages);
    });
}

} // namespace

void readRoutes(const ObjectReader &document, QByteArrayView text, Configuration &configuration)
{
    const QString script = u"script"_s;
    const QString scriptFile = u"scriptFile"_s;
    const QString rules = u"rules"_s;
    QHash<QString, QString> taken;
    document.items(u"signalRoutes"_s, [&](const JsonNode &item, const QString &path) {
        const ObjectReader entry(item, path, {u"path"_s, u"enabled"_s, script, scriptFile, rules},
                                 document.problems());
        if (item.kind != JsonNode::Kind::Object)
            return;
        SignalRouteConfig route;
        route.path = readPath(entry, &taken);
        route.enabled = entry.boolean(u"enabled"_s, true);
        const QString action = entry.oneOf({script, scriptFile, rules});
        if (action == rules)
            route.rules = readRules(entry, text);
        else if (!action.isEmpty())
            route.script = readScript(entry, action);
        configuration.signalRoutes.append(route);
    });
    taken.clear();
    document.items(u"httpRoutes"_s, [&](const JsonNode &item, const QString &path) {
        const ObjectReader entry(item, path,
                                 {u"method"_s, u"path"_s, u"enabled"_s, script, scriptFile},
                                 document.problems());
        if (item.kind != JsonNode::Kind::Object)
            return;
        HttpRouteConfig route;
        if (!entry.has(u"method"_s))
            entry.refuseMissing(u"method"_s, u"is missing"_s);
        route.method = httpMethodNames().at(entry.choice(u"method"_s, 0, httpMethodNames()));
        route.path = readPath(entry, &taken, route.method + u' ');
        route.enabled = entry.boolean(u"enabled"_s, true);
        if (const QString action = entry.oneOf({script, scriptFile}); !action.isEmpty())
            route.script = readScript(entry, action);
        configuration.httpRoutes.append(route);
    });
    readPages(document, configuration);
    document.items(u"events"_s, [&](const JsonNode &item, const QString &path) {
        const ObjectReader entry(item, path,
                                 {u"type"_s, u"path"_s, u"enabled"_s, script, scriptFile},
                                 document.problems());
        if (item.kind != JsonNode::Kind::Object)
            return;
        EventConfig event;
        if (!entry.has(u"type"_s))
            entry.refuseMissing(u"type"_s, u"is missing"_s);
        event.type = EventType(entry.choice(u"type"_s, 0, eventTypeNames()));
        if (entry.has(u"path"_s))
            event.path = readPath(entry, nullptr);
        event.enabled = entry.boolean(u"enabled"_s, true);
        if (const QString action = entry.oneOf({script, scriptFile}); !action.isEmpty())
            event.script = readScript(entry, action);
        configuration.events.append(event);
    });
}

} // namespace Signalbox
