#include "ui/routes/route.h"

#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QCoreApplication>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

class Texts // gives tr() a context
{
    Q_DECLARE_TR_FUNCTIONS(Route)
};

} // namespace

ScriptPurpose useOf(RouteUse kind)
{
    switch (kind) {
    case RouteUse::Signal:
        return ScriptPurpose::Message;
    case RouteUse::Http:
        return ScriptPurpose::Http;
    case RouteUse::Connect:
        return ScriptPurpose::Connect;
    case RouteUse::Disconnect:
        return ScriptPurpose::Disconnect;
    }
    Q_UNREACHABLE();
}

QString titleOf(const Route &route)
{
    switch (route.kind) {
    case RouteUse::Signal:
        return route.path;
    case RouteUse::Http:
        return route.method % u' ' % route.path;
    case RouteUse::Connect:
        //: an event: a client connects on this path
        return Texts::tr("connect %1").arg(route.path);
    case RouteUse::Disconnect:
        return Texts::tr("disconnect %1").arg(route.path);
    }
    Q_UNREACHABLE();
}

QString keyOf(const Route &route)
{
    switch (route.kind) {
    case RouteUse::Signal:
        return u"signal "_s % route.path;
    case RouteUse::Http:
        return u"http "_s % route.method % u' ' % route.path;
    case RouteUse::Connect:
        return u"connect "_s % route.path;
    case RouteUse::Disconnect:
        return u"disconnect "_s % route.path;
    }
    Q_UNREACHABLE();
}

RouteName nameOf(const QString &id)
{
    for (const auto &[prefix, kind] :
         {std::pair("signal "_L1, RouteKind::Signal), std::pair("http "_L1, RouteKind::Http)})
        if (id.startsWith(prefix))
            return {kind, id.sliced(prefix.size())};
    return {RouteKind::Event, id};
}

QString idOf(const RouteName &name)
{
    switch (name.kind) {
    case RouteKind::Signal:
        return "signal "_L1 + name.name;
    case RouteKind::Http:
        return "http "_L1 + name.name;
    case RouteKind::Event:
        return name.name;
    }
    Q_UNREACHABLE();
}

QString examplePath(const QString &pattern)
{
    QStringList parts = pattern.split(u'/');
    for (QString &part : parts)
        part = part == "*"_L1 ? u"x"_s : part.startsWith(u':') ? part.sliced(1) : part;
    return parts.join(u'/');
}

QString kindIcon(RouteUse kind)
{
    switch (kind) {
    case RouteUse::Signal:
        return u"zap"_s;
    case RouteUse::Http:
        return u"globe"_s;
    case RouteUse::Connect:
        return u"user-plus"_s;
    case RouteUse::Disconnect:
        return u"user-minus"_s;
    }
    Q_UNREACHABLE();
}

QString kindText(RouteUse kind)
{
    switch (kind) {
    case RouteUse::Signal:
        return Texts::tr("Signal route");
    case RouteUse::Http:
        return Texts::tr("HTTP route");
    case RouteUse::Connect:
        return Texts::tr("When a client comes");
    case RouteUse::Disconnect:
        return Texts::tr("When a client leaves");
    }
    Q_UNREACHABLE();
}

QString stateText(const Route &route, const RouteHealth &state)
{
    if (!state.offBecause.isEmpty())
        return Texts::tr("switched off: %1").arg(visibleText(state.offBecause));
    const QString error =
        state.line > 0 ? Texts::tr("line %1: %2").arg(state.line).arg(visibleText(state.error))
                       : visibleText(state.error);
    if (!route.enabled)
        return state.error.isEmpty() ? Texts::tr("off") : Texts::tr("off, %1").arg(error);
    if (state.runs == 0)
        return state.error.isEmpty() ? Texts::tr("no runs yet") : error;
    const QString runs = state.runs == 1
                             ? Texts::tr("1 run")
                             : Texts::tr("%1 runs").arg(shortNumber(double(state.runs)));
    //: how many runs, then what was wrong with one of them
    return state.error.isEmpty() ? runs : Texts::tr("%1, %2").arg(runs, error);
}

} // namespace Signalbox
