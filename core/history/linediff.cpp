#include "core/history/linediff.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace Signalbox {

namespace {

QStringList linesOf(const QString &text)
{
    QStringList lines = text.split(u'\n');
    if (lines.last().isEmpty()) // a line end ends a line, it does not begin another
        lines.removeLast();
    return lines;
}

/// E. Myers, "An O(ND) difference algorithm and its variations" (1986), the greedy form: for each
/// number of edits, how far along each diagonal of the edit graph one can get.
class Myers
{
public:
    Myers(const QStringList &before, const QStringList &after)
        : m_before(before)
        , m_after(after)
    {
    }

    /// From the last edit to the first; nullopt: there are more than MaxDiffEdits.
    std::optional<QList<DiffLine>> edits()
    {
        const auto n = int(m_before.size());
        const auto m = int(m_after.size());
        const int most = std::min(n + m, MaxDiffEdits);
        std::vector<int> furthest(size_t(2 * most + 3), 0); // by diagonal
        const auto at = [&furthest, most](int diagonal) -> int & {
            return furthest[size_t(diagonal + most + 1)];
        };
        for (int count = 0; count <= most; ++count) {
            // no more than this round looks at is kept: the sum stays a square of the edits
            m_rounds.emplace_back(furthest.begin() + (most - count),
                                  furthest.begin() + (most + count + 3));
            for (int diagonal = -count; diagonal <= count; diagonal += 2) {
                const bool down = diagonal == -count
                                  || (diagonal != count && at(diagonal - 1) < at(diagonal + 1));
                int x = down ? at(diagonal + 1) : at(diagonal - 1) + 1;
                while (x < n && x - diagonal < m && m_before.at(x) == m_after.at(x - diagonal))
                    ++x;
                at(diagonal) = x;
                if (x >= n && x - diagonal >= m)
                    return walkBack(count);
            }
        }
        return std::nullopt;
    }

private:
    QList<DiffLine> walkBack(int count) const
    {
        QList<DiffLine> edits;
        auto x = int(m_before.size());
        auto y = int(m_after.size());
        for (; count >= 0; --count) {
            const std::vector<int> &round = m_rounds[size_t(count)];
            const auto at = [&round, count](int diagonal) {
                return round[size_t(diagonal + count + 1)];
            };
            const int diagonal = x - y;
            const bool down =
                diagonal == -count || (diagonal != count && at(diagonal - 1) < at(diagonal + 1));
            const int fromX = down ? at(diagonal + 1) : at(diagonal - 1);
            const int fromY = fromX - (down ? diagonal + 1 : diagonal - 1);
            for (; x > fromX && y > fromY; --x, --y)
                edits.append({DiffLine::Kind::Same, m_before.at(x - 1), x, y});
            if (count > 0 && down)
                edits.append({DiffLine::Kind::Added, m_after.at(y - 1), 0, y});
            else if (count > 0)
                edits.append({DiffLine::Kind::Removed, m_before.at(x - 1), x, 0});
            x = fromX;
            y = fromY;
        }
        return edits;
    }

    const QStringList &m_before;
    const QStringList &m_after;
    std::vector<std::vector<int>> m_rounds; ///< before each number of edits: what was reached
};

QList<DiffLine> replaced(const QStringList &before, const QStringList &after)
{
    QList<DiffLine> lines;
    for (int i = 0; i < before.size(); ++i)
        lines.append({DiffLine::Kind::Removed, before.at(i), i + 1, 0});
    for (int i = 0; i < after.size(); ++i)
        lines.append({DiffLine::Kind::Added, after.at(i), 0, i + 1});
    return lines;
}

/// Within each run of changes, what goes stands before what comes.
void orderRuns(QList<DiffLine> &lines)
{
    const auto isSame = [](const DiffLine &line) { return line.kind == DiffLine::Kind::Same; };
    for (auto begin = lines.begin(); begin != lines.end();) {
        begin = std::find_if_not(begin, lines.end(), isSame);
        const auto end = std::find_if(begin, lines.end(), isSame);
        std::stable_partition(
            begin, end, [](const DiffLine &line) { return line.kind == DiffLine::Kind::Removed; });
        begin = end;
    }
}

} // namespace

QList<DiffLine> lineDiff(const QString &before, const QString &after)
{
    const QStringList oldLines = linesOf(before);
    const QStringList newLines = linesOf(after);
    const auto shorter = std::min(oldLines.size(), newLines.size());
    qsizetype head = 0;
    while (head < shorter && oldLines.at(head) == newLines.at(head))
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head
           && oldLines.at(oldLines.size() - 1 - tail) == newLines.at(newLines.size() - 1 - tail))
        ++tail;

    const QStringList oldMiddle = oldLines.mid(head, oldLines.size() - head - tail);
    const QStringList newMiddle = newLines.mid(head, newLines.size() - head - tail);
    QList<DiffLine> middle;
    if (const auto edits = Myers(oldMiddle, newMiddle).edits())
        middle = QList<DiffLine>(edits->crbegin(), edits->crend());
    else
        middle = replaced(oldMiddle, newMiddle);
    orderRuns(middle);

    QList<DiffLine> lines;
    lines.reserve(head + middle.size() + tail);
    for (qsizetype i = 0; i < head; ++i)
        lines.append({DiffLine::Kind::Same, oldLines.at(i), int(i) + 1, int(i) + 1});
    for (DiffLine line : std::as_const(middle)) {
        if (line.oldNumber > 0)
            line.oldNumber += int(head);
        if (line.newNumber > 0)
            line.newNumber += int(head);
        lines.append(line);
    }
    for (qsizetype i = tail; i > 0; --i) {
        const qsizetype oldAt = oldLines.size() - i;
        lines.append({DiffLine::Kind::Same, oldLines.at(oldAt), int(oldAt) + 1,
                      int(newLines.size() - i) + 1});
    }
    return lines;
}

DiffSize sizeOf(const QList<DiffLine> &diff)
{
    DiffSize size;
    for (const DiffLine &line : diff) {
        size.added += line.kind == DiffLine::Kind::Added ? 1 : 0;
        size.removed += line.kind == DiffLine::Kind::Removed ? 1 : 0;
    }
    return size;
}

} // namespace Signalbox
