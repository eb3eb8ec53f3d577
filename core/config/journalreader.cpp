#include "core/config/journalreader.h"

#include "core/config/objectreader.h"

#include <limits>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxDays = 36'500; // a hundred years

} // namespace

JournalConfig readJournal(const ObjectReader &document)
{
    JournalConfig config;
    const QString key = u"journal"_s;
    const JsonMember *member = document.member(key);
    if (!member)
        return config;
    const ObjectReader journal(member->value, document.pathOf(key),
                               {u"enabled"_s, u"file"_s, u"days"_s, u"maxBytes"_s},
                               document.problems());
    if (journal.has(u"enabled"_s))
        config.enabled = journal.boolean(u"enabled"_s, true);
    config.file = journal.text(u"file"_s);
    config.days = int(journal.integer(u"days"_s, config.days, 0, MaxDays));
    config.maxBytes =
        journal.integer(u"maxBytes"_s, config.maxBytes, 0, std::numeric_limits<qint64>::max());
    if (config.maxBytes > 0 && config.maxBytes < JournalConfig::SmallestMaxBytes)
        journal.refuse(u"maxBytes"_s,
                       u"must be 0 or at least %1 (1 MiB)"_s.arg(JournalConfig::SmallestMaxBytes));
    return config;
}

} // namespace Signalbox
