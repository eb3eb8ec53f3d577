#pragma once

#include <QList>
#include <QWidget>

namespace Signalbox {

/// The last 90 samples of the rates in and out: two areas with a line each (in solid, out dashed),
/// no axes, the newest at the right edge. The window's thread.
class Sparkline final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Sparkline)
public:
    static constexpr int Samples = 90;

    explicit Sparkline(QWidget *parent = nullptr);

    void add(double in, double out);
    void clear();
    int count() const { return int(m_in.size()); }
    double
    peak() const; ///< the largest sample shown; the upper edge stands for it, and for 1 at least

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintCurve(QPainter &painter, const QList<double> &samples, double top,
                    const QColor &color, Qt::PenStyle line) const;

    QList<double> m_in;
    QList<double> m_out;
};

} // namespace Signalbox
