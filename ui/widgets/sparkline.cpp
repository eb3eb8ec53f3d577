#include "ui/widgets/sparkline.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace Signalbox {

namespace {

void push(QList<double> &samples, double value)
{
    if (samples.size() == Sparkline::Samples)
        samples.removeFirst();
    samples.append(value);
}

} // namespace

Sparkline::Sparkline(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Sparkline::add(double in, double out)
{
    push(m_in, in);
    push(m_out, out);
    update();
}

void Sparkline::clear()
{
    m_in.clear();
    m_out.clear();
    update();
}

double Sparkline::peak() const
{
    double top = 0;
    for (const QList<double> *samples : {&m_in, &m_out})
        for (const double value : *samples)
            top = std::max(top, value);
    return top;
}

QSize Sparkline::sizeHint() const
{
    return {scaled(200), scaled(24)};
}

QSize Sparkline::minimumSizeHint() const
{
    return {scaled(60), scaled(20)};
}

void Sparkline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double top = std::max(1.0, peak());
    paintCurve(painter, m_in, top, Theme::palette().in, Qt::SolidLine);
    paintCurve(painter, m_out, top, Theme::palette().out, Qt::DashLine);
}

void Sparkline::paintCurve(QPainter &painter, const QList<double> &samples, double top,
                           const QColor &color, Qt::PenStyle line) const
{
    if (samples.size() < 2)
        return;
    const double step = width() / double(Samples - 1);
    const double left = width() - step * double(samples.size() - 1);
    const double span = height() - 3;
    QPainterPath curve;
    for (qsizetype i = 0; i < samples.size(); ++i) {
        const QPointF at(left + step * double(i), 1.5 + span * (1 - samples[i] / top));
        if (i == 0)
            curve.moveTo(at);
        else
            curve.lineTo(at);
    }
    QPainterPath area = curve;
    area.lineTo(width(), height());
    area.lineTo(left, height());
    area.closeSubpath();

    QLinearGradient fade(0, 0, 0, height());
    QColor strong = color;
    strong.setAlpha(70);
    QColor weak = color;
    weak.setAlpha(4);
    fade.setColorAt(0, strong);
    fade.setColorAt(1, weak);
    painter.fillPath(area, fade);
    QPen pen(color, 1.4, line);
    if (line == Qt::DashLine)
        pen.setDashPattern({5, 2});
    painter.setPen(pen);
    painter.drawPath(curve);
}

} // namespace Signalbox
