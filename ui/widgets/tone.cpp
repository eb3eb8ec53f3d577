#include "ui/widgets/tone.h"

#include <QStyle>
#include <QVariant>
#include <QWidget>

namespace Signalbox {

void setTone(QWidget *widget, QLatin1StringView tone)
{
    const QString name = tone;
    if (widget->property("tone").toString() == name)
        return;
    widget->setProperty("tone", name);
    widget->style()->unpolish(widget); // property selectors are matched when a widget is polished
    widget->style()->polish(widget);
    widget->update();
}

} // namespace Signalbox
