#include "ui/widgets/tone.h"

#include <QPushButton>
#include <QStyle>
#include <QVariant>
#include <QWidget>

namespace Signalbox {

namespace {

/// Selectors of properties are matched when a widget is polished, which a row of buttons may have
/// done already.
void polishAnew(QWidget *widget)
{
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace

void setTone(QWidget *widget, QLatin1StringView tone)
{
    const QString name = tone;
    if (widget->property("tone").toString() == name)
        return;
    widget->setProperty("tone", name);
    polishAnew(widget);
}

void setWeight(QPushButton *button, const char *weight)
{
    button->setProperty(weight, true);
    polishAnew(button);
}

} // namespace Signalbox
