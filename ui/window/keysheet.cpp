#include "ui/window/keysheet.h"

#include "ui/theme/theme.h"
#include "ui/widgets/clearbutton.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QMenuBar>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString withoutMnemonic(QString text)
{
    text.replace(u"&&"_s, u"\x1"_s).remove(u'&').replace(u'\x1', u'&');
    return text;
}

void addKeys(QTreeWidgetItem *group, const QMenu &menu, const QString &prefix)
{
    const QList<QAction *> actions = menu.actions();
    for (const QAction *action : actions) {
        if (action->menu() != nullptr) {
            addKeys(group, *action->menu(), prefix + withoutMnemonic(action->text()) + u": "_s);
            continue;
        }
        QStringList keys;
        const QList<QKeySequence> shortcuts = action->shortcuts();
        for (const QKeySequence &shortcut : shortcuts)
            keys += shortcut.toString(QKeySequence::NativeText);
        if (!keys.isEmpty())
            new QTreeWidgetItem(group,
                                {prefix + withoutMnemonic(action->text()), keys.join(u", "_s)});
    }
}

void filter(QTreeWidget *tree, const QString &word)
{
    for (int i = 0; i < tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem *group = tree->topLevelItem(i);
        bool any = false;
        for (int row = 0; row < group->childCount(); ++row) {
            QTreeWidgetItem *item = group->child(row);
            const bool match = item->text(0).contains(word, Qt::CaseInsensitive)
                               || item->text(1).contains(word, Qt::CaseInsensitive);
            item->setHidden(!match);
            any = any || match;
        }
        group->setHidden(!any);
    }
}

} // namespace

KeySheet::KeySheet(const QMenuBar &menus, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"keySheet"_s);
    setWindowTitle(tr("Keys"));
    resize(scaled(520), scaled(560));
    auto *search = new QLineEdit(this);
    search->setPlaceholderText(tr("Find an action or a key"));
    addClearButton(*search);
    search->setAccessibleName(search->placeholderText());
    auto *tree = new QTreeWidget(this);
    tree->setHeaderLabels({tr("Action"), tr("Key")});
    tree->setRootIsDecorated(false);
    tree->setItemsExpandable(false);
    tree->setIndentation(scaled(12));
    tree->setAccessibleName(tr("Keys by menu"));
    const QList<QAction *> titles = menus.actions();
    for (const QAction *title : titles) {
        if (title->menu() == nullptr)
            continue;
        auto *group = new QTreeWidgetItem(tree, {withoutMnemonic(title->text())});
        QFont bold = tree->font();
        bold.setWeight(QFont::DemiBold);
        group->setFont(0, bold);
        group->setFlags(Qt::ItemIsEnabled);
        addKeys(group, *title->menu(), {});
        if (group->childCount() == 0)
            delete group;
    }
    tree->expandAll();
    tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    tree->header()->setStretchLastSection(false);
    connect(search, &QLineEdit::textChanged, this,
            [tree](const QString &word) { filter(tree, word.trimmed()); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(search);
    layout->addWidget(tree);
}

} // namespace Signalbox
