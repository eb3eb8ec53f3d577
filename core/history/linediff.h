#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace Signalbox {

/// A line of two texts laid over each other.
struct DiffLine
{
    enum class Kind : quint8 { Same, Removed, Added };
    Kind kind = Kind::Same;
    QString text; ///< without its line end
    int oldNumber = 0; ///< 1-based; 0: the old text does not have it
    int newNumber = 0;

    bool operator==(const DiffLine &) const = default;
};

/// What turns `before` into `after`, line by line: the shortest such list, what goes before what
/// comes. Texts that differ in more than MaxDiffEdits lines are compared only where they begin and
/// end alike; what is between goes and comes whole. Pure; any thread.
QList<DiffLine> lineDiff(const QString &before, const QString &after);

inline constexpr int MaxDiffEdits = 2'000;

/// How many lines come and go.
struct DiffSize
{
    int added = 0;
    int removed = 0;

    bool operator==(const DiffSize &) const = default;
};
DiffSize sizeOf(const QList<DiffLine> &diff);

} // namespace Signalbox
