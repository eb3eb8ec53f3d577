#pragma once

#include <QLineEdit>

class QLabel;

namespace Signalbox {

/// A line for a filter, with a magnifying glass, a cross, and the verdict on what is written at its
/// right end. The colour of its frame goes with the verdict. The window's thread.
class FilterEdit final : public QLineEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FilterEdit)
public:
    enum class Tone : quint8 { Plain, Good, Bad };

    explicit FilterEdit(QWidget *parent = nullptr);

    /// As if it were typed: Ctrl+Z brings back what was there.
    void replaceText(const QString &text);
    /// Plain text; also the line's tooltip and description.
    void setVerdict(const QString &text, Tone tone);
    QString verdict() const;

Q_SIGNALS:
    void left(); ///< Esc or Down: the keyboard should go back to the list

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void place();

    QLabel *m_verdict;
    QString m_fullVerdict;
    Tone m_tone = Tone::Plain;
};

} // namespace Signalbox
