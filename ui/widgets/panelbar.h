#pragma once

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QWidget>

namespace Signalbox {

/// The strip on top of a part of the window: its title in small capitals, a count, tools. Grows
/// with the zoom. Owned by the layout it is put in; the window's thread.
class PanelBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PanelBar)
public:
    /// `height` in pixels at 100 per cent.
    explicit PanelBar(int height = 40, QWidget *parent = nullptr);

    QLabel *addTitle(
        const QString &title); ///< small, bold, dim; upper case is up to the caller's translation
    QLabel *addText(const QString &text = {}); ///< plain and dim
    void addWidget(QWidget *widget, int stretch = 0);
    void addStretch();

protected:
    void changeEvent(QEvent *event) override;

private:
    void fit();

    QHBoxLayout *m_layout;
    int m_height;
};

/// A flat button: icon alone (then `tip` is also its accessible name), or icon and text.
QToolButton *makeToolButton(const QString &icon, const QString &text, const QString &tip,
                            QWidget *parent = nullptr);
/// Shows the action's icon, tooltip and state; its text too with `withText`.
QToolButton *makeToolButton(QAction *action, bool withText = false, QWidget *parent = nullptr);

} // namespace Signalbox
