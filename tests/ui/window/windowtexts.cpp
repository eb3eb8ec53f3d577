#include "windowtexts.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTabBar>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

using Form = ShownText::Form;

class Collector
{
public:
    QList<ShownText> texts;

    void look(const QWidget *widget)
    {
        m_widget = widget;
        add("title", widget->windowTitle());
        add("accessible name", widget->accessibleName());
        add("accessible description", widget->accessibleDescription());
        add("status tip", widget->statusTip());
        add("tool tip", widget->toolTip(), Form::ToolTip);
        const QList<QAction *> actions = widget->actions();
        for (const QAction *action : actions) {
            add("action", action->text());
            if (const auto *menu = qobject_cast<const QMenu *>(widget);
                !menu || menu->toolTipsVisible())
                add("action's tool tip", action->toolTip(), Form::ToolTip);
        }
        if (const auto *label = qobject_cast<const QLabel *>(widget)) {
            add("label", label->text(),
                label->textFormat() == Qt::PlainText ? Form::Plain : Form::MaybeRich);
        } else if (const auto *edit = qobject_cast<const QPlainTextEdit *>(widget)) {
            add("editor", edit->toPlainText());
        } else if (const auto *line = qobject_cast<const QLineEdit *>(widget)) {
            add("line", line->displayText());
            add("placeholder", line->placeholderText());
        } else if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) {
            add("button", button->text());
        } else if (const auto *box = qobject_cast<const QComboBox *>(widget)) {
            for (int item = 0; item < box->count(); ++item)
                add("choice", box->itemText(item));
        } else if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
            for (int tab = 0; tab < tabs->count(); ++tab) {
                add("tab", tabs->tabText(tab));
                add("tab's tool tip", tabs->tabToolTip(tab), Form::ToolTip);
            }
        } else if (const auto *view = qobject_cast<const QAbstractItemView *>(widget)) {
            if (view->model() != nullptr)
                lookAtModel(*view->model(), {});
        }
    }

private:
    void lookAtModel(const QAbstractItemModel &model, const QModelIndex &parent)
    {
        for (int row = 0; row < model.rowCount(parent); ++row) {
            for (int column = 0; column < model.columnCount(parent); ++column) {
                const QModelIndex index = model.index(row, column, parent);
                add("item", index.data().toString());
                add("item for screen readers", index.data(Qt::AccessibleTextRole).toString());
                add("item's tool tip", index.data(Qt::ToolTipRole).toString(), Form::ToolTip);
            }
            if (const QModelIndex first = model.index(row, 0, parent); model.hasChildren(first))
                lookAtModel(model, first);
        }
    }
    void add(const char *what, const QString &text, Form form = Form::Plain)
    {
        if (!text.isEmpty())
            texts.append(
                {u"%1 %2, %3"_s.arg(QString::fromLatin1(m_widget->metaObject()->className()),
                                    m_widget->objectName(), QString::fromLatin1(what)),
                 text, form});
    }

    const QWidget *m_widget = nullptr;
};

} // namespace

QList<ShownText> shownTexts()
{
    Collector collector;
    const QWidgetList widgets = QApplication::allWidgets();
    for (const QWidget *widget : widgets)
        collector.look(widget);
    return collector.texts;
}

} // namespace Signalbox
