#pragma once

#include "core/filter/entrywords.h"
#include "core/filter/logfilter.h"
#include "core/filter/textmatcher.h"

#include <array>
#include <atomic>

namespace Signalbox {

/// What rows without a payload say, by kind and rule; worded once per filter, and only when needed.
/// Any thread.
class SentenceMatcher
{
public:
    SentenceMatcher(TextMatcher matcher, EntryWording wording)
        : m_matcher(std::move(matcher))
        , m_wording(std::move(wording))
    {
        for (std::atomic<qint8> &known : m_known)
            known.store(Unknown, std::memory_order_relaxed);
    }

    bool matches(const LogEntry &entry) const
    {
        std::atomic<qint8> &slot = m_known[size_t(int(entry.kind) * WhyCount + int(entry.why))];
        qint8 known = slot.load(std::memory_order_relaxed);
        if (known == Unknown) {
            LogEntry bare;
            bare.kind = entry.kind;
            bare.why = entry.why;
            bare.failed = entry.failed;
            known = m_matcher.isIn(QStringView(m_wording.why(bare)))
                    || m_matcher.isIn(QStringView(m_wording.kind(entry.kind)));
            slot.store(known, std::memory_order_relaxed);
        }
        return known == 1 || m_matcher.isIn(QStringView(entry.detail))
               || m_matcher.isIn(QStringView(entry.timer));
    }

private:
    static constexpr qint8 Unknown = -1;

    TextMatcher m_matcher;
    EntryWording m_wording;
    mutable std::array<std::atomic<qint8>, size_t(LogKindCount *WhyCount)> m_known;
};

} // namespace Signalbox
