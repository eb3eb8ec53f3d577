#pragma once

#include "timerfixture.h"
#include "ui/theme/theme.h"
#include "ui/timers/timerdialog.h"
#include "ui/timers/timerspanel.h"

#include <QTableView>

#include <memory>

class QAction;
class QPushButton;

namespace Signalbox {

/// A test whose functions make the panel of timers, on a server that runs.
class TimersPanelTest : public QObject
{
    Q_OBJECT
protected:
    Theme m_theme;
    std::unique_ptr<TimerFixture> m_fixture;
    std::unique_ptr<TimersPanel> m_panel;

    void make(const QList<TimerConfig> &timers, const QList<ScheduleConfig> &schedules = {});
    QTableView *view() const;
    QAction *action(const QString &name) const;
    QString cell(int row, int column) const;
    TimerDialog *dialog() const; ///< nullptr: none is open
    template<typename Widget>
    Widget *field(const QString &name) const ///< of the dialog
    {
        return dialog()->findChild<Widget *>(name);
    }
    QPushButton *apply() const;
    QString reason() const; ///< why it cannot be applied
    const Configuration &configuration() const { return m_fixture->controller().configuration(); }
    QUndoStack *undo() const { return m_fixture->controller().undoStack(); }

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
};

} // namespace Signalbox
