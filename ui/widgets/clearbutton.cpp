#include "ui/widgets/clearbutton.h"

#include <QCoreApplication>
#include <QLineEdit>
#include <QToolButton>

namespace Signalbox {

void addClearButton(QLineEdit &line)
{
    const QList<QToolButton *> before = line.findChildren<QToolButton *>();
    line.setClearButtonEnabled(true);
    const QList<QToolButton *> buttons = line.findChildren<QToolButton *>();
    for (QToolButton *button : buttons)
        if (!before.contains(button))
            button->setAccessibleName(QCoreApplication::translate("ClearButton", "Clear"));
}

} // namespace Signalbox
