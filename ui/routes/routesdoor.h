#pragma once

#include "core/net/request.h"
#include "core/values/clientid.h"
#include "ui/editors/scripteditor.h"
#include "ui/routes/route.h"

#include <QByteArray>
#include <QDir>
#include <QHash>
#include <QObject>

#include <chrono>
#include <optional>

namespace Signalbox {

/// What a test is run on.
struct TestInput
{
    Route route; ///< the draft
    QByteArray message{}; ///< Signal: as the client would send it
    Request request{}; ///< Http
    std::optional<ClientId> client{}; ///< who it comes from; nullopt: somebody made up

    bool operator==(const TestInput &) const = default;
};

/// One thing that a run would have done.
struct TestEffect
{
    enum class Kind : quint8 { Send, Reply, Pass, Drop, Close, Log, Respond };
    Kind kind = Kind::Send;
    QString to{}; ///< Send: in words, translated: "everyone on /chat"
    int receivers = -1; ///< Send: how many there are now; -1: not known
    QByteArray payload{}; ///< Send, Reply: what would go out. Respond: the body
    QString text{}; ///< Drop, Close: why. Log: the line
    int code = 0; ///< Close: the close code. Respond: the status

    bool operator==(const TestEffect &) const = default;
};

/// How a test ended. Nothing of it was done.
struct TestReport
{
    QList<TestEffect> effects{};
    std::optional<ScriptProblem> problem{}; ///< it failed; the effects are those up to there
    std::chrono::microseconds took{0};
    int leftOut = 0; ///< effects over the limit of one run

    bool operator==(const TestReport &) const = default;
};

/// What the routes page needs of the program: the routes as they are configured, changed with undo,
/// and the server that runs them. Answers come later, by signal. The window's thread.
class RoutesDoor : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoutesDoor)
public:
    using QObject::QObject;

    virtual QList<Route> routes() const = 0;
    /// By the ids of RoutesModel::rowsOf(routes()).
    virtual QHash<QString, RouteHealth> states() const = 0;
    /// Makes it so, and undoable as `what` ("delete route /chat"). nullopt: done. Otherwise nothing
    /// was changed, and this is why, translated.
    virtual std::optional<QString> setRoutes(const QList<Route> &routes, const QString &what) = 0;
    /// Takes the last change back.
    virtual void undo() = 0;
    /// Lets a route run again that the server switched off.
    virtual void enableAgain(const QString &id) = 0;

    /// compiled() follows.
    virtual void compile(const QString &script, ScriptPurpose use) = 0;
    /// tested() follows.
    virtual void test(const TestInput &input) = 0;

    virtual QByteArray state() const = 0; ///< what scripts share, JSON
    /// Can be undone as a change of a route can; what scripts wrote since is lost then.
    virtual void setState(const QByteArray &json) = 0;

    virtual QDir directory() const = 0; ///< names of script files start here

Q_SIGNALS:
    void routesChanged();
    void statesChanged();
    void stateChanged();
    /// The answers come in the order of the questions, one for each.
    void compiled(const QString &script, const std::optional<Signalbox::ScriptProblem> &problem);
    void tested(const Signalbox::TestReport &report);
};

} // namespace Signalbox
