#pragma once

#include <QString>
#include <QStringView>

namespace Signalbox {

/// A text with * for any characters, also none, and ? for one; in any case. Takes at most time in
/// proportion to both lengths multiplied, whatever the pattern. A value.
class GlobMatcher
{
public:
    explicit GlobMatcher(const QString &glob)
        : m_glob(glob)
    {
    }

    static bool isGlob(const QString &text) { return text.contains(u'*') || text.contains(u'?'); }
    bool matches(QStringView text) const; ///< the whole of it

private:
    QString m_glob;
};

} // namespace Signalbox
