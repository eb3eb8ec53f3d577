#include "ui/widgets/panelbar.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QEvent>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

/// A tool button whose icon grows with the zoom.
class ToolButton final : public QToolButton
{
public:
    explicit ToolButton(QWidget *parent)
        : QToolButton(parent)
    {
        setFocusPolicy(Qt::TabFocus);
        fit();
    }

protected:
    void changeEvent(QEvent *event) override
    {
        QToolButton::changeEvent(event);
        if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
            fit();
    }

private:
    void fit() { setIconSize(QSize(scaled(16), scaled(16))); }
};

} // namespace

PanelBar::PanelBar(int height, QWidget *parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
    , m_height(height)
{
    setProperty("look", u"panelBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    fit();
}

QLabel *PanelBar::addTitle(const QString &title)
{
    auto *label = new QLabel(title, this);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("look", u"sectionTitle"_s);
    m_layout->addWidget(label);
    return label;
}

QLabel *PanelBar::addText(const QString &text)
{
    auto *label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("tone", u"dim"_s);
    m_layout->addWidget(label);
    return label;
}

void PanelBar::addWidget(QWidget *widget, int stretch)
{
    m_layout->addWidget(widget, stretch);
}

void PanelBar::addStretch()
{
    m_layout->addStretch(1);
}

void PanelBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

void PanelBar::fit()
{
    setFixedHeight(scaled(m_height));
    m_layout->setContentsMargins(scaled(12), 0, scaled(8), 0);
    m_layout->setSpacing(scaled(6));
}

QToolButton *makeToolButton(const QString &icon, const QString &text, const QString &tip,
                            QWidget *parent)
{
    auto *button = new ToolButton(parent);
    button->setIcon(lineIcon(icon));
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(text.isEmpty() ? tip : text);
    button->setToolButtonStyle(text.isEmpty() ? Qt::ToolButtonIconOnly
                                              : Qt::ToolButtonTextBesideIcon);
    return button;
}

QToolButton *makeToolButton(QAction *action, bool withText, QWidget *parent)
{
    auto *button = new ToolButton(parent);
    button->setDefaultAction(action);
    button->setAccessibleName(action->toolTip());
    button->setToolButtonStyle(withText ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    return button;
}

} // namespace Signalbox
