#pragma once

#include "ui/routes/routesdoor.h"

#include <QUndoStack>

namespace Signalbox {

/// A door without a server behind it: keeps the routes with undo, takes "let = " for a script that
/// does not compile, and answers tests with what it was given. Answers come a turn of the event
/// loop later.
class FakeDoor final : public RoutesDoor
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeDoor)
public:
    explicit FakeDoor(QObject *parent = nullptr);

    QList<Route> routes() const override { return m_routes; }
    QHash<QString, RouteHealth> states() const override { return m_states; }
    std::optional<QString> setRoutes(const QList<Route> &routes, const QString &what) override;
    void undo() override { m_undo.undo(); }
    void enableAgain(const QString &id) override { enabledAgain.append(id); }
    void compile(const QString &script, ScriptPurpose use) override;
    void test(const TestInput &input) override;
    QByteArray state() const override { return m_state; }
    void setState(const QByteArray &json) override;
    QDir directory() const override { return {}; }

    void setStates(const QHash<QString, RouteHealth> &states);
    void take(const QList<Route> &routes);

    QUndoStack *undoStack() { return &m_undo; }
    QString refusal; ///< what setRoutes() answers; empty: it takes them
    QStringList enabledAgain;
    QList<TestInput> inputs;
    TestReport report;

private:
    QList<Route> m_routes;
    QHash<QString, RouteHealth> m_states;
    QByteArray m_state = "{}";
    QUndoStack m_undo;
};

} // namespace Signalbox
