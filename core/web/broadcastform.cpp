#include "core/web/broadcastform.h"

#include "core/json/jsonformat.h"
#include "core/web/multipart.h"

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

QString sentence(FormProblem problem)
{
    switch (problem) {
    case FormProblem::NoBoundary:
        return u"The Content-Type of the multipart/form-data body names no boundary of at most 70 "
               "characters."_s;
    case FormProblem::TooManyFields:
        return u"The form has more than %1 fields."_s.arg(MaxFormFields);
    case FormProblem::BreaksOff:
    case FormProblem::None:
        break;
    }
    return u"The multipart/form-data body breaks off."_s;
}

} // namespace

std::variant<BroadcastValue, QString> broadcastValue(const Request &request,
                                                     EnvelopeReader &envelopes)
{
    const QByteArray type = mediaType(request);
    if (isJsonType(type)) {
        if (!request.body.isValidUtf8())
            return u"The body is not UTF-8."_s;
        const auto read = envelopes.read(request.body);
        if (const auto *message = std::get_if<ClientMessage>(&read))
            return BroadcastValue{message->type == PayloadType::Text
                                      ? escapeJsonString(message->payload)
                                      : message->payload,
                                  message->isMended};
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
    Form form;
    if (type == "multipart/form-data")
        form = readMultipart(request);
    else if (type == "application/x-www-form-urlencoded")
        form = readForm(request.body);
    else
        return u"Send a form (urlencoded or multipart) or JSON, and say so in Content-Type."_s;
    if (form.problem != FormProblem::None)
        return sentence(form.problem);
    for (const auto &[name, value] : std::as_const(form.fields)) {
        if (name != "message")
            continue;
        if (value.isEmpty())
            break;
        if (!value.isValidUtf8())
            return u"The field \"message\" is not UTF-8."_s;
        return BroadcastValue{escapeJsonString(value)};
    }
    return u"The field \"message\" is missing or empty."_s;
}

} // namespace Signalbox
