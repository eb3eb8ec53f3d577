#include "ui/editors/filteredit.h"

#include "ui/theme/theme.h"
#include "ui/widgets/clearbutton.h"
#include "ui/widgets/tone.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

namespace Signalbox {

using namespace Qt::StringLiterals;

FilterEdit::FilterEdit(QWidget *parent)
    : QLineEdit(parent)
    , m_verdict(new QLabel(this))
{
    m_verdict->setTextFormat(Qt::PlainText);
    m_verdict->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_verdict->setProperty("tone", u"dim"_s);
    m_verdict->hide();
    addAction(lineIcon(u"search"_s, Theme::palette().dim), LeadingPosition);
    findChild<QToolButton *>()->setAccessibleName(tr("Filter"));
    addClearButton(*this);
}

void FilterEdit::replaceText(const QString &text)
{
    selectAll();
    insert(text);
}

void FilterEdit::setVerdict(const QString &text, Tone tone)
{
    m_fullVerdict = text;
    if (tone != m_tone) {
        m_tone = tone;
        const QLatin1StringView frame = tone == Tone::Good  ? "good"_L1
                                        : tone == Tone::Bad ? "warn"_L1
                                                            : ""_L1;
        setTone(this, frame);
        setTone(m_verdict, frame.isEmpty() ? "dim"_L1 : frame);
    }
    setAccessibleDescription(text);
    setToolTip(text);
    place();
}

QString FilterEdit::verdict() const
{
    return m_fullVerdict;
}

/// The verdict left of the cross, over at most two thirds of the line; what is written keeps clear
/// of it.
void FilterEdit::place()
{
    const int cross = text().isEmpty() ? 0 : scaled(26);
    const int room = width() * 2 / 3 - cross;
    m_verdict->setText(
        m_verdict->fontMetrics().elidedText(m_fullVerdict, Qt::ElideRight, std::max(0, room)));
    m_verdict->adjustSize();
    m_verdict->setVisible(!m_fullVerdict.isEmpty());
    m_verdict->move(width() - cross - m_verdict->width() - scaled(8),
                    (height() - m_verdict->height()) / 2);
    setTextMargins(0, 0, m_fullVerdict.isEmpty() ? 0 : m_verdict->width() + scaled(8), 0);
}

void FilterEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Down) {
        Q_EMIT left();
        event->accept();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void FilterEdit::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    place();
}

void FilterEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        place();
}

} // namespace Signalbox
