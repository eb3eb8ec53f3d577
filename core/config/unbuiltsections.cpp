#include "core/config/unbuiltsections.h"

#include "core/config/objectreader.h"

#include <initializer_list>
#include <limits>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

enum class Shape : quint8 {
    Flag,
    Text,
    Name, ///< a text that is not empty
    Path, ///< starts with '/'
    Method,
};

struct Field
{
    QString key;
    Shape shape;
    bool required = false;
};

struct Section
{
    QString key;
    QList<Field> fields;
    QStringList actions; ///< keys of which an entry has exactly one; none: it has no action
};

QList<Section> sections()
{
    const Field enabled{u"enabled"_s, Shape::Flag};
    const Field script{u"script"_s, Shape::Text};
    const Field scriptFile{u"scriptFile"_s, Shape::Name};
    const QStringList scripts{u"script"_s, u"scriptFile"_s};
    return {
        {u"signalRoutes"_s, {{u"path"_s, Shape::Path, true}, enabled, script, scriptFile}, scripts},
        {u"httpRoutes"_s,
         {{u"method"_s, Shape::Method, true},
          {u"path"_s, Shape::Path, true},
          enabled,
          script,
          scriptFile},
         scripts},
        {u"pages"_s, {{u"path"_s, Shape::Path, true}, {u"directory"_s, Shape::Name, true}}, {}},
        {u"events"_s,
         {{u"type"_s, Shape::Name, true}, {u"path"_s, Shape::Path}, enabled, script, scriptFile},
         scripts},
    };
}

void checkField(const ObjectReader &entry, const Field &field)
{
    if (!entry.has(field.key))
        return;
    switch (field.shape) {
    case Shape::Flag:
        entry.boolean(field.key, false);
        return;
    case Shape::Text:
        entry.text(field.key);
        return;
    case Shape::Name:
        if (entry.text(field.key, u"-"_s).isEmpty())
            entry.refuse(field.key, u"must not be empty"_s);
        return;
    case Shape::Path:
        if (!entry.text(field.key, u"/"_s).startsWith(u'/'))
            entry.refuse(field.key, u"must start with a slash"_s);
        return;
    case Shape::Method:
        entry.choice(
            field.key, 0,
            {u"GET"_s, u"HEAD"_s, u"POST"_s, u"PUT"_s, u"PATCH"_s, u"DELETE"_s, u"OPTIONS"_s});
        return;
    }
}

void checkEntry(const Section &section, const JsonNode &node, const QString &path,
                ProblemList &problems)
{
    QStringList known;
    for (const Field &field : section.fields)
        known.append(field.key);
    const ObjectReader entry(node, path, known, problems);
    if (node.kind != JsonNode::Kind::Object)
        return;
    for (const Field &field : section.fields) {
        if (field.required && !entry.has(field.key))
            entry.refuseMissing(field.key, u"is missing"_s);
        checkField(entry, field);
    }
    if (!section.actions.isEmpty())
        entry.oneOf(section.actions);
}

void checkJournal(const ObjectReader &document)
{
    const QString key = u"journal"_s;
    const JsonMember *member = document.member(key);
    if (!member)
        return;
    const ObjectReader journal(member->value, document.pathOf(key),
                               {u"enabled"_s, u"file"_s, u"days"_s, u"maxBytes"_s},
                               document.problems());
    const bool enabled = journal.boolean(u"enabled"_s, true);
    journal.text(u"file"_s);
    journal.integer(u"days"_s, 0, 0, 36'500);
    journal.integer(u"maxBytes"_s, 0, 0, std::numeric_limits<qint64>::max());
    if (enabled && !member->value.members.empty())
        document.refuseUnbuilt(key);
}

/// A section with one text that must be empty for now.
void checkEmptyText(const ObjectReader &document, const QString &section, const QString &key)
{
    const JsonMember *member = document.member(section);
    if (!member)
        return;
    const ObjectReader reader(member->value, document.pathOf(section), {key}, document.problems());
    if (!reader.text(key).isEmpty())
        reader.refuseUnbuilt(key);
}

} // namespace

void checkUnbuiltSections(const ObjectReader &document)
{
    for (const Section &section : sections()) {
        const bool given =
            document.items(section.key, [&](const JsonNode &node, const QString &path) {
                checkEntry(section, node, path, document.problems());
            });
        if (given && !document.member(section.key)->value.isEmpty())
            document.refuseUnbuilt(section.key);
    }
    checkJournal(document);
    checkEmptyText(document, u"api"_s, u"token"_s);
    checkEmptyText(document, u"relay"_s, u"url"_s);
}

} // namespace Signalbox
