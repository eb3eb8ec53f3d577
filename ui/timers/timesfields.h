#pragma once

#include "core/clock/plan.h"
#include "ui/timers/taskconfig.h"

#include <QObject>
#include <QStringList>

class QComboBox;
class QDateTimeEdit;
class QDoubleSpinBox;
class QLineEdit;
class QRadioButton;

namespace Signalbox {

class FieldForm;
class FieldNote;

/// When a timer or schedule runs, as the window asks for it.
enum class TaskKind : quint8 { Every, AtTimes, Once };

/// The fields for the name of a timer or schedule and when it runs: every so often, at times that
/// are put in words, with the next five dates, while they are typed, or once. The window's thread.
class TimesFields final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimesFields)
public:
    static constexpr int NextShown = 5;

    /// Adds its fields to `form`, which owns it.
    TimesFields(const TaskConfig &task, const QStringList &names, FieldForm &form);

    TaskKind kind() const;
    QString name() const;
    void write(TimerConfig &timer) const;
    void write(ScheduleConfig &schedule) const;
    QString problem() const; ///< the first thing that has to be put right; empty: nothing

Q_SIGNALS:
    void changed();

private:
    void buildTimer();
    void buildSchedule();
    void setUpCalendar();
    void connectFields();
    void show(const TaskConfig &task);
    void refresh();
    void checkName();
    void checkInterval();
    void checkTimes();
    void checkOnce();
    void checkZone();
    QString nextRuns(const ScheduleConfig &schedule) const;
    std::chrono::microseconds interval() const;

    FieldForm &m_form;
    QStringList m_names;
    QLineEdit *m_name;
    QRadioButton *m_every;
    QRadioButton *m_at;
    QRadioButton *m_isOnce;
    QDoubleSpinBox *m_count;
    QComboBox *m_unit;
    QLineEdit *m_cron;
    QComboBox *m_preset;
    QDateTimeEdit *m_once;
    QComboBox *m_zone;
    QWidget *m_cronLine;
    FieldNote *m_nameNote = nullptr;
    FieldNote *m_everyNote = nullptr;
    FieldNote *m_cronNote = nullptr;
    FieldNote *m_onceNote = nullptr;
    FieldNote *m_zoneNote = nullptr;
    QString m_nameProblem;
    QString m_timesProblem;
    QString m_zoneProblem;
};

} // namespace Signalbox
