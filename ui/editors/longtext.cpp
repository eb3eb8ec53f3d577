#include "ui/editors/longtext.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace Signalbox {

namespace {

struct LongTextWords
{
    Q_DECLARE_TR_FUNCTIONS(Signalbox::LongText)
};

} // namespace

qsizetype longestLine(QStringView text)
{
    qsizetype longest = 0;
    for (qsizetype begin = 0; begin <= text.size();) {
        const qsizetype found = text.indexOf(u'\n', begin);
        const qsizetype end = found < 0 ? text.size() : found;
        longest = std::max(longest, end - begin);
        begin = end + 1;
    }
    return longest;
}

bool isLongText(QStringView text)
{
    if (text.size() <= std::min(LongestLine, MostLines))
        return false;
    return text.size() > LongestText || text.count(u'\n') >= MostLines
           || longestLine(text) > LongestLine;
}

QString longTextWords(const QString &text)
{
    const QString bytes = shortBytes(quint64(text.toUtf8().size()));
    const qsizetype lines = text.count(u'\n') + 1;
    return lines == 1 ? LongTextWords::tr("%1 in one line").arg(bytes)
                      : LongTextWords::tr("%1 in %2 lines").arg(bytes, exactNumber(quint64(lines)));
}

} // namespace Signalbox
