#pragma once

#include "core/net/wire.h"

class QSocketNotifier;

namespace Signalbox {

/// A plain TCP connection on its own descriptor: what can be sent at once goes straight to the
/// system.
class PlainWire final : public Wire
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlainWire)
public:
    /// Takes over a connected descriptor.
    PlainWire(qintptr descriptor, QObject *parent);
    ~PlainWire() override;

    qint64 read(char *to, qint64 size) override;
    void stopReading() override;

protected:
    qint64 send(const char *from, qint64 size) override;
    qint64 sendBlocks(std::span<const QByteArrayView> blocks) override;
    void wantWritable(bool wanted) override;
    void endSending(Peer peer) override;
    bool mayCloseNow() const override;
    qint64 sendBeforeClose(const char *from, qint64 size) override;
    void closeNow() override;

private:
    int m_descriptor;
    QSocketNotifier *m_reading;
    QSocketNotifier *m_writing = nullptr;
};

} // namespace Signalbox
