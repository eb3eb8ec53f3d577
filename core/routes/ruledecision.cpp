#include "core/routes/ruledecision.h"

using namespace Qt::StringLiterals;

namespace Signalbox {

RuleDecision decide(const std::vector<Rule> &rules, TemplateValues values,
                    std::atomic<quint64> &runs, std::chrono::nanoseconds atMost)
{
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + atMost;
    std::chrono::nanoseconds left = atMost;
    for (size_t i = 0; i < rules.size(); ++i) {
        if (i > 0)
            left = end - Clock::now();
        const Rule::Fit fit =
            left > left.zero() ? rules[i].fits(values.message, left) : Rule::Fit::OutOfTime;
        if (fit == Rule::Fit::No)
            continue;
        if (fit == Rule::Fit::OutOfTime)
            return {.result = RuleDecision::Result::OutOfTime, .rule = i};
        values.counter = runs.fetch_add(1) + 1;
        return {.result = RuleDecision::Result::Fits, .rule = i, .effect = rules[i].effect(values)};
    }
    return {};
}

QString outOfTime(size_t rule, std::chrono::milliseconds atMost, qsizetype messageBytes)
{
    return u"rule %1 was not done with %2 bytes after %3 ms"_s.arg(rule + 1)
        .arg(messageBytes)
        .arg(atMost.count());
}

} // namespace Signalbox
