#include "core/config/objectreader.h"

#include "core/config/endpointrules.h"
#include "core/config/nearestkey.h"

#include <QSet>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

QString quoted(const QString &text)
{
    constexpr qsizetype Longest = 48;
    return text.size() <= Longest ? QString(u'\'' % text % u'\'')
                                  : QString(u'\'' % text.left(Longest) % u"…'"_s);
}

QString describeValue(const JsonNode &node)
{
    switch (node.kind) {
    case JsonNode::Kind::Null:
        return u"null"_s;
    case JsonNode::Kind::Boolean:
        return QString::fromLatin1(node.token);
    case JsonNode::Kind::Number:
        return node.token.size() <= 24 ? u"the number "_s + QString::fromLatin1(node.token)
                                       : u"a very long number"_s;
    case JsonNode::Kind::String:
        return u"a text"_s;
    case JsonNode::Kind::Array:
        return u"a list"_s;
    case JsonNode::Kind::Object:
        return u"an object"_s;
    }
    Q_UNREACHABLE();
}

ObjectReader::ObjectReader(const JsonNode &node, QString path, QStringList known,
                           ProblemList &problems)
    : m_node(node)
    , m_path(std::move(path))
    , m_known(std::move(known))
    , m_problems(problems)
{
    if (node.kind == JsonNode::Kind::Object) {
        checkKeys();
        return;
    }
    const QString name = m_path.isEmpty() ? u"the document"_s : quoted(m_path.section(u'.', -1));
    m_problems.add(m_path, node.offset,
                   u"%1 must be an object in braces, not %2"_s.arg(name, describeValue(node)));
}

void ObjectReader::checkKeys() const
{
    QSet<QString> seen;
    for (const JsonMember &member : m_node.members) {
        const QString path = pathOf(member.key);
        if (seen.contains(member.key)) {
            m_problems.add(path, member.offset,
                           u"%1 is given twice; keep one of them"_s.arg(quoted(member.key)));
            continue;
        }
        seen.insert(member.key);
        if (m_known.contains(member.key))
            continue;
        const QString nearest = nearestKey(member.key, m_known);
        const QString hint = nearest.isEmpty()
                                 ? u"the keys here are %1"_s.arg(m_known.join(u", "_s))
                                 : u"did you mean '%1'?"_s.arg(nearest);
        m_problems.add(path, member.offset,
                       u"%1 is not a known key; %2"_s.arg(quoted(member.key), hint));
    }
}

QString ObjectReader::pathOf(const QString &key) const
{
    return m_path.isEmpty() ? key : QString(m_path % u'.' % key);
}

QString ObjectReader::text(const QString &key, const QString &fallback) const
{
    const JsonMember *found = member(key);
    if (!found)
        return fallback;
    if (found->value.kind == JsonNode::Kind::String)
        return found->value.text;
    refuseType(key, found->value, u"a text in double quotes"_s);
    return fallback;
}

QString ObjectReader::name(const QString &key) const
{
    const QString name = text(key);
    const JsonMember *found = member(key);
    if (!found || found->value.kind != JsonNode::Kind::String || isName(name))
        return name;
    refuse(key, u"must have 1 to %1 characters, all of them visible"_s.arg(LongestName));
    return {};
}

QString ObjectReader::oneOf(const QStringList &keys) const
{
    QStringList given;
    for (const QString &key : keys)
        if (has(key))
            given.append(key);
    const QString all = keys.mid(0, keys.size() - 1).join(u"', '"_s) + u"' or '"_s + keys.last();
    if (given.size() == 1)
        return given.first();
    if (given.isEmpty())
        refuseMissing(keys.first(), u"is missing: give '%1'"_s.arg(all));
    else
        refuse(given.last(), u"is one too many: give only one of '%1'"_s.arg(all));
    return {};
}

bool ObjectReader::boolean(const QString &key, bool fallback) const
{
    const JsonMember *found = member(key);
    if (!found)
        return fallback;
    if (found->value.kind == JsonNode::Kind::Boolean)
        return found->value.token == "true";
    refuseType(key, found->value, u"true or false"_s);
    return fallback;
}

qint64 ObjectReader::integer(const QString &key, qint64 fallback, qint64 minimum,
                             qint64 maximum) const
{
    const JsonMember *found = member(key);
    if (!found)
        return fallback;
    const JsonNode &value = found->value;
    bool isWhole = false;
    if (value.kind == JsonNode::Kind::Number) {
        const qint64 number = value.token.toLongLong(&isWhole);
        if (isWhole && number >= minimum && number <= maximum)
            return number;
    }
    refuseType(
        key, value,
        u"a whole number from %1 to %2"_s.arg(QString::number(minimum), QString::number(maximum)));
    return fallback;
}

QStringList ObjectReader::texts(const QString &key, bool (*isGood)(const QString &),
                                const QString &rule) const
{
    QStringList texts;
    items(key, [&](const JsonNode &item, const QString &path) {
        const bool isText = item.kind == JsonNode::Kind::String;
        if (isText && (!isGood || isGood(item.text))) {
            texts.append(item.text);
            return;
        }
        m_problems.add(
            path, item.offset,
            u"'%1' must be %2, not %3"_s.arg(path.section(u'.', -1), rule,
                                             isText ? quoted(item.text) : describeValue(item)));
    });
    return texts;
}

qsizetype ObjectReader::choice(const QString &key, qsizetype fallback,
                               const QStringList &choices) const
{
    const JsonMember *found = member(key);
    if (!found)
        return fallback;
    QStringList names;
    for (const QString &choice : choices)
        names.append(u'"' + choice + u'"');
    const QString last = names.takeLast();
    const QString expected =
        names.isEmpty() ? last : QString(names.join(u", "_s) % u" or "_s % last);
    if (found->value.kind != JsonNode::Kind::String) {
        refuseType(key, found->value, expected);
        return fallback;
    }
    const qsizetype index = choices.indexOf(found->value.text);
    if (index >= 0)
        return index;
    refuse(key, u"must be %1, not %2"_s.arg(expected, quoted(found->value.text)));
    return fallback;
}

bool ObjectReader::items(
    const QString &key,
    const std::function<void(const JsonNode &item, const QString &path)> &read) const
{
    const JsonMember *found = member(key);
    if (!found)
        return false;
    if (found->value.kind != JsonNode::Kind::Array) {
        refuseType(key, found->value, u"a list in square brackets"_s);
        return false;
    }
    qsizetype index = 0;
    for (const JsonNode &item : found->value.items)
        read(item, u"%1[%2]"_s.arg(pathOf(key), QString::number(index++)));
    return true;
}

void ObjectReader::refuse(const QString &key, const QString &rule) const
{
    const JsonMember *found = member(key);
    Q_ASSERT(found);
    m_problems.add(pathOf(key), found->value.offset, quoted(key) % u' ' % rule);
}

void ObjectReader::refuseMissing(const QString &key, const QString &rule) const
{
    m_problems.add(pathOf(key), m_node.offset, quoted(key) % u' ' % rule);
}

void ObjectReader::refuseUnbuilt(const QString &key, const QString &what) const
{
    const JsonMember *found = member(key);
    Q_ASSERT(found);
    m_problems.add(
        pathOf(key), found->offset,
        QString((what.isEmpty() ? quoted(key) : what) % u" is not supported yet; leave it out"_s),
        Error::Code::NotSupported);
}

void ObjectReader::refuseType(const QString &key, const JsonNode &value,
                              const QString &expected) const
{
    m_problems.add(pathOf(key), value.offset,
                   u"%1 must be %2, not %3"_s.arg(quoted(key), expected, describeValue(value)));
}

} // namespace Signalbox
