#pragma once

#include "core/config/clockconfig.h"

#include <QDir>
#include <QWidget>

class QButtonGroup;
class QStackedWidget;

namespace Signalbox {

class ClientDirectory;
class ScriptEditor;
class ScriptFileField;
class SignalPage;

/// What a timer or schedule does: it sends a signal, or runs a script that is written here or lies
/// in a file. The window's thread.
class ActionPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActionPage)
public:
    using Action = std::variant<ClockSignal, ClockScript>;

    /// Names of script files are relative to `folder`.
    ActionPage(const Action &action, const ClientDirectory &directory, const QDir &folder,
               QWidget *parent = nullptr);

    Action action() const; ///< meaningful when there is no problem
    QString problem() const; ///< the first thing that has to be put right; empty: nothing

Q_SIGNALS:
    void changed();

private:
    enum Kind { SendsSignal, RunsScript, RunsFile };

    QWidget *makeChoice();
    void show(const Action &action);
    void refresh();

    QButtonGroup *m_kinds;
    QStackedWidget *m_pages;
    SignalPage *m_signal;
    ScriptEditor *m_script;
    ScriptFileField *m_file;
};

} // namespace Signalbox
