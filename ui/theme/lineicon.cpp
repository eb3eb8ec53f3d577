#include "ui/theme/lineicon.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString fileOf(const QString &name)
{
    return u":/icons/"_s % name % u".svg"_s;
}

/// The largest in the middle.
QRect squareIn(const QRect &rect)
{
    const int side = std::min(rect.width(), rect.height());
    QRect square(0, 0, side, side);
    square.moveCenter(rect.center());
    return square;
}

} // namespace

LineIconEngine::LineIconEngine(QString name, QColor color)
    : m_name(std::move(name))
    , m_color(color)
{
}

QColor LineIconEngine::colorFor(QIcon::Mode mode) const
{
    const Palette &palette = Theme::palette();
    if (mode == QIcon::Disabled)
        return palette.disabled;
    return m_color.isValid() ? m_color : palette.text;
}

void LineIconEngine::render(QPainter *painter, const QRect &square, QIcon::Mode mode) const
{
    QFile file(fileOf(m_name));
    if (!file.open(QIODevice::ReadOnly))
        return;
    QByteArray svg = file.readAll();
    svg.replace("currentColor", colorFor(mode).name().toLatin1());
    svg.replace("stroke-width=\"2\"", "stroke-width=\"1.75\""); // two units are heavy at 16 pixels
    QSvgRenderer(svg).render(painter, square);
}

void LineIconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode,
                           QIcon::State state)
{
    const QRect square = squareIn(rect);
    const qreal ratio = painter->device()->devicePixelRatio();
    if (painter->transform().type() > QTransform::TxTranslate)
        return render(painter, square, mode);
    // a table draws the same few again and again
    QPixmap ready = pixmap((QSizeF(square.size()) * ratio).toSize(), mode, state);
    ready.setDevicePixelRatio(ratio);
    painter->drawPixmap(square.topLeft(), ready);
}

QPixmap LineIconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    return scaledPixmap(size, mode, state, 1);
}

QPixmap LineIconEngine::scaledPixmap(const QSize &asked, QIcon::Mode mode, QIcon::State,
                                     qreal scale)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    const QSize size = (QSizeF(asked) * scale).toSize();
#else
    Q_UNUSED(scale)
    const QSize size = asked; // in device pixels already
#endif
    const QString cacheKey = u"signalbox-line:%1:%2:%3x%4"_s.arg(m_name, colorFor(mode).name())
                                 .arg(size.width())
                                 .arg(size.height());
    QPixmap pixmap;
    if (QPixmapCache::find(cacheKey, &pixmap))
        return pixmap;
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    render(&painter, squareIn(pixmap.rect()), mode);
    painter.end();
    QPixmapCache::insert(cacheKey, pixmap);
    return pixmap;
}

QIconEngine *LineIconEngine::clone() const
{
    return new LineIconEngine(*this);
}

QString LineIconEngine::key() const
{
    return u"SignalboxLineIcon"_s;
}

bool LineIconEngine::isNull()
{
    return !QFile::exists(fileOf(m_name));
}

QIcon lineIcon(const QString &name, const QColor &color)
{
    return QIcon(new LineIconEngine(name, color));
}

} // namespace Signalbox
