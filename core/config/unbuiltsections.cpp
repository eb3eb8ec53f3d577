#include "core/config/unbuiltsections.h"

#include "core/config/objectreader.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

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
    checkEmptyText(document, u"api"_s, u"token"_s);
    checkEmptyText(document, u"relay"_s, u"url"_s);
}

} // namespace Signalbox
