#pragma once

#include "core/filter/textmatcher.h"
#include "core/values/boundedregex.h"

#include <atomic>
#include <memory>
#include <optional>

namespace Signalbox {

/// The time that the regular expressions of one filter take, over all rows. A row that an
/// expression takes too long for does not match; when many did, those to come get next to none. Any
/// thread.
class PatternPatience
{
public:
    std::chrono::nanoseconds forText(qsizetype bytes) const;
    void wasGivenUp(std::chrono::nanoseconds after);
    quint64 givenUp() const { return m_givenUp.load(std::memory_order_relaxed); } ///< texts

private:
    std::atomic<qint64> m_spent{0}; ///< nanoseconds on texts that were given up
    std::atomic<quint64> m_givenUp{0};
};

/// Finds a regular expression in texts, within its filter's patience. A value; any thread.
class PatternMatcher
{
public:
    PatternMatcher(const QString &pattern, bool ignoresCase,
                   std::shared_ptr<PatternPatience> patience);

    const BoundedRegex &regex() const { return m_regex; }
    bool isIn(QByteArrayView utf8) const;
    bool isIn(const QString &text) const { return isIn(QByteArrayView(text.toUtf8())); }

private:
    BoundedRegex m_regex;
    std::optional<TextMatcher> m_required; ///< what each text that fits holds
    std::shared_ptr<PatternPatience> m_patience;
};

} // namespace Signalbox
