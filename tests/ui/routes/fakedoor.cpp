#include "fakedoor.h"

#include <QTimer>
#include <QUndoCommand>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

class Change final : public QUndoCommand
{
public:
    Change(FakeDoor &door, const QString &what, QList<Route> before, QList<Route> after)
        : QUndoCommand(what)
        , m_door(door)
        , m_before(std::move(before))
        , m_after(std::move(after))
    {
    }
    void undo() override { m_door.take(m_before); }
    void redo() override { m_door.take(m_after); }

private:
    FakeDoor &m_door;
    QList<Route> m_before;
    QList<Route> m_after;
};

} // namespace

FakeDoor::FakeDoor(QObject *parent)
    : RoutesDoor(parent)
{
}

std::optional<QString> FakeDoor::setRoutes(const QList<Route> &routes, const QString &what)
{
    if (!refusal.isEmpty())
        return refusal;
    m_undo.push(new Change(*this, what, m_routes, routes));
    return std::nullopt;
}

void FakeDoor::take(const QList<Route> &routes)
{
    m_routes = routes;
    Q_EMIT routesChanged();
}

void FakeDoor::setStates(const QHash<QString, RouteHealth> &states)
{
    m_states = states;
    Q_EMIT statesChanged();
}

void FakeDoor::compile(const QString &script, ScriptPurpose)
{
    std::optional<ScriptProblem> problem;
    const QStringList lines = script.split(u'\n');
    for (int i = 0; i < lines.size() && !problem; ++i)
        if (lines.at(i).contains("let = "_L1))
            problem = ScriptProblem{i + 1, u"SyntaxError: Expected token `identifier'"_s};
    QTimer::singleShot(0, this, [this, script, problem] { Q_EMIT compiled(script, problem); });
}

void FakeDoor::test(const TestInput &input)
{
    inputs.append(input);
    QTimer::singleShot(0, this, [this, answer = report] { Q_EMIT tested(answer); });
}

void FakeDoor::setState(const QByteArray &json)
{
    m_state = json;
    Q_EMIT stateChanged();
}

} // namespace Signalbox
