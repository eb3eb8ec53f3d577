#include "core/filter/patternmatcher.h"

#include "core/filter/requiredtext.h"

namespace Signalbox {

using namespace std::chrono_literals;

namespace {

constexpr auto ForAText = 10ms;
constexpr auto ForTheLast = 20us; ///< of a filter that has no patience any more
constexpr qint64 NanosecondsForAByte = 50; ///< large texts take longer without any harm in it
constexpr auto Patience = 500ms; ///< for all texts together that are given up

} // namespace

std::chrono::nanoseconds PatternPatience::forText(qsizetype bytes) const
{
    const bool isOver =
        m_spent.load(std::memory_order_relaxed) >= std::chrono::nanoseconds(Patience).count();
    const std::chrono::nanoseconds forText =
        isOver ? std::chrono::nanoseconds(ForTheLast) : ForAText;
    return forText + std::chrono::nanoseconds(isOver ? 0 : bytes * NanosecondsForAByte);
}

void PatternPatience::wasGivenUp(std::chrono::nanoseconds after)
{
    m_spent.fetch_add(after.count(), std::memory_order_relaxed);
    m_givenUp.fetch_add(1, std::memory_order_relaxed);
}

PatternMatcher::PatternMatcher(const QString &pattern, bool ignoresCase,
                               std::shared_ptr<PatternPatience> patience)
    : m_regex(pattern, ignoresCase ? Qt::CaseInsensitive : Qt::CaseSensitive)
    , m_patience(std::move(patience))
{
    if (const QString required = requiredText(pattern, ignoresCase); !required.isEmpty())
        m_required.emplace(required, ignoresCase ? Qt::CaseInsensitive : Qt::CaseSensitive);
}

bool PatternMatcher::isIn(QByteArrayView utf8) const
{
    if (m_required && !m_required->isIn(utf8))
        return false;
    const std::chrono::nanoseconds atMost = m_patience->forText(utf8.size());
    const BoundedRegex::Fit fit = m_regex.match(utf8, atMost);
    if (fit == BoundedRegex::Fit::Unknown)
        m_patience->wasGivenUp(atMost);
    return fit == BoundedRegex::Fit::Yes;
}

} // namespace Signalbox
