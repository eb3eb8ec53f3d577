#include "ui/widgets/accessiblechoice.h"

#include <QAbstractItemView>
#include <QAccessibleWidget>
#include <QComboBox>
#include <QLineEdit>

namespace Signalbox {

namespace {

/// A combo box as QAccessibleComboBox shows it, but for its name.
class AccessibleChoice final : public QAccessibleWidget
{
public:
    explicit AccessibleChoice(QComboBox *box)
        : QAccessibleWidget(box, QAccessible::ComboBox)
    {
    }

    QString text(QAccessible::Text what) const override
    {
        return what == QAccessible::Value ? box()->currentText() : QAccessibleWidget::text(what);
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.expandable = true;
        state.expanded = box()->view()->isVisible();
        state.editable = box()->isEditable();
        return state;
    }

    int childCount() const override { return box()->isEditable() ? 2 : 1; }

    QAccessibleInterface *child(int index) const override
    {
        if (index == 0)
            return QAccessible::queryAccessibleInterface(box()->view());
        return index == 1 && box()->isEditable()
                   ? QAccessible::queryAccessibleInterface(box()->lineEdit())
                   : nullptr;
    }

    int indexOfChild(const QAccessibleInterface *child) const override
    {
        if (child->object() == box()->view())
            return 0;
        return box()->isEditable() && child->object() == box()->lineEdit() ? 1 : -1;
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        if (!box()->isEditable())
            return nullptr;
        QLineEdit *line = box()->lineEdit();
        return line->rect().contains(line->mapFromGlobal(QPoint(x, y))) ? child(1) : nullptr;
    }

    QStringList actionNames() const override
    {
        return QStringList() << showMenuAction() << pressAction();
    }

    void doAction(const QString &name) override
    {
        if (name != showMenuAction() && name != pressAction())
            return;
        if (box()->view()->isVisible())
            box()->hidePopup();
        else
            box()->showPopup();
    }

    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    QComboBox *box() const { return static_cast<QComboBox *>(object()); }
};

QAccessibleInterface *make(const QString &className, QObject *object)
{
    auto *box =
        className == QLatin1StringView("QComboBox") ? qobject_cast<QComboBox *>(object) : nullptr;
    return box ? new AccessibleChoice(box) : nullptr;
}

} // namespace

void nameChoices()
{
    QAccessible::removeFactory(make);
    QAccessible::installFactory(make);
}

} // namespace Signalbox
