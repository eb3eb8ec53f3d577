#pragma once

#include <QAbstractScrollArea>
#include <QByteArray>

#include <functional>

namespace Signalbox {

class LateCopy;

/// Bytes as they are: offset, sixteen bytes, and what of them is ASCII. Paints only the lines that
/// can be seen. Bytes are chosen with the mouse or Shift and the arrow keys. The window's thread.
class HexView final : public QAbstractScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HexView)
public:
    static constexpr int BytesPerLine = 16;

    explicit HexView(QWidget *parent = nullptr);

    void setBytes(const QByteArray &bytes); ///< and chooses none
    const QByteArray &bytes() const { return m_bytes; }
    QByteArray selectedBytes() const;
    void selectAll();

    /// "00000010  7b 22 …  {"message…", one line per sixteen bytes, of what is chosen or else of
    /// everything.
    QString dump() const { return dumper()(); }
    std::function<QString()> dumper() const; ///< what makes it; any thread

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Layout ///< pixels from the left
    {
        double unit = 0; ///< width of a character
        int line = 0; ///< height of a line
        double bytes = 0;
        double ascii = 0;
        double end = 0;
    };
    Layout layout() const;
    qsizetype lineCount() const;
    qsizetype byteAt(const QPoint &at) const;
    bool isSelected(qsizetype at) const;
    void moveTo(qsizetype at, bool extend);
    void updateScrollBars();
    void paintLine(QPainter *painter, const Layout &layout, qsizetype line, double top) const;
    QByteArray chosenOrAll() const;
    void copyDump();
    void copyHex();

    QByteArray m_bytes;
    LateCopy *m_copy;
    qsizetype m_anchor = 0;
    qsizetype m_current =
        -1; ///< -1: nothing chosen; else the bytes from m_anchor to here, both included
};

} // namespace Signalbox
