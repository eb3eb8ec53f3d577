#pragma once

#include <QColor>
#include <QIconEngine>
#include <QString>

namespace Signalbox {

/// Draws one of our own line icons (resources/icons, 24-unit grid, one colour) at the device's
/// resolution, in the colour the theme has at that moment. Owned by the QIcon that lineIcon()
/// makes; the window's thread.
class LineIconEngine final : public QIconEngine
{
public:
    /// `name` without folder and ending; an invalid `color` means the theme's text colour.
    LineIconEngine(QString name, QColor color);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    /// `asked` is in device pixels up to Qt 6.7, and independent of them from 6.8 on.
    QPixmap scaledPixmap(const QSize &asked, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override;
    QIconEngine *clone() const override;
    QString key() const override;
    bool isNull() override;

private:
    void render(QPainter *painter, const QRect &square, QIcon::Mode mode) const;
    QColor colorFor(QIcon::Mode mode) const;

    QString m_name;
    QColor m_color;
};

} // namespace Signalbox
