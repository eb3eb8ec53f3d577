#pragma once

#include "ui/timers/taskconfig.h"
#include "ui/timers/timesfields.h"

#include <QObject>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace Signalbox {

class FieldForm;
class FieldNote;

/// The fields for what ends a timer or schedule, what it leaves out, and what happens to runs that
/// were missed. Shows what the chosen kind has. The window's thread.
class OptionFields final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OptionFields)
public:
    /// Adds its fields to `form`, which owns it.
    OptionFields(const TaskConfig &task, FieldForm &form);

    void setKind(TaskKind kind, const QString &zone, std::chrono::microseconds interval);
    void write(TimerConfig &timer) const;
    void write(ScheduleConfig &schedule) const;
    QString problem() const; ///< the first thing that has to be put right; empty: nothing

Q_SIGNALS:
    void changed();

private:
    void build();
    void show(const TaskConfig &task);
    void refresh();
    void check();
    void writeCommon(ClockTask &task) const;

    FieldForm &m_form;
    QCheckBox *m_enabled;
    QCheckBox *m_onStart;
    QSpinBox *m_limit;
    QSpinBox *m_skip;
    QLineEdit *m_start;
    QLineEdit *m_end;
    QComboBox *m_missed;
    FieldNote *m_missedNote = nullptr;
    FieldNote *m_startNote = nullptr;
    FieldNote *m_endNote = nullptr;
    TaskKind m_kind = TaskKind::Every;
    QString m_zone;
    std::chrono::microseconds m_interval{0};
    QString m_problem;
};

} // namespace Signalbox
