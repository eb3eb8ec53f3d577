#pragma once

#include "core/values/result.h"

#include <QObject>

#include <optional>

namespace Signalbox {

/// Says whether an endpoint could listen there now, by taking the port and giving it back at once.
/// `address` is as configured; a host name, which only a look-up could tell, counts as "*". Fails
/// like Listener::start(). Does not wait; any thread.
Status probePort(const QString &address, quint16 port);

/// The same for host names too: looks the name up first. Answers with a Qt signal, never from
/// inside probe(). Only the latest question is answered. The thread it lives in.
class PortProbe final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PortProbe)
public:
    explicit PortProbe(QObject *parent = nullptr);
    ~PortProbe() override;

    void probe(const QString &address, quint16 port);
    void cancel(); ///< the question is not answered

Q_SIGNALS:
    /// `problem` is why it could not listen: codes as in probePort(), AddressUnavailable also for
    /// a name that nobody knows.
    void answered(const QString &address, quint16 port,
                  const std::optional<Signalbox::Error> &problem);

private:
    void answer(int question, const QString &address, quint16 port, const Status &status);

    int m_question = 0;
    int m_lookup = 0; ///< 0: none is under way
};

} // namespace Signalbox
