// Bodies of requests, as forms and as JSON, and queries: soon, and the same however they are asked
// for.
#include "core/json/jsonscanner.h"
#include "core/web/broadcastform.h"
#include "core/web/multipart.h"
#include "fuzzing.h"

namespace Signalbox {

namespace {

Request requestWith(const QByteArray &type, const QByteArray &body)
{
    Request request;
    request.fields = {{"Content-Type", type}};
    request.body = body;
    return request;
}

void look(const QByteArray &type, const QByteArray &body)
{
    const Request request = requestWith(type, body);
    FUZZ_REQUIRE(!validateJson(bodyJson(request), false));
    static EnvelopeReader envelopes(1024, 10'000);
    const auto value = broadcastValue(request, envelopes);
    if (const auto *json = std::get_if<BroadcastValue>(&value))
        FUZZ_REQUIRE(!validateJson(json->json, false));
    else
        FUZZ_REQUIRE(std::get<QString>(value).endsWith(QLatin1Char('.')));
}

} // namespace

void fuzz(QByteArrayView input)
{
    // the first line is the media type, if it looks like one
    const qsizetype line = input.first(std::min<qsizetype>(input.size(), 200)).indexOf('\n');
    const QByteArray type =
        line < 0 ? QByteArray("multipart/form-data; boundary=X") : input.first(line).toByteArray();
    const QByteArrayView body = input.sliced(line + 1);
    look(type, body.toByteArray());
    const Form form = readForm(body);
    FUZZ_REQUIRE(form.fields.size() <= MaxFormFields);
    const Form parts = readMultipart(requestWith(type, body.toByteArray()));
    FUZZ_REQUIRE(parts.fields.size() <= MaxFormFields);
    qsizetype size = 0;
    for (const auto &[name, value] : parts.fields)
        size += name.size() + value.size();
    FUZZ_REQUIRE(size <= body.size()); // nothing is given twice

    const Request again = requestWith(type, repeated(body));
    requireSoon(again.body.size(), [&] { (void)bodyJson(again); });
    requireSoon(again.body.size(), [&] { (void)readForm(again.body); });
    requireSoon(again.body.size(), [&] { (void)readMultipart(again); });
}

} // namespace Signalbox
