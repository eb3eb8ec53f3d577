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
    ToolButton(Qt::ToolButtonStyle style, QWidget *parent)
        : QToolButton(parent)
    {
        setToolButtonStyle(style);
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
    /// Beside a text the icon's box is wider than the icon: Qt leaves them too close.
    void fit()
    {
        const bool isAlone = toolButtonStyle() == Qt::ToolButtonIconOnly;
        setIconSize(QSize(scaled(isAlone ? 16 : 20), scaled(16)));
    }
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
    auto *button = new ToolButton(
        text.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon, parent);
    button->setIcon(lineIcon(icon));
    button->setText(text);
    button->setToolTip(tip);
    if (text.isEmpty()) // else it is named by its text, which may change
        button->setAccessibleName(tip);
    return button;
}

QToolButton *makeToolButton(QAction *action, bool withText, QWidget *parent)
{
    auto *button =
        new ToolButton(withText ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly, parent);
    button->setDefaultAction(action);
    // an icon alone has nothing to read, and a tip may say more than a name
    const auto name = [button, action] {
        const QString text = action->iconText();
        button->setAccessibleName(text.isEmpty() ? action->toolTip() : text);
    };
    QObject::connect(action, &QAction::changed, button, name);
    name();
    return button;
}

} // namespace Signalbox
