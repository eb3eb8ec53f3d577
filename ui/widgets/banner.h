#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace Signalbox {

/// A thin bar that says one thing and offers what can be done about it. Plain text only. Hidden
/// until show() is called. Owned by its parent; the window's thread.
class Banner final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Banner)
public:
    enum class Tone : quint8 { Info, Warning, Error };

    explicit Banner(Tone tone = Tone::Info, QWidget *parent = nullptr);

    void setTone(Tone tone);
    void setText(const QString &text); ///< also what a screen reader says
    QString text() const;
    void setIcon(const QString &name); ///< instead of the tone's own; empty: back to that
    /// Off at first. The cross hides the bar and emits closed().
    void setClosable(bool closable);
    /// The caller connects its clicked(); owned by this widget.
    QPushButton *addButton(const QString &text);

Q_SIGNALS:
    void closed(); ///< by the user

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintIcon();

    Tone m_tone;
    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
    QToolButton *m_close;
};

} // namespace Signalbox
