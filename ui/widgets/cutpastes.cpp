#include "ui/widgets/cutpastes.h"

#include "ui/widgets/format.h"

#include <QApplication>
#include <QEvent>
#include <QLineEdit>
#include <QToolTip>

namespace Signalbox {

CutPastes::CutPastes(QObject *parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
}

bool CutPastes::eventFilter(QObject *watched, QEvent *event)
{
    auto *edit = event->type() == QEvent::Polish ? qobject_cast<QLineEdit *>(watched) : nullptr;
    if (edit != nullptr)
        connect(edit, &QLineEdit::inputRejected, edit, [edit] {
            if (edit->text().size() >= edit->maxLength())
                QToolTip::showText(edit->mapToGlobal(edit->rect().bottomLeft()),
                                   tr("No more than the first %1 characters are kept.")
                                       .arg(exactNumber(quint64(edit->maxLength()))),
                                   edit);
        });
    return QObject::eventFilter(watched, event);
}

} // namespace Signalbox
