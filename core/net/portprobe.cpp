#include "core/net/portprobe.h"

#include "core/net/listener.h"

#include <QHostInfo>
#include <QTcpSocket>

#include <utility>

namespace Signalbox {

namespace {

Status probe(const QHostAddress &address, quint16 port)
{
    QTcpSocket socket;
    // shares as a listening socket does: connections that are still dying there do not count
    if (socket.bind(address, port, QAbstractSocket::ShareAddress))
        return success();
    return listenError(socket.error(), socket.errorString());
}

} // namespace

Status probePort(const QString &address, quint16 port)
{
    return probe(listenAddress(address).value_or(QHostAddress(QHostAddress::Any)), port);
}

PortProbe::PortProbe(QObject *parent)
    : QObject(parent)
{
}

PortProbe::~PortProbe()
{
    cancel();
}

void PortProbe::probe(const QString &address, quint16 port)
{
    cancel();
    const int question = m_question;
    if (listenAddress(address)) {
        QMetaObject::invokeMethod(
            this,
            [this, question, address, port] {
                answer(question, address, port, probePort(address, port));
            },
            Qt::QueuedConnection);
        return;
    }
    m_lookup = QHostInfo::lookupHost(
        address, this, [this, question, address, port](const QHostInfo &info) {
            if (question == m_question)
                m_lookup = 0;
            answer(question, address, port,
                   info.addresses().isEmpty()
                       ? Error{Error::Code::AddressUnavailable, info.errorString()}
                       : Signalbox::probe(info.addresses().first(), port));
        });
}

void PortProbe::cancel()
{
    ++m_question;
    if (m_lookup != 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, 0));
}

void PortProbe::answer(int question, const QString &address, quint16 port, const Status &status)
{
    if (question == m_question)
        Q_EMIT answered(address, port, status ? std::nullopt : std::optional(status.error()));
}

} // namespace Signalbox
