#include "core/config/banreader.h"

#include "core/config/objectreader.h"
#include "core/json/objectwriter.h"
#include "core/values/utc.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostBans = 10'000;

BanConfig readBan(const JsonNode &node, const QString &path, ProblemList &problems)
{
    const ObjectReader reader(node, path, {u"address"_s, u"until"_s, u"note"_s}, problems);
    BanConfig ban;
    ban.address = reader.text(u"address"_s);
    if (!reader.has(u"address"_s))
        reader.refuseMissing(u"address"_s, u"is missing"_s);
    else if (!isBanAddress(ban.address))
        reader.refuse(u"address"_s,
                      u"must be an IP address or a network such as \"10.0.0.0/24\", not %1"_s.arg(
                          quoted(ban.address)));
    if (const QString until = reader.text(u"until"_s); !until.isEmpty()) {
        const QDateTime time = QDateTime::fromString(until, Qt::ISODate);
        if (time.isValid())
            ban.until = QDateTime::fromSecsSinceEpoch(time.toSecsSinceEpoch(), Utc);
        else
            reader.refuse(u"until"_s,
                          u"must be a date and time such as \"2026-11-24T18:00:00Z\", not %1"_s.arg(
                              quoted(until)));
    }
    if (reader.has(u"note"_s))
        ban.note = reader.name(u"note"_s);
    return ban;
}

} // namespace

QList<BanConfig> readBans(const ObjectReader &document)
{
    QList<BanConfig> bans;
    document.items(u"bans"_s, [&](const JsonNode &item, const QString &path) {
        bans.append(readBan(item, path, document.problems()));
    });
    if (bans.size() > MostBans)
        document.refuse(u"bans"_s, u"must be at most %1"_s.arg(MostBans));
    return bans;
}

void addBans(ObjectWriter &document, const QList<BanConfig> &bans)
{
    QByteArrayList entries;
    for (const BanConfig &ban : bans) {
        ObjectWriter entry;
        entry.add("address", json(ban.address));
        if (ban.until)
            entry.add("until", json(ban.until->toString(Qt::ISODate)));
        entry.addUnlessEmpty("note", ban.note);
        entries.append(entry.result());
    }
    document.addList("bans", entries);
}

} // namespace Signalbox
