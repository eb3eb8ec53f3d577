#include "core/routes/scriptresponse.h"

namespace Signalbox {

namespace {

Response responseOf(const ScriptEffect &effect)
{
    Response response{.status = effect.code, .body = effect.payload};
    if (effect.type == PayloadType::Json)
        response.type = "application/json";
    for (const auto &[name, value] : effect.fields) {
        if (name.compare("content-type", Qt::CaseInsensitive) == 0)
            response.type = value;
        else
            response.fields.append({name, value});
    }
    return response;
}

} // namespace

Response scriptResponse(const ScriptOutcome &outcome)
{
    switch (outcome.result) {
    case ScriptOutcome::Result::Done:
        for (const ScriptEffect &effect : outcome.effects)
            if (effect.kind == ScriptEffect::Kind::Respond)
                return responseOf(effect);
        return {};
    case ScriptOutcome::Result::TooSlow:
        return {.status = 504, .body = "The route took too long.\n"};
    case ScriptOutcome::Result::Refused:
        return {.status = 503, .body = "The route cannot answer now.\n"};
    case ScriptOutcome::Result::Threw:
    case ScriptOutcome::Result::Crashed:
        break;
    }
    return {.status = 500, .body = "The route failed.\n"};
}

} // namespace Signalbox
