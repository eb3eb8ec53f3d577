// Cron expressions: what they mean, in dates and in pieces for words.
#include "core/time/cron.h"
#include "core/time/crondescription.h"
#include "fuzzing.h"

#include <QString>
#include <QTimeZone>

#include <variant>

namespace Signalbox {

void fuzz(QByteArrayView input)
{
    using namespace std::chrono;
    const QString expression = QString::fromUtf8(input);
    const auto parsed = Cron::parse(expression);
    if (const auto *error = std::get_if<CronError>(&parsed)) {
        FUZZ_REQUIRE(!error->detail().isEmpty());
        FUZZ_REQUIRE(error->position >= 0 && error->length >= 0);
        FUZZ_REQUIRE(error->position + error->length <= expression.size());
        return;
    }
    const auto &cron = std::get<Cron>(parsed);
    (void)describe(cron);
    static const QTimeZone zone("Europe/Berlin");
    sys_seconds after = sys_days(2026y / March / 28);
    for (int i = 0; i < 5; ++i) {
        const auto next = cron.next(after, zone);
        if (!next)
            return;
        FUZZ_REQUIRE(*next > after);
        after = *next;
    }
}

} // namespace Signalbox
