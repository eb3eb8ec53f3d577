#pragma once

#include <QString>
#include <QStringView>

namespace Signalbox {

// What an editor can hold without keeping the window waiting: Qt lays a paragraph out as a whole
// whenever one of its characters changes, and makes a block of each line of a text.

inline constexpr qsizetype LongestLine = 50'000; ///< UTF-16 units
inline constexpr qsizetype LongestText = 500'000; ///< UTF-16 units
inline constexpr qsizetype MostLines = 20'000;
/// A line with more is broken anywhere: to look for words in one that has none takes a time that
/// grows with its square.
inline constexpr qsizetype LongestWordWrapped = 4'000;

/// Of the longest line, in UTF-16 units. Pure; any thread, like all of these.
qsizetype longestLine(QStringView text);
/// Whether it is more than an editor should hold.
bool isLongText(QStringView text);
/// "10.2 MB in one line", "9.6 MB in 200,000 lines".
QString longTextWords(const QString &text);

} // namespace Signalbox
