#include "ui/widgets/banner.h"

#include "ui/theme/theme.h"
#include "ui/widgets/panelbar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString toneName(Banner::Tone tone)
{
    switch (tone) {
    case Banner::Tone::Info:
        return u"info"_s;
    case Banner::Tone::Warning:
        return u"warn"_s;
    case Banner::Tone::Error:
        return u"bad"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Banner::Banner(Tone tone, QWidget *parent)
    : QWidget(parent)
    , m_tone(tone)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_buttons(new QHBoxLayout)
    , m_close(makeToolButton(u"x"_s, {}, tr("Close"), this))
{
    setProperty("look", u"banner"_s);
    setProperty("tone", toneName(tone));
    setAttribute(Qt::WA_StyledBackground);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->hide();

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 5, 8, 5);
    layout->setSpacing(8);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addLayout(m_buttons);
    layout->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    paintIcon();
    hide();
}

void Banner::setTone(Tone tone)
{
    if (tone == m_tone)
        return;
    m_tone = tone;
    setProperty("tone", toneName(tone));
    style()->unpolish(this);
    style()->polish(this);
    paintIcon();
}

void Banner::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
}

QString Banner::text() const
{
    return m_text->text();
}

void Banner::setIcon(const QString &name)
{
    m_iconName = name;
    paintIcon();
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

QPushButton *Banner::addButton(const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setProperty("small", true);
    button->setFocusPolicy(
        Qt::TabFocus); // a click leaves the keyboard where it was: the bar often goes at once
    m_buttons->addWidget(button);
    return button;
}

void Banner::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        paintIcon();
}

void Banner::paintIcon()
{
    const Palette &palette = Theme::palette();
    const QColor color = m_tone == Tone::Info      ? palette.in
                         : m_tone == Tone::Warning ? palette.warn
                                                   : palette.bad;
    const QString own = m_tone == Tone::Info      ? u"info"_s
                        : m_tone == Tone::Warning ? u"alert-triangle"_s
                                                  : u"x-circle"_s;
    const int side = scaled(16);
    m_icon->setPixmap(lineIcon(m_iconName.isEmpty() ? own : m_iconName, color)
                          .pixmap(QSize(side, side), devicePixelRatioF()));
}

} // namespace Signalbox
