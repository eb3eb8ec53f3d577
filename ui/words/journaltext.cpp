#include "ui/words/journaltext.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

struct JournalText
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

} // namespace

QString journalRowText(const LogEntry &entry, const QString &detail)
{
    switch (entry.why) {
    case Why::JournalBroken:
        return withDetail(JournalText::tr("the log on disk was damaged; a new one begins, and the "
                                          "damaged file was kept"),
                          detail);
    case Why::JournalFailed:
        return withDetail(JournalText::tr("the log is not being saved"), detail);
    case Why::JournalResumed:
        if (entry.count == 0)
            return JournalText::tr("the log is being saved again");
        return entry.count == 1
                   ? JournalText::tr("the log is being saved again; 1 row in between is not")
                   : JournalText::tr("the log is being saved again; %1 rows in between are not")
                         .arg(exactNumber(entry.count));
    case Why::NotSaved:
        return withDetail(
            entry.count == 1
                ? JournalText::tr("1 row was not saved here")
                : JournalText::tr("%1 rows were not saved here").arg(exactNumber(entry.count)),
            detail);
    default:
        return {};
    }
}

} // namespace Signalbox
