#pragma once

#include <QPlainTextEdit>
#include <QSet>
#include <QTimer>

namespace Signalbox {

/// Text of any length that can be read, selected and copied, but not changed. It is filled in
/// slices, so that the window goes on meanwhile; and since Qt lays a line out as a whole, with a
/// time that grows faster than its length, a very long one is shown in pieces, which are one line
/// again when it is copied. The window's thread.
class LongTextView final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LongTextView)
public:
    static constexpr qsizetype PieceLength = 4'000; ///< UTF-16 units

    explicit LongTextView(QWidget *parent = nullptr);

    /// The first slice is there when it returns.
    void showText(const QString &text);
    bool isFilled() const { return m_at >= m_text.size(); }
    QString shownText() const; ///< what is there so far
    /// Whether this block goes on with the line of the one before it.
    bool isContinuation(int block) const { return m_broken.contains(block - 1); }

Q_SIGNALS:
    void filled(); ///< all of it is there

protected:
    QMimeData *createMimeDataFromSelection() const override;

private:
    void addSlice();
    QString textBetween(int begin, int end) const;

    QString m_text;
    qsizetype m_at = 0; ///< of what comes next
    qsizetype m_column = 0; ///< of that, in its line or piece
    QSet<int> m_broken; ///< blocks that end where a line goes on
    QTimer m_timer;
};

} // namespace Signalbox
