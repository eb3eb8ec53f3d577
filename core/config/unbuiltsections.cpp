#include "core/config/unbuiltsections.h"

#include "core/config/objectreader.h"

#include <initializer_list>
#include <limits>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

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
    checkJournal(document);
    checkEmptyText(document, u"api"_s, u"token"_s);
    checkEmptyText(document, u"relay"_s, u"url"_s);
}

} // namespace Signalbox
