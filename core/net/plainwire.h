#pragma once

#include "core/net/wire.h"

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
    bool hasPeerEnded() const override;
    QHostAddress localAddress() const override;

protected:
    qint64 send(const char *from, qint64 size) override;
    qint64 sendBlocks(std::span<const QByteArrayView> blocks) override;
    void wantWritable(bool wanted) override;
    void endSending(Peer peer) override;
    bool mayCloseNow() const override { return m_isDrained; }
    qint64 sendBeforeClose(const char *from, qint64 size) override;
    void closeNow() override;

private:
    class Watcher;

    int m_descriptor;
    Watcher *m_reading;
    Watcher *m_writing = nullptr;
    bool m_isDrained = false; ///< by the last read
};

} // namespace Signalbox
