#include "ui/timers/actionpage.h"

#include "ui/routes/scripteditor.h"
#include "ui/theme/theme.h"
#include "ui/timers/signalpage.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"

#include <QButtonGroup>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

ActionPage::ActionPage(const Action &action, const ClientDirectory &directory, const QDir &folder,
                       QWidget *parent)
    : QWidget(parent)
    , m_folder(folder)
    , m_kinds(new QButtonGroup(this))
    , m_pages(new QStackedWidget(this))
    , m_signal(new SignalPage(std::holds_alternative<ClockSignal>(action)
                                  ? std::get<ClockSignal>(action)
                                  : ClockSignal{.value = "{\"message\":\"tick\"}"},
                              directory, this))
    , m_script(new ScriptEditor(this))
    , m_file(new QLineEdit(this))
    , m_fileNote(new QLabel(this))
{
    m_script->setObjectName(u"timerScript"_s);
    m_script->setUse(ScriptPurpose::Timer);
    m_pages->addWidget(m_signal);
    m_pages->addWidget(m_script);
    m_pages->addWidget(makeFilePage());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(10));
    layout->addWidget(makeChoice());
    layout->addWidget(m_pages, 1);
    show(action);
    connect(m_kinds, &QButtonGroup::idToggled, this, &ActionPage::refresh);
    connect(m_signal, &SignalPage::changed, this, &ActionPage::changed);
    connect(m_script, &ScriptEditor::textChanged, this, &ActionPage::changed);
    connect(m_file, &QLineEdit::textChanged, this, &ActionPage::refresh);
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

QWidget *ActionPage::makeFilePage()
{
    m_file->setObjectName(u"timerFile"_s);
    m_file->setAccessibleName(tr("Script file"));
    m_file->setPlaceholderText(u"beat.js"_s);
    m_fileNote->setObjectName(u"timerFileNote"_s);
    m_fileNote->setTextFormat(Qt::PlainText);
    m_fileNote->setWordWrap(true);
    QToolButton *browse = makeToolButton(u"folder"_s, {}, tr("Choose a file"), this);
    connect(browse, &QToolButton::clicked, this, &ActionPage::chooseFile);
    auto *page = new QWidget(this);
    auto *line = new QHBoxLayout;
    line->setSpacing(scaled(8));
    line->addWidget(m_file, 1);
    line->addWidget(browse);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(6));
    layout->addLayout(line);
    layout->addWidget(m_fileNote);
    layout->addStretch(1);
    return page;
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
        m_file->setText(script->fileName);
}

ActionPage::Action ActionPage::action() const
{
    switch (Kind(m_kinds->checkedId())) {
    case RunsScript:
        return ClockScript{.source = m_script->text()};
    case RunsFile:
        return ClockScript{.fileName = m_file->text().trimmed()};
    default:
        return m_signal->signal();
    }
}

QString ActionPage::fileProblem() const
{
    const QString name = m_file->text().trimmed();
    if (name.isEmpty())
        return tr("Which file?");
    const QFileInfo file(m_folder.filePath(name));
    return file.isFile() ? QString() : tr("There is no such file.");
}

QString ActionPage::problem() const
{
    switch (Kind(m_kinds->checkedId())) {
    case RunsScript:
        return m_script->text().trimmed().isEmpty() ? tr("The script is empty.") : QString();
    case RunsFile:
        return fileProblem();
    default:
        return m_signal->problem();
    }
}

void ActionPage::refresh()
{
    m_pages->setCurrentIndex(m_kinds->checkedId());
    const QString wrong = fileProblem();
    setTone(m_file, wrong.isEmpty() ? QLatin1StringView() : "bad"_L1);
    setTone(m_fileNote, wrong.isEmpty() ? "dim"_L1 : "bad"_L1);
    m_fileNote->setText(wrong.isEmpty() ? tr("It is read again when it changes.") : wrong);
    Q_EMIT changed();
}

void ActionPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a script"), m_folder.path(),
                                   tr("JavaScript (*.js);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        const QString relative = m_folder.relativeFilePath(file);
        m_file->setText(relative.startsWith(u".."_s) ? file : relative);
    });
    dialog->open();
}

} // namespace Signalbox
