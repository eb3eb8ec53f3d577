#include "ui/widgets/emptystate.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int EmptyMargin = 24;
constexpr int LowHeight = 220; ///< below it there is no room for the icon, at 100 per cent

} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_buttons(new QHBoxLayout)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_icon->setAlignment(Qt::AlignCenter);
    m_title->setProperty("look", u"emptyTitle"_s);
    m_text->setProperty("look", u"emptyText"_s);
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->hide();
    m_buttons->setAlignment(Qt::AlignCenter);

    m_buttons->setSpacing(8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(EmptyMargin, EmptyMargin, EmptyMargin, EmptyMargin);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_icon);
    layout->addSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addSpacing(8);
    layout->addLayout(m_buttons);
    layout->addStretch(3);
}

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &text,
                       QWidget *parent)
    : EmptyState(parent)
{
    setIcon(icon);
    setTitle(title);
    setText(text);
}

void EmptyState::setIcon(const QString &name)
{
    m_iconName = name;
    paintIcon();
}

void EmptyState::setTitle(const QString &title)
{
    m_title->setText(title);
}

void EmptyState::setText(const QString &text)
{
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
}

QString EmptyState::title() const
{
    return m_title->text();
}

QString EmptyState::text() const
{
    return m_text->text();
}

QPushButton *EmptyState::addButton(const QString &text, bool primary)
{
    auto *button = new QPushButton(text, this);
    button->setProperty("primary", primary);
    m_buttons->addWidget(button);
    updateGeometry();
    placeButtons();
    return button;
}

/// Narrow enough for the widest button: placeButtons() puts the others below it. As low as it may
/// become, also while it is hidden and nobody has told it how low it is: fit().
QSize EmptyState::minimumSizeHint() const
{
    int width = 0;
    for (int i = 0; i < m_buttons->count(); ++i)
        width = std::max(width, m_buttons->itemAt(i)->sizeHint().width());
    int height = QWidget::minimumSizeHint().height();
    const QMargins margins = layout()->contentsMargins();
    height -= margins.top() + margins.bottom();
    if (!m_icon->isHidden())
        height -= m_icon->minimumSizeHint().height() + layout()->spacing();
    return {width + 2 * EmptyMargin, height};
}

/// A button has become wider or narrower since there was a place for it: with its style, which it
/// gets when it is shown for the first time, or with its text.
bool EmptyState::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        placeButtons();
    return QWidget::event(event);
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeButtons();
    fit();
}

/// Where there is little room, the words and the buttons need it.
void EmptyState::fit()
{
    const bool isLow = height() < scaled(LowHeight);
    m_icon->setVisible(!isLow && !m_iconName.isEmpty());
    layout()->setContentsMargins(EmptyMargin, isLow ? 0 : EmptyMargin, EmptyMargin,
                                 isLow ? 0 : EmptyMargin);
}

/// Side by side where there is room.
void EmptyState::placeButtons()
{
    int width = m_buttons->spacing() * (m_buttons->count() - 1);
    for (int i = 0; i < m_buttons->count(); ++i)
        width += m_buttons->itemAt(i)->sizeHint().width();
    const bool fits = width <= this->width() - 2 * EmptyMargin;
    m_buttons->setDirection(fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void EmptyState::clearButtons()
{
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        if (QWidget *button = item->widget()) {
            button->hide();
            button->deleteLater(); // it may be the one that was just pressed
        }
        delete item;
    }
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        paintIcon();
    if (event->type() == QEvent::FontChange) {
        placeButtons();
        fit();
    }
}

void EmptyState::paintIcon()
{
    if (m_iconName.isEmpty())
        return;
    const int side = scaled(36);
    m_icon->setPixmap(
        lineIcon(m_iconName, Theme::palette().dim).pixmap(QSize(side, side), devicePixelRatioF()));
}

} // namespace Signalbox
