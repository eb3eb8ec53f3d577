#include "ui/widgets/listedit.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"

#include <QEvent>
#include <QMimeData>
#include <QToolTip>

namespace Signalbox {

ListEdit::ListEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(payloadFont());
}

void ListEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::StyleChange) // the last of what a new zoom brings
        setFont(payloadFont());
}

void ListEdit::insertFromMimeData(const QMimeData *source)
{
    const QString text = source->text();
    if (document()->characterCount() + text.size() <= MostText)
        return QPlainTextEdit::insertFromMimeData(source);
    QToolTip::showText(viewport()->mapToGlobal(cursorRect().bottomLeft()),
                       tr("%1 were not pasted: that is too much for a list.")
                           .arg(shortBytes(quint64(text.toUtf8().size()))),
                       this);
}

} // namespace Signalbox
