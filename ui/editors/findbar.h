#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace Signalbox {

/// The strip below an editor for finding and replacing. Knows no editor: it says what is wanted,
/// and shows what is found. Hidden until open() is called; Escape closes it. The window's thread.
class FindBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FindBar)
public:
    explicit FindBar(QWidget *parent = nullptr);

    /// Shows the bar, with what to replace by too if asked, and gives it the keyboard. A `pattern`
    /// takes the place of the last one unless it is empty.
    void open(const QString &pattern, bool replacing);
    QString pattern() const;
    QString replacement() const;
    bool matchCase() const;
    /// `current` is 1-based, 0: none is selected. `more`: there are more than `count`.
    void showHits(qsizetype current, qsizetype count, bool more);

Q_SIGNALS:
    void patternChanged();
    void nextRequested(bool forward);
    void replaceRequested(bool all);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void leave();

    QLineEdit *m_pattern;
    QLineEdit *m_replacement;
    QLabel *m_hits;
    QToolButton *m_matchCase;
    QWidget *m_replaceRow;
};

} // namespace Signalbox
