#include "ui/editors/scriptfilefield.h"

#include "ui/theme/theme.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

ScriptFileField::ScriptFileField(const QDir &folder, QWidget *parent)
    : QWidget(parent)
    , m_folder(folder)
    , m_name(new QLineEdit(this))
    , m_note(new QLabel(this))
{
    m_name->setObjectName(u"scriptFile"_s);
    m_name->setAccessibleName(tr("Script file"));
    m_name->setPlaceholderText(u"date.js"_s);
    m_note->setObjectName(u"scriptFileNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    QToolButton *browse = makeToolButton(u"folder"_s, {}, tr("Choose a file"), this);
    auto *line = new QHBoxLayout;
    line->setSpacing(scaled(8));
    line->addWidget(m_name, 1);
    line->addWidget(browse);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(6));
    layout->addLayout(line);
    layout->addWidget(m_note);
    layout->addStretch(1);
    setFocusProxy(m_name);
    connect(m_name, &QLineEdit::textChanged, this, [this] {
        refresh();
        Q_EMIT changed();
    });
    connect(browse, &QToolButton::clicked, this, &ScriptFileField::choose);
    refresh();
}

QString ScriptFileField::fileName() const
{
    return m_name->text().trimmed();
}

void ScriptFileField::setFileName(const QString &name)
{
    if (name != fileName())
        m_name->setText(name);
    refresh();
}

QString ScriptFileField::problem() const
{
    if (fileName().isEmpty())
        return tr("Which file?");
    const QFileInfo file(m_folder.filePath(fileName()));
    return file.isFile() ? QString() : tr("There is no such file.");
}

void ScriptFileField::refresh()
{
    const QString wrong = problem();
    setTone(m_name, wrong.isEmpty() ? QLatin1StringView() : "bad"_L1);
    setTone(m_note, wrong.isEmpty() ? "dim"_L1 : "bad"_L1);
    m_note->setText(wrong.isEmpty() ? tr("It is read again when it changes.") : wrong);
    m_name->setAccessibleDescription(m_note->text());
}

void ScriptFileField::choose()
{
    auto *dialog = new QFileDialog(this, tr("Choose a script"), m_folder.path(),
                                   tr("JavaScript (*.js);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        const QString relative = m_folder.relativeFilePath(file);
        m_name->setText(relative.startsWith(u".."_s) ? file : relative);
    });
    dialog->open();
}

} // namespace Signalbox
