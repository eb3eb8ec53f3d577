#pragma once

#include "core/clock/plan.h"
#include "ui/timers/taskconfig.h"

#include <QObject>
#include <QStringList>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QRadioButton;

namespace Signalbox {

class FieldForm;
class FieldNote;

/// The fields for the name of a timer or schedule and when it runs: every so often, or at times
/// that are put in words, with the next five dates, while they are typed. The window's thread.
class TimesFields final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimesFields)
public:
    static constexpr int NextShown = 5;

    /// Adds its fields to `form`, which owns it.
    TimesFields(const TaskConfig &task, const QStringList &names, FieldForm &form);

    bool isTimer() const;
    QString name() const;
    void write(TimerConfig &timer) const;
    void write(ScheduleConfig &schedule) const;
    QString problem() const; ///< the first thing that has to be put right; empty: nothing

Q_SIGNALS:
    void changed();

private:
    void buildTimer();
    void buildSchedule();
    void connectFields();
    void show(const TaskConfig &task);
    void refresh();
    void checkName();
    void checkInterval();
    void checkTimes();
    void checkZone();
    QString nextRuns(const ScheduleConfig &schedule) const;
    std::chrono::microseconds interval() const;

    FieldForm &m_form;
    QStringList m_names;
    QLineEdit *m_name;
    QRadioButton *m_every;
    QRadioButton *m_at;
    QDoubleSpinBox *m_count;
    QComboBox *m_unit;
    QLineEdit *m_cron;
    QComboBox *m_preset;
    QComboBox *m_zone;
    QWidget *m_cronLine;
    FieldNote *m_nameNote = nullptr;
    FieldNote *m_everyNote = nullptr;
    FieldNote *m_cronNote = nullptr;
    FieldNote *m_zoneNote = nullptr;
    QString m_nameProblem;
    QString m_timesProblem;
    QString m_zoneProblem;
};

} // namespace Signalbox
