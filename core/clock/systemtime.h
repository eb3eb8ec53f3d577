#pragma once

#include "core/clock/timesource.h"

#include <QTimer>

namespace Signalbox {

/// The computer's own time. Lives in the clock's thread.
class SystemTime final : public QObject, public TimeSource
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SystemTime)
public:
    explicit SystemTime(QObject *parent = nullptr);

    std::chrono::microseconds monotonic() const override;
    WallTime wall() const override;
    void wakeAfter(std::chrono::microseconds delay) override;
    void cancel() override { m_timer.stop(); }

private:
    QTimer m_timer{this};
};

/// The computer's time since it was switched on, time asleep included.
std::chrono::microseconds timeSinceBoot();

} // namespace Signalbox
