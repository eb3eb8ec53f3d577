#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace Signalbox {

/// What stands in an editor for a text that is too long to be edited in it: how long it is, and
/// what can be done with it. The window's thread.
class LongTextCard final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LongTextCard)
public:
    explicit LongTextCard(QWidget *parent = nullptr);

    /// `words`: how long it is. `canLayOut`: laid out as JSON it may be short enough.
    void showText(const QString &words, bool canLayOut);
    void say(const QString &problem); ///< what could not be done with it
    void save(const QString &text); ///< to a file that the user chooses

Q_SIGNALS:
    void saveRequested();
    void layOutRequested();
    void removeRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();

    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_note;
    QPushButton *m_save;
    QPushButton *m_layOut;
    QPushButton *m_remove;
};

} // namespace Signalbox
