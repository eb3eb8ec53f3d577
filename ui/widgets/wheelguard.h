#pragma once

#include <QObject>

namespace Signalbox {

/// Keeps the wheel from changing a setting that happens to come under the pointer: a number, a
/// choice, a slider or a date turns only while it has the keyboard, which the wheel does not give
/// it. Else the wheel is for what scrolls around it. Looks at the whole program; the window's
/// thread.
class WheelGuard final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WheelGuard)
public:
    explicit WheelGuard(QObject *parent);

    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace Signalbox
