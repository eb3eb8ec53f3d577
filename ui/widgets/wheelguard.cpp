#include "ui/widgets/wheelguard.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>
#include <QScrollBar>
#include <QSlider>

namespace Signalbox {

namespace {

/// The field, if the wheel would turn its value.
QWidget *fieldOf(QObject *object)
{
    const bool turns =
        qobject_cast<QAbstractSpinBox *>(object) || qobject_cast<QComboBox *>(object)
        || (qobject_cast<QAbstractSlider *>(object) && !qobject_cast<QScrollBar *>(object));
    return turns ? static_cast<QWidget *>(object) : nullptr;
}

} // namespace

WheelGuard::WheelGuard(QObject *parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
}

bool WheelGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Polish) {
        QWidget *field = fieldOf(watched);
        if (field && (field->focusPolicy() & Qt::WheelFocus) == Qt::WheelFocus)
            field->setFocusPolicy(Qt::StrongFocus);
    } else if (event->type() == QEvent::Wheel) {
        const QWidget *field = fieldOf(watched);
        if (field && !field->hasFocus()) {
            event->ignore(); // so that it goes on to what is around the field
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace Signalbox
