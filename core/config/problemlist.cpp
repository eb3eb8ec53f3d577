#include "core/config/problemlist.h"

#include "core/json/textposition.h"

#include <algorithm>

namespace Signalbox {

void ProblemList::add(const QString &key, qsizetype offset, const QString &detail, Error::Code code)
{
    const bool ends = detail.endsWith(u'.') || detail.endsWith(u'?');
    m_entries.append({key, offset, {code, ends ? detail : QString(detail + u'.')}});
}

QList<ConfigurationProblem> ProblemList::located(QByteArrayView document) const
{
    QList<Entry> sorted = m_entries;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Entry &a, const Entry &b) { return a.offset < b.offset; });
    QList<ConfigurationProblem> problems;
    TextPosition at; // each place is found from the one before, so that many problems stay one pass
    for (const Entry &entry : std::as_const(sorted)) {
        const TextPosition step = positionOf(document.sliced(at.offset), entry.offset - at.offset);
        at.column = step.line == 1 ? at.column + step.column - 1 : step.column;
        at.line += step.line - 1;
        at.offset += step.offset;
        problems.append({entry.key, at.line, at.column, entry.error});
    }
    return problems;
}

} // namespace Signalbox
