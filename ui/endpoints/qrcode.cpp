#include "ui/endpoints/qrcode.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace Signalbox {

namespace {

constexpr int QuietZone = 4; ///< squares; ISO/IEC 18004 section 6.3.8

} // namespace

QrCode encodeQr(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    if (bytes.isEmpty())
        return {};
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(int(bytes.size()),
                          reinterpret_cast<const unsigned char *>(bytes.constData()), 0,
                          QR_ECLEVEL_M),
        QRcode_free);
    if (!code)
        return {};
    QrCode result{code->width, QByteArray(code->width * code->width, '\0')};
    std::transform(code->data, code->data + result.squares.size(), result.squares.begin(),
                   [](unsigned char square) { return char(square & 1); });
    return result;
}

QrView::QrView(int side, QWidget *parent)
    : QWidget(parent)
    , m_side(side)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void QrView::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    m_code = encodeQr(text);
    setAccessibleName(text.isEmpty() ? QString() : tr("QR code of %1").arg(text));
    update();
}

QSize QrView::sizeHint() const
{
    return {scaled(m_side), scaled(m_side)};
}

void QrView::paintEvent(QPaintEvent *)
{
    if (m_code.side == 0)
        return;
    QPainter painter(this);
    const int all = m_code.side + 2 * QuietZone;
    const int square = std::max(1, std::min(width(), height()) / all);
    const QRect area(0, 0, all * square, all * square);
    painter.translate((width() - area.width()) / 2, (height() - area.height()) / 2);
    painter.fillRect(area, Qt::white);
    for (int row = 0; row < m_code.side; ++row) {
        for (int column = 0; column < m_code.side; ++column) {
            if (m_code.isDark(row, column))
                painter.fillRect((column + QuietZone) * square, (row + QuietZone) * square, square,
                                 square, Qt::black);
        }
    }
}

} // namespace Signalbox
