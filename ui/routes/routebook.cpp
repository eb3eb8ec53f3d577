#include "ui/routes/routebook.h"

#include "core/values/pathpattern.h"
#include "core/values/target.h"
#include "ui/routes/routesmodel.h"
#include "ui/widgets/visibletext.h"

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString shownTitle(const Route &route)
{
    return visibleText(titleOf(route), Lines::Fold, 60);
}

QString problemText(const ScriptProblem &problem)
{
    return problem.line > 0
               ? RouteBook::tr("line %1: %2").arg(problem.line).arg(visibleText(problem.message))
               : visibleText(problem.message);
}

/// Both kinds of events are in one list.
int sectionOf(RouteUse kind)
{
    return std::min(int(kind), int(RouteUse::Connect));
}

bool isCompiled(const Route &route)
{
    return route.rules.isEmpty() && route.script.fileName.isEmpty();
}

} // namespace

RouteBook::RouteBook(RoutesDoor &door, VersionStore &store, QObject *parent)
    : QObject(parent)
    , m_door(door)
    , m_store(store)
    , m_model(new RoutesModel(this))
{
    connect(&door, &RoutesDoor::routesChanged, this, &RouteBook::takeRoutes);
    connect(&door, &RoutesDoor::statesChanged, this,
            [this] { m_model->setStates(m_door.states()); });
    connect(&door, &RoutesDoor::compiled, this,
            [this](const QString &, const std::optional<ScriptProblem> &problem) {
                if (!m_compiling.isEmpty())
                    m_compiling.dequeue()(problem);
            });
    connect(m_model, &RoutesModel::enableRequested, this, &RouteBook::setEnabled);
    takeRoutes();
}

/// Drafts of routes that are gone are kept: undo may bring the route back.
void RouteBook::takeRoutes()
{
    m_model->setRoutes(RoutesModel::rowsOf(m_door.routes()));
    m_model->setStates(m_door.states());
    m_drafts.removeIf([this](const auto &entry) {
        const Route *route = saved(entry.key());
        return route != nullptr && *route == entry.value();
    });
    for (int row = 0; row < m_model->rowCount(); ++row)
        m_model->setEdited(m_model->at(row).id, m_drafts.contains(m_model->at(row).id));
    Q_EMIT routesTaken();
}

const Route *RouteBook::saved(const QString &id) const
{
    return m_model->find(id);
}

Route RouteBook::draft(const QString &id) const
{
    const Route *route = saved(id);
    Route draft = m_drafts.value(id, route != nullptr ? *route : Route());
    if (route != nullptr)
        draft.enabled = route->enabled; // switched in the list, not in the draft
    return draft;
}

void RouteBook::setDraft(const QString &id, const Route &draft)
{
    const Route *route = saved(id);
    if (route == nullptr)
        return;
    if (draft == *route)
        m_drafts.remove(id);
    else
        m_drafts.insert(id, draft);
    m_model->setEdited(id, m_drafts.contains(id));
}

void RouteBook::revert(const QString &id)
{
    m_drafts.remove(id);
    m_model->setEdited(id, false);
    Q_EMIT routesTaken();
}

void RouteBook::keepDrafts()
{
    for (auto draft = m_drafts.cbegin(); draft != m_drafts.cend(); ++draft) {
        const Route *route = saved(draft.key());
        if (route != nullptr && isCompiled(*draft) && draft->script != route->script)
            m_store.add(keyOf(*route), draft->script.source, QDateTime::currentDateTimeUtc());
    }
}

QString RouteBook::findSignalRoute(const QString &path) const
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const RoutesModel::Row &candidate = m_model->at(row);
        if (candidate.route.kind == RouteUse::Signal
            && pathKey(candidate.route.path) == pathKey(path))
            return candidate.id;
    }
    return {};
}

QString RouteBook::handlerOf(const QString &path) const
{
    QString id;
    std::optional<PathPattern> best;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const RoutesModel::Row &candidate = m_model->at(row);
        if (candidate.route.kind != RouteUse::Signal)
            continue;
        const auto pattern = PathPattern::parse(candidate.route.path);
        if (!pattern || !pattern->match(path) || (best && !pattern->isMoreExact(*best)))
            continue;
        best = *pattern;
        id = candidate.id;
    }
    return id;
}

/// "/chat", "/chat-2", "/chat-3", …: whichever no other route of the kind has.
void RouteBook::makeFree(Route &route) const
{
    if (route.kind == RouteUse::Connect || route.kind == RouteUse::Disconnect)
        return; // several may be for one path
    const QString wanted = route.path;
    const QList<Route> routes = m_door.routes();
    const auto isTaken = [&routes](const Route &candidate) {
        return std::ranges::any_of(routes, [&candidate](const Route &other) {
            return other.kind == candidate.kind && other.method == candidate.method
                   && pathKey(other.path) == pathKey(candidate.path);
        });
    };
    for (int number = 2; isTaken(route); ++number)
        route.path = u"%1-%2"_s.arg(wanted).arg(number);
}

QString RouteBook::add(Route route)
{
    makeFree(route);
    QList<Route> routes = m_door.routes();
    // behind the others of its section, where the configuration will have it
    const qsizetype index = std::ranges::count_if(routes, [&route](const Route &other) {
        return sectionOf(other.kind) <= sectionOf(route.kind);
    });
    routes.insert(index, route);
    const QString id = RoutesModel::rowsOf(routes).at(index).id;
    return change(routes, tr("add route %1").arg(shownTitle(route))) ? id : QString();
}

bool RouteBook::change(const QList<Route> &routes, const QString &what)
{
    if (const std::optional<QString> why = m_door.setRoutes(routes, what)) {
        Q_EMIT said(*why, true);
        return false;
    }
    return true;
}

void RouteBook::remove(const QString &id)
{
    const int row = m_model->rowOf(id);
    if (row < 0)
        return;
    const QString title = shownTitle(m_model->at(row).route);
    m_beforeRemoval = m_door.routes();
    m_afterRemoval = m_beforeRemoval;
    m_afterRemoval.removeAt(row);
    if (change(m_afterRemoval, tr("delete route %1").arg(title)))
        Q_EMIT removed(tr("Route %1 was deleted.").arg(title));
}

/// Takes the change back; when others came after it, the routes that went are put back instead.
void RouteBook::undoRemoval()
{
    QList<Route> routes = m_door.routes();
    if (routes == m_afterRemoval) {
        m_door.undo();
        return;
    }
    for (qsizetype i = 0; i < m_beforeRemoval.size(); ++i)
        if (!m_afterRemoval.contains(m_beforeRemoval.at(i))
            && !routes.contains(m_beforeRemoval.at(i)))
            routes.insert(std::min(i, routes.size()), m_beforeRemoval.at(i));
    change(routes, tr("restore route"));
}

void RouteBook::compile(const Route &route, const Compiled &then)
{
    m_compiling.enqueue(then);
    m_door.compile(route.script.source, useOf(route.kind));
}

void RouteBook::check(const QString &id)
{
    const Route route = draft(id);
    if (saved(id) == nullptr || !isCompiled(route))
        return;
    compile(route, [this, id, script = route.script.source](const auto &problem) {
        Q_EMIT checked(id, script, problem);
    });
}

void RouteBook::save(const QString &id, bool wantedOn)
{
    const Route route = draft(id);
    if (saved(id) == nullptr)
        return;
    if (isCompiled(route))
        compile(route, [this, id, route, wantedOn](const auto &problem) {
            store(id, route, problem, wantedOn);
        });
    else
        store(id, route, std::nullopt, wantedOn);
}

void RouteBook::store(const QString &id, Route route, const std::optional<ScriptProblem> &problem,
                      bool wantedOn)
{
    const int row = m_model->rowOf(id);
    if (row < 0)
        return; // it was deleted while the script was compiled
    QList<Route> routes = m_door.routes();
    const bool wasOn = routes.at(row).enabled;
    route.enabled = !problem && (wantedOn || wasOn);
    const QString oldKey = keyOf(routes.at(row));
    routes[row] = route;
    const QString newId = RoutesModel::rowsOf(routes).at(row).id;
    const std::optional<Route> kept =
        m_drafts.contains(id) ? std::optional(m_drafts.take(id)) : std::nullopt;
    if (newId != id)
        Q_EMIT renaming(id, newId);
    if (!change(routes, tr("change route %1").arg(shownTitle(route)))) {
        if (newId != id)
            Q_EMIT renaming(newId, id);
        if (kept)
            m_drafts.insert(id, *kept);
        return;
    }
    m_model->setEdited(newId, false);
    m_store.rename(oldKey, keyOf(route));
    if (isCompiled(route))
        m_store.add(keyOf(route), route.script.source, QDateTime::currentDateTimeUtc());
    if (isCompiled(route))
        Q_EMIT checked(newId, route.script.source, problem);
    if (problem)
        Q_EMIT said(tr("Saved, but switched off: %1").arg(problemText(*problem)), true);
    else if (route.enabled)
        Q_EMIT said(wasOn ? tr("Saved.") : tr("Saved and switched on."), false);
    else
        Q_EMIT said(tr("Saved, switched off."), false);
}

void RouteBook::setEnabled(const QString &id, bool enabled)
{
    const Route *route = saved(id);
    if (route == nullptr)
        return;
    if (!enabled || !isCompiled(*route)) {
        switchTo(id, enabled);
        return;
    }
    compile(*route, [this, id](const auto &problem) {
        if (problem)
            Q_EMIT said(tr("It cannot be switched on: %1").arg(problemText(*problem)), true);
        else
            switchTo(id, true);
    });
}

void RouteBook::switchTo(const QString &id, bool enabled)
{
    const int row = m_model->rowOf(id);
    if (row < 0)
        return;
    QList<Route> routes = m_door.routes();
    if (routes.at(row).enabled == enabled) {
        if (enabled && !m_model->stateOf(id).offBecause.isEmpty())
            m_door.enableAgain(id);
        return;
    }
    routes[row].enabled = enabled;
    const QString title = shownTitle(routes.at(row));
    change(routes,
           enabled ? tr("switch route %1 on").arg(title) : tr("switch route %1 off").arg(title));
}

} // namespace Signalbox
