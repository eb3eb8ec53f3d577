#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>
#include <QWidget>

namespace Signalbox {

/// The dark and light squares of a QR code (ISO/IEC 18004, correction level M). A value.
struct QrCode
{
    int side = 0; ///< in squares, without the quiet zone; 0: nothing was encoded
    QByteArray squares; ///< row by row; 1 is dark

    bool isDark(int row, int column) const { return squares.at(row * side + column) != 0; }
    bool operator==(const QrCode &) const = default;
};

/// Empty when `text` is empty or longer than a code can hold (2331 bytes of UTF-8). Pure.
QrCode encodeQr(const QString &text);

/// Draws a QR code: black on white with a quiet zone of four squares in every theme, each square a
/// whole number of pixels. What it says stands in the accessible name. The window's thread.
class QrView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QrView)
public:
    /// `side` in pixels at 100 per cent.
    explicit QrView(int side, QWidget *parent = nullptr);

    void setText(const QString &text);
    const QString &text() const { return m_text; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_side;
    QString m_text;
    QrCode m_code;
};

} // namespace Signalbox
