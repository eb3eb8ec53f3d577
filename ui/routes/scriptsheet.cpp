#include "ui/routes/scriptsheet.h"

#include "ui/editors/scripteditor.h"
#include "ui/theme/theme.h"
#include "ui/widgets/twolinedelegate.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

enum Role { TextRole = Qt::UserRole, CodeRole };

/// What one types to use the word, and to see all that it has.
QString codeOf(ScriptPurpose use, const ScriptWord &word)
{
    if (!word.call.isEmpty())
        return word.call + u";\n"_s;
    QString code = word.name + u'\n';
    const QList<ScriptWord> members = scriptWords(use, {word.name});
    for (const ScriptWord &member : members) {
        code += u"%1.%2  // %3\n"_s.arg(word.name, member.name, member.text);
        const QList<ScriptWord> inner = scriptWords(use, {word.name, member.name});
        for (const ScriptWord &part : inner)
            code += u"    %1.%2.%3  // %4\n"_s.arg(word.name, member.name, part.name, part.text);
    }
    return code;
}

} // namespace

ScriptSheet::ScriptSheet(ScriptPurpose use, QWidget *parent)
    : QDialog(parent)
    , m_list(new QListWidget(this))
    , m_text(new QLabel(this))
    , m_code(new ScriptEditor(this))
    , m_copy(new QPushButton(tr("Copy"), this))
    , m_insert(new QPushButton(tr("Insert"), this))
{
    setObjectName(u"scriptSheet"_s);
    setWindowTitle(tr("Functions and examples"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(scaled(760), scaled(440));
    m_list->setObjectName(u"sheetList"_s);
    m_list->setAccessibleName(tr("Examples and functions"));
    m_list->setItemDelegate(new TwoLineDelegate(m_list));
    m_list->setFixedWidth(scaled(250));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_insert->setObjectName(u"sheetInsert"_s);
    m_insert->setProperty("primary", true);
    m_insert->setToolTip(tr("Puts it where the cursor is"));
    m_copy->setObjectName(u"sheetCopy"_s);
    const auto add = [this](const QString &icon, const QString &title, const QString &detail,
                            const QString &text, const QString &code) {
        auto *item = new QListWidgetItem(lineIcon(icon), title, m_list);
        item->setData(TwoLineDelegate::DetailRole, detail);
        item->setData(TextRole, text);
        item->setData(CodeRole, code);
    };
    const QList<ScriptExample> examples = scriptExamples(use);
    for (const ScriptExample &example : examples)
        add(u"copy"_s, example.title, tr("Example"), example.title, example.script);
    const QList<ScriptWord> words = scriptWords(use);
    for (const ScriptWord &word : words)
        add(u"braces"_s, word.name, word.text, word.text, codeOf(use, word));

    auto *close = new QPushButton(tr("Close"), this);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_insert);
    auto *right = new QVBoxLayout;
    right->setContentsMargins(scaled(12), scaled(12), scaled(12), scaled(12));
    right->setSpacing(scaled(8));
    right->addWidget(m_text);
    right->addWidget(m_code, 1);
    right->addLayout(buttons);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addLayout(right, 1);

    connect(m_list, &QListWidget::currentRowChanged, this, &ScriptSheet::showRow);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_code->text()); });
    connect(m_insert, &QPushButton::clicked, this, [this] {
        Q_EMIT insertRequested(m_code->text());
        QDialog::close();
    });
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    m_list->setCurrentRow(0);
    m_list->setFocus();
}

void ScriptSheet::showRow(int row)
{
    const QListWidgetItem *item = m_list->item(row);
    if (item == nullptr)
        return;
    m_text->setText(item->data(TextRole).toString());
    m_code->setReadOnly(false);
    m_code->setText(item->data(CodeRole).toString());
    m_code->setReadOnly(true);
}

} // namespace Signalbox
