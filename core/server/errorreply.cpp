#include "core/server/errorreply.h"

#include "core/json/jsonscanner.h"

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

struct Wording
{
    const char *code;
    QString detail;
};

Wording wordingOf(Why why, const QString &detail)
{
    switch (why) {
    case Why::Empty:
        return {"empty", u"\"message\" is missing, null or empty."_s};
    case Why::NotJson:
        return {"not-json", u"The message is not JSON: %1."_s.arg(detail)};
    case Why::NotObject:
        return {"not-object", u"The message must be a JSON object."_s};
    case Why::WrongType:
        return {"wrong-type", detail % u'.'};
    case Why::TooDeep:
        return {"too-deep", u"The message is %1."_s.arg(detail)};
    case Why::NobodyOnPath:
        return {"nobody-on-path", u"Nobody is connected on the path %1."_s.arg(detail)};
    case Why::NobodyInGroup:
        return {"nobody-in-group", u"Nobody is in the group %1."_s.arg(detail)};
    case Why::UnknownClient:
        return {"unknown-client", u"No client has the id %1."_s.arg(detail)};
    case Why::Held:
        return {"held", u"The server's operator has put all sends on hold."_s};
    case Why::TooManyMessages:
        return {"too-many", u"Messages come too fast; some were not taken."_s};
    case Why::RouteOff:
        return {"route-off", u"The route of this path is switched off."_s};
    case Why::RouteBusy:
        return {"route-busy", u"Too many messages are waiting for the route of this path."_s};
    case Why::RouteBroken:
        return {"route-unavailable", u"The process for the scripts of routes cannot start."_s};
    case Why::RouteFailed:
    case Why::RouteTooSlow:
    case Why::RuleTooSlow:
    case Why::RouteCrashed:
        return {"route-failed", u"The route of this path failed."_s};
    default:
        return {"refused", detail};
    }
}

} // namespace

QByteArray errorReply(Why why, const QString &detail)
{
    const Wording wording = wordingOf(why, detail);
    return "{\"error\":{\"code\":\"" + QByteArray(wording.code)
           + "\",\"detail\":" + escapeJsonString(wording.detail.toUtf8()) + "}}";
}

} // namespace Signalbox
