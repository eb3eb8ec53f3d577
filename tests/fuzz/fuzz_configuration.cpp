// The configuration's document.
#include "core/config/configurationfile.h"
#include "fuzzing.h"

namespace Signalbox {

void fuzz(QByteArrayView input)
{
    const ConfigurationReading reading = parseConfiguration(input.toByteArray());
    for (const ConfigurationProblem &problem : reading.problems) {
        FUZZ_REQUIRE(!problem.error.detail.isEmpty());
        FUZZ_REQUIRE(problem.line >= 0 && problem.column >= 0);
    }
    if (!reading)
        return;
    const ConfigurationReading again = parseConfiguration(toDocument(reading.configuration));
    FUZZ_REQUIRE(again);
    FUZZ_REQUIRE(again.configuration == reading.configuration);
}

} // namespace Signalbox
