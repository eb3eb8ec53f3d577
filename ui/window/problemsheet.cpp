#include "ui/window/problemsheet.h"

#include "ui/theme/theme.h"
#include "ui/widgets/visibletext.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString problemText(const ConfigurationProblem &problem)
{
    QStringList place;
    if (problem.line > 0)
        place += ProblemSheet::tr("line %1, column %2").arg(problem.line).arg(problem.column);
    if (!problem.key.isEmpty())
        place += visibleText(problem.key);
    const QString what = visibleText(problem.error.detail);
    return place.isEmpty() ? what : QString(place.join(u" · "_s) % u'\n' % what);
}

QLabel *addLabel(QVBoxLayout *layout, const QString &text)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    layout->addWidget(label);
    return label;
}

} // namespace

ProblemSheet::ProblemSheet(const QString &fileName, const QList<ConfigurationProblem> &problems,
                           QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"problemSheet"_s);
    setWindowTitle(tr("Signalbox"));
    resize(scaled(620), scaled(360));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(16));
    layout->setSpacing(scaled(8));
    addLabel(layout, tr("Signalbox cannot start"))->setProperty("look", u"emptyTitle"_s);
    addLabel(layout,
             problems.size() == 1
                 ? tr("This file has a mistake. Mend it and start again; nothing was changed.")
                 : tr("This file has %1 mistakes. Mend them and start again; nothing was changed.")
                       .arg(QLocale().toString(problems.size())));
    QLabel *file = addLabel(layout, visibleText(fileName));
    file->setObjectName(u"problemFile"_s);
    file->setFont(payloadFont());
    file->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    QStringList texts;
    for (const ConfigurationProblem &problem : problems)
        texts += problemText(problem);
    auto *list = new QPlainTextEdit(texts.join(u"\n\n"_s), this);
    list->setObjectName(u"problemList"_s);
    list->setAccessibleName(tr("What is wrong"));
    list->setReadOnly(true);
    list->setTabChangesFocus(true);
    layout->addWidget(list, 1);

    auto *buttons = new QDialogButtonBox(this);
    QPushButton *open = buttons->addButton(tr("Open the file"), QDialogButtonBox::ActionRole);
    QPushButton *copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    QPushButton *close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setDefault(true);
    close->setFocus();
    connect(open, &QPushButton::clicked, this,
            [fileName] { QDesktopServices::openUrl(QUrl::fromLocalFile(fileName)); });
    connect(copy, &QPushButton::clicked, this, [fileName, list] {
        QApplication::clipboard()->setText(fileName % u"\n\n"_s % list->toPlainText());
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

} // namespace Signalbox
