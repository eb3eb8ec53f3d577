#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace Signalbox {

/// What stands where a list would be when there is nothing to list: an icon, what is the case, what
/// to do about it. The texts are plain text. Owned by its parent; the window's thread.
class EmptyState final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyState)
public:
    explicit EmptyState(QWidget *parent = nullptr);
    EmptyState(const QString &icon, const QString &title, const QString &text,
               QWidget *parent = nullptr);

    void setIcon(const QString &name);
    void setTitle(const QString &title);
    void setText(const QString &text); ///< may have several lines; hidden when empty
    QString title() const;
    QString text() const;

    /// The caller connects its clicked(); owned by this widget, gone after clearButtons().
    QPushButton *addButton(const QString &text, bool primary = false);
    void clearButtons();

    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void paintIcon();
    void placeButtons();
    void fit();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
};

} // namespace Signalbox
