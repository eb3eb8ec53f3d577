#include "core/web/broadcastform.h"

#include "core/json/jsonformat.h"
#include "core/web/formdata.h"

using namespace Qt::StringLiterals;

namespace Signalbox {

std::variant<QByteArray, QString> broadcastValue(const Request &request, EnvelopeReader &envelopes)
{
    const QByteArray type = mediaType(request);
    FormFields fields;
    if (isJsonType(type)) {
        if (!request.body.isValidUtf8())
            return u"The body is not UTF-8."_s;
        const auto read = envelopes.read(request.body);
        if (const auto *message = std::get_if<ClientMessage>(&read))
            return message->type == PayloadType::Text ? escapeJsonString(message->payload)
                                                      : message->payload;
        const auto &problem = std::get<EnvelopeProblem>(read);
        switch (problem.why) {
        case Why::Empty:
            return u"The field \"message\" is missing or empty."_s;
        case Why::NotObject:
            return u"The body must be a JSON object with the field \"message\"."_s;
        default:
            return u"The body is not valid JSON: %1."_s.arg(problem.detail);
        }
    }
    if (type == "multipart/form-data") {
        const auto parts = multipartFields(request);
        if (!parts)
            return u"The multipart/form-data body has no boundary, or breaks off."_s;
        fields = *parts;
    } else if (type == "application/x-www-form-urlencoded") {
        fields = formFields(request.body);
    } else {
        return u"Send a form (urlencoded or multipart) or JSON, and say so in Content-Type."_s;
    }
    for (const auto &[name, value] : std::as_const(fields)) {
        if (name != "message")
            continue;
        if (value.isEmpty())
            break;
        if (!value.isValidUtf8())
            return u"The field \"message\" is not UTF-8."_s;
        return escapeJsonString(value);
    }
    return u"The field \"message\" is missing or empty."_s;
}

} // namespace Signalbox
