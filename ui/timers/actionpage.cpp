#include "ui/timers/actionpage.h"

#include "ui/editors/scripteditor.h"
#include "ui/editors/scriptfilefield.h"
#include "ui/theme/theme.h"
#include "ui/timers/signalpage.h"
#include "ui/widgets/panelbar.h"

#include <QButtonGroup>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

ActionPage::ActionPage(const Action &action, const ClientDirectory &directory, const QDir &folder,
                       QWidget *parent)
    : QWidget(parent)
    , m_kinds(new QButtonGroup(this))
    , m_pages(new QStackedWidget(this))
    , m_signal(new SignalPage(std::holds_alternative<ClockSignal>(action)
                                  ? std::get<ClockSignal>(action)
                                  : ClockSignal{.value = "{\"message\":\"tick\"}"},
                              directory, this))
    , m_script(new ScriptEditor(this))
    , m_file(new ScriptFileField(folder, this))
{
    m_script->setObjectName(u"timerScript"_s);
    m_script->setUse(ScriptPurpose::Timer);
    m_pages->addWidget(m_signal);
    m_pages->addWidget(m_script);
    m_pages->addWidget(m_file);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(10));
    layout->addWidget(makeChoice());
    layout->addWidget(m_pages, 1);
    show(action);
    connect(m_kinds, &QButtonGroup::idToggled, this, &ActionPage::refresh);
    connect(m_signal, &SignalPage::changed, this, &ActionPage::changed);
    connect(m_script, &ScriptEditor::textChanged, this, &ActionPage::changed);
    connect(m_file, &ScriptFileField::changed, this, &ActionPage::changed);
    refresh();
}

QWidget *ActionPage::makeChoice()
{
    auto *choice = new QWidget(this);
    auto *line = new QHBoxLayout(choice);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(scaled(4));
    const QList<std::pair<QString, QString>> kinds{
        {tr("Signal"), tr("It sends a signal")},
        {tr("Script"), tr("It runs a script that is written here")},
        {tr("Script file"), tr("It runs a script that lies in a file")}};
    for (const auto &[text, tip] : kinds) {
        QToolButton *button = makeToolButton({}, text, tip, choice);
        button->setObjectName(u"timerKind%1"_s.arg(line->count()));
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        m_kinds->addButton(button, line->count());
        line->addWidget(button);
    }
    line->addStretch(1);
    return choice;
}

void ActionPage::show(const Action &action)
{
    const auto *script = std::get_if<ClockScript>(&action);
    const Kind kind = script == nullptr            ? SendsSignal
                      : script->fileName.isEmpty() ? RunsScript
                                                   : RunsFile;
    m_kinds->button(kind)->setChecked(true);
    m_script->setText(script != nullptr && kind == RunsScript
                          ? script->source
                          : u"sendSignal({ message: `run ${event.timer.count}` });\n"_s);
    if (kind == RunsFile)
        m_file->setFileName(script->fileName);
}

ActionPage::Action ActionPage::action() const
{
    switch (Kind(m_kinds->checkedId())) {
    case RunsScript:
        return ClockScript{.source = m_script->text()};
    case RunsFile:
        return ClockScript{.fileName = m_file->fileName()};
    default:
        return m_signal->signal();
    }
}

QString ActionPage::problem() const
{
    switch (Kind(m_kinds->checkedId())) {
    case RunsScript:
        return m_script->text().trimmed().isEmpty() ? tr("The script is empty.") : QString();
    case RunsFile:
        return m_file->problem();
    default:
        return m_signal->problem();
    }
}

void ActionPage::refresh()
{
    m_pages->setCurrentIndex(m_kinds->checkedId());
    Q_EMIT changed();
}

} // namespace Signalbox
