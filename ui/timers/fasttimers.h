#pragma once

#include "ui/timers/taskconfig.h"

#include <QObject>
#include <QPointer>
#include <QSet>

#include <functional>

class QMessageBox;
class QWidget;

namespace Signalbox {

class ClientDirectory;

/// Asks before a timer is switched on that sends more often than once a second to many clients;
/// once for each until the program ends. The window's thread.
class FastTimers final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FastTimers)
public:
    /// The question is shown over the window that holds `parent`.
    FastTimers(const ClientDirectory &directory, QWidget *parent);

    /// Those of `tasks` of which has to be asked before they are switched on.
    QList<TaskConfig> toAsk(const QList<TaskConfig> &tasks) const;
    /// Returns at once. `answered` is called with true at once if there is nothing to ask;
    /// otherwise later, unless another question comes before the answer.
    void ask(const QList<TaskConfig> &tasks, const std::function<void(bool switchOn)> &answered);

private:
    bool isFast(const TaskConfig &task) const;
    int reachOf(const TimerConfig &timer) const;
    QString question(const QList<TaskConfig> &fast) const;

    const ClientDirectory &m_directory;
    QWidget *m_parent;
    QSet<QString> m_allowed; ///< names
    QPointer<QMessageBox> m_box;
};

} // namespace Signalbox
