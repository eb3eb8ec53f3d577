#pragma once

#include "core/clock/timerstatus.h"

#include <QWidget>

class QLabel;
class QStackedLayout;
class QTableView;
class QToolButton;

namespace Signalbox {

class EmptyState;
class RunsModel;

/// The last runs of one timer or schedule, each with the way to its row in the log. The window's
/// thread.
class RunsPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunsPane)
public:
    explicit RunsPane(QWidget *parent = nullptr);

    void setStatus(const TimerStatus &status); ///< of the one that is shown; its name empty: none

Q_SIGNALS:
    void rowRequested(quint64 sequence); ///< show it in the log
    /// A run that has no row of its own is asked for: show all of its timer.
    void rowsRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildView();
    void fitRows();
    void showInLog();

    RunsModel *m_model;
    QTableView *m_view;
    EmptyState *m_empty;
    QLabel *m_summary = nullptr;
    QToolButton *m_show;
    QStackedLayout *m_stack = nullptr;
    QString m_name;
};

} // namespace Signalbox
