// A client's message: the envelope, and the value that is forwarded.
#include "core/json/jsonscanner.h"
#include "core/values/clientmessage.h"
#include "fuzzing.h"

#include <QStringDecoder>

namespace Signalbox {

void fuzz(QByteArrayView input)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(input);
    if (decoder.hasError())
        return; // the frame reader lets no such text through
    static EnvelopeReader reader(64, 256);
    const auto read = reader.read(input.toByteArray());
    if (const auto *message = std::get_if<ClientMessage>(&read)) {
        FUZZ_REQUIRE(!validateJson(input, false)); // nobody is given what is no JSON
        if (message->type == PayloadType::Json)
            FUZZ_REQUIRE(!validateJson(message->payload, false));
    } else {
        const auto &problem = std::get<EnvelopeProblem>(read);
        FUZZ_REQUIRE(problem.why != Why::None);
        FUZZ_REQUIRE(problem.why != Why::NotJson || validateJson(input, true, 64)
                     || !problem.detail.isEmpty());
    }
    static EnvelopeReader generous(1024, 100'000);
    for (const QByteArray &again :
         {repeated(input), QByteArray("{\"message\":[" + repeated(input, ",") + "]}")})
        requireSoon(again.size(), [&] { (void)generous.read(again); });
}

} // namespace Signalbox
