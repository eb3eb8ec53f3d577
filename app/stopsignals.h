#pragma once

#include <QObject>

namespace Signalbox {

/// Turns SIGINT, SIGTERM and SIGHUP (Ctrl+C and closing the console on Windows) into a Qt signal in
/// its thread. A SIGHUP behind another one is none: a terminal that closes sends several. Who was
/// started to ignore SIGHUP (nohup) goes on doing so. One at a time.
class StopSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StopSignals)
public:
    explicit StopSignals(QObject *parent = nullptr);
    ~StopSignals() override;

Q_SIGNALS:
    void received();

private:
    bool m_isHeard = false; ///< one of them
};

} // namespace Signalbox
