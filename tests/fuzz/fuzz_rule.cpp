// Patterns of rules, and the messages that they are to fit: in time, whatever both are.
#include "core/routes/ruledecision.h"
#include "fuzzing.h"

namespace Signalbox {

void fuzz(QByteArrayView input)
{
    using namespace std::chrono_literals;
    // the first line is the pattern, the second a part of the message
    const qsizetype line = input.indexOf('\n');
    const qsizetype second = line < 0 ? -1 : input.indexOf('\n', line + 1);
    if (second < 0)
        return;
    const QString pattern = QString::fromUtf8(input.first(line));
    const QString part = QString::fromUtf8(input.sliced(line + 1, second - line - 1));
    const QByteArrayView text = input.sliced(second + 1);
    const std::vector<Rule> rules{Rule(RuleConfig{.condition = {.contains = pattern}}),
                                  Rule(RuleConfig{.condition = {.jsonPath = part, .equals = "1"}}),
                                  Rule(RuleConfig{.condition = {.matches = pattern}})};
    const ClientInfo client;
    const PathPattern::Parameters parameters;
    std::atomic<quint64> runs{0};
    for (const PayloadType type : {PayloadType::Text, PayloadType::Json}) {
        ClientMessage message{.payload = repeated(text), .type = type};
        if (!message.payload.isValidUtf8())
            message.payload = QString::fromUtf8(message.payload).toUtf8();
        const auto decided = [&] {
            return decide(rules, {message, client, parameters, 0, {}}, runs, 1ms);
        };
        FUZZ_REQUIRE(decided().rule < rules.size());
        // the millisecond of the patterns, and what the rest takes
        requireSoon(4 * message.payload.size(), decided);
    }
}

} // namespace Signalbox
