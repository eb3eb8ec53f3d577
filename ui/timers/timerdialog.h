#pragma once

#include "ui/timers/taskconfig.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace Signalbox {

class ClientDirectory;
class FieldForm;
class OptionFields;
class TimesFields;
class SignalPage;

/// Asks for everything a timer or schedule has: when it runs, what it sends to whom, and what ends
/// it. What is written is put in words while it is typed; while something is wrong, the button is
/// disabled and the reason stands beside it. The window's thread.
class TimerDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimerDialog)
public:
    /// `names` are those that others have; `isNew`: `task` is a proposal.
    TimerDialog(const TaskConfig &task, const QStringList &names, bool isNew,
                const ClientDirectory &directory, QWidget *parent = nullptr);

    TaskConfig task() const; ///< as it stands in the fields

private:
    void refresh();
    QString problem() const;

    TaskConfig m_initial;
    bool m_isNew;
    FieldForm *m_form;
    TimesFields *m_times;
    OptionFields *m_options;
    SignalPage *m_signal;
    QLabel *m_reason;
    QPushButton *m_apply;
};

} // namespace Signalbox
