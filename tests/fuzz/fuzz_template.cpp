// Templates of rules, as JSON.
#include "core/config/messagetemplate.h"
#include "core/json/jsonscanner.h"
#include "core/values/clientinfo.h"
#include "core/values/clientmessage.h"
#include "core/values/pathpattern.h"
#include "fuzzing.h"

namespace Signalbox {

void fuzz(QByteArrayView input)
{
    if (validateJson(input, false))
        return; // the document that holds it has been checked
    const auto parsed = MessageTemplate::parse(input);
    if (!parsed) {
        FUZZ_REQUIRE(!parsed.error().detail.isEmpty());
        return;
    }
    const ClientMessage message{.payload = "{\"user\":{\"name\":\"a\\\"b\"}}",
                                .type = PayloadType::Json};
    const ClientInfo client;
    const PathPattern::Parameters parameters;
    const auto filled = parsed->fill({message, client, parameters, 1, {}});
    if (filled.type == PayloadType::Json)
        FUZZ_REQUIRE(!validateJson(filled.payload, false));
    const ClientMessage longOne{.payload = "{\"a\":[" + repeated("{\"name\":\"b\\u0061\"}", ",")
                                           + "],\"user\":{\"name\":\"a\"}}",
                                .type = PayloadType::Json};
    const auto fill = [&] { return parsed->fill({longOne, client, parameters, 1, {}}).payload; };
    // each placeholder looks for its own part
    requireSoon(longOne.payload.size() * (1 + input.count("{{")) + fill().size(), fill);
}

} // namespace Signalbox
