#pragma once

#include "core/history/linediff.h"

#include <QPlainTextEdit>

namespace Signalbox {

/// Two texts laid over each other, line by line: what goes is red with a minus, what comes is green
/// with a plus, and the numbers that the lines have in either text stand before them. Read-only;
/// what is copied has the signs too. Of a long line the
/// beginning is shown. The window's thread.
class LineDiffView final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LineDiffView)
public:
    explicit LineDiffView(QWidget *parent = nullptr);

    /// Shows it from the first line that differs.
    void setDiff(const QList<DiffLine> &diff);
    const QList<DiffLine> &diff() const { return m_diff; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    class Numbers;

    void fit();
    void colour();
    void paintNumbers(QPaintEvent *event);
    int numberWidth() const;

    QList<DiffLine> m_diff;
    Numbers *m_numbers;
    bool m_isColouring = false;
};

} // namespace Signalbox
