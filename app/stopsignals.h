#pragma once

#include <QObject>

namespace Signalbox {

/// Turns SIGINT and SIGTERM (Ctrl+C and closing the console on Windows) into a Qt signal in its
/// thread. One at a time.
class StopSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StopSignals)
public:
    explicit StopSignals(QObject *parent = nullptr);
    ~StopSignals() override;

Q_SIGNALS:
    void received();
};

} // namespace Signalbox
