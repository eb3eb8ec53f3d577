#pragma once

#include "core/routes/rule.h"

#include <atomic>
#include <chrono>
#include <vector>

namespace Signalbox {

/// What the rules of a route make of a message.
struct RuleDecision
{
    enum class Result : quint8 {
        NoneFits,
        Fits,
        OutOfTime, ///< nothing is known
    };
    Result result = Result::NoneFits;
    size_t rule = 0; ///< Fits: which of them. OutOfTime: where the time ended
    ScriptEffect effect{}; ///< Fits: what it asks for

    bool isPass() const
    {
        return result == Result::NoneFits
               || (result == Result::Fits && effect.kind == ScriptEffect::Kind::Pass);
    }
};

/// The first rule that fits. The decision takes `atMost`, or hardly more, however long the message
/// is. `runs`: counted up when one fits; what placeholders call the counter.
RuleDecision decide(const std::vector<Rule> &rules, TemplateValues values,
                    std::atomic<quint64> &runs, std::chrono::nanoseconds atMost);

/// What is said of a message that ran out of time.
QString outOfTime(size_t rule, std::chrono::milliseconds atMost, qsizetype messageBytes);

} // namespace Signalbox
