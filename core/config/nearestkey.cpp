#include "core/config/nearestkey.h"

#include <QList>

#include <algorithm>

namespace Signalbox {

namespace {

/// Edits that make `b` of `a`; a swap of neighbours is one (the restricted Damerau-Levenshtein
/// distance).
int editDistance(const QString &a, const QString &b)
{
    QList<int> beforeLast(b.size() + 1);
    QList<int> last(b.size() + 1);
    QList<int> current(b.size() + 1);
    for (int j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (int i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (int j = 1; j <= b.size(); ++j) {
            const bool same = a[i - 1] == b[j - 1];
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], beforeLast[j - 2] + 1);
        }
        beforeLast.swap(last);
        last.swap(current);
    }
    return last.back();
}

} // namespace

QString nearestKey(const QString &written, const QStringList &candidates)
{
    QString nearest;
    int best = 3;
    for (const QString &candidate : candidates) {
        if (std::abs(written.size() - candidate.size()) >= best)
            continue;
        const int distance = editDistance(written.toLower(), candidate.toLower());
        if (distance < best && 2 * distance <= candidate.size()) {
            best = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

} // namespace Signalbox
