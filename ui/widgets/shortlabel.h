#pragma once

#include <QLabel>

namespace Signalbox {

/// Plain text on one line that takes the room it is given: what does not fit ends in an ellipsis
/// and is in the tooltip, unless that says something else. text() is the whole. The window's
/// thread.
class ShortLabel final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShortLabel)
public:
    explicit ShortLabel(QWidget *parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString shownText() const;
};

} // namespace Signalbox
