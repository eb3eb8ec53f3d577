#pragma once

#include "core/history/versionstore.h"
#include "ui/routes/routesdoor.h"

#include <QHash>
#include <QObject>
#include <QQueue>

#include <functional>

namespace Signalbox {

class RoutesModel;

/// The routes as they are worked on: drafts that are not saved yet, and the rules by which they are
/// saved. A script is compiled first; one that does not compile is kept, but switched off. Every
/// saved script becomes a version in the store. Door and store outlive it; the window's thread.
class RouteBook final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RouteBook)
public:
    RouteBook(RoutesDoor &door, VersionStore &store, QObject *parent = nullptr);

    RoutesModel *model() const { return m_model; }
    /// nullptr: there is no such route. Good until the next change.
    const Route *saved(const QString &id) const;
    Route draft(const QString &id) const; ///< what is saved, if there is no draft
    void setDraft(const QString &id, const Route &draft);
    void revert(const QString &id);
    bool hasDrafts() const { return !m_drafts.isEmpty(); }
    /// Puts the scripts of all drafts into the history, for the time when the program ends.
    void keepDrafts();

    /// Adds it at once, under a path that is free, and gives its id; empty: it was not possible,
    /// and said() tells why.
    QString add(Route route);
    /// The signal route that stands for exactly this path; empty: none.
    QString findSignalRoute(const QString &path) const;
    /// The signal route that takes the messages of clients on this path when it is on; empty: none.
    QString handlerOf(const QString &path) const;
    void remove(const QString &id); ///< removed() follows
    void undoRemoval();
    /// said() follows.
    void save(const QString &id, bool wantedOn);
    /// Refuses to switch on what does not compile.
    void setEnabled(const QString &id, bool enabled);
    /// Compiles the draft; checked() follows if it has a script.
    void check(const QString &id);

Q_SIGNALS:
    void routesTaken(); ///< the model is up to date with the configuration
    /// A route goes on under another id, from the next routesTaken() on.
    void renaming(const QString &oldId, const QString &newId);
    void checked(const QString &id, const QString &script,
                 const std::optional<Signalbox::ScriptProblem> &problem);
    void said(const QString &text, bool isBad); ///< what became of the last action, translated
    void removed(const QString &text); ///< undoRemoval() takes it back for a while

private:
    using Compiled = std::function<void(const std::optional<ScriptProblem> &)>;

    void takeRoutes();
    void compile(const Route &route, const Compiled &then);
    void store(const QString &id, Route route, const std::optional<ScriptProblem> &problem,
               bool wantedOn);
    void switchTo(const QString &id, bool enabled);
    bool change(const QList<Route> &routes, const QString &what);
    void makeFree(Route &route) const;

    RoutesDoor &m_door;
    VersionStore &m_store;
    RoutesModel *m_model;
    QHash<QString, Route> m_drafts; ///< by id
    QQueue<Compiled> m_compiling; ///< what to do with the answers, in order
    QList<Route> m_beforeRemoval;
    QList<Route> m_afterRemoval;
};

} // namespace Signalbox
