#pragma once

#include "ui/timers/taskconfig.h"

#include <QDialog>
#include <QDir>

class QLabel;
class QPushButton;

namespace Signalbox {

class ActionPage;
class ClientDirectory;
class FieldForm;
class OptionFields;
class TimesFields;

/// Asks for everything a timer or schedule has: when it runs, what it does, and what ends
/// it. What is written is put in words while it is typed; while something is wrong, the button is
/// disabled and the reason stands beside it. The window's thread.
class TimerDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimerDialog)
public:
    /// `names` are those that others have; `isNew`: `task` is a proposal. Names of script files
    /// are relative to `folder`.
    TimerDialog(const TaskConfig &task, const QStringList &names, bool isNew,
                const ClientDirectory &directory, const QDir &folder, QWidget *parent = nullptr);

    TaskConfig task() const; ///< as it stands in the fields

private:
    void refresh();
    QString problem() const;

    TaskConfig m_initial;
    bool m_isNew;
    FieldForm *m_form;
    TimesFields *m_times;
    OptionFields *m_options;
    ActionPage *m_action;
    QLabel *m_reason;
    QPushButton *m_apply;
};

} // namespace Signalbox
