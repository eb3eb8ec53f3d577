#include "core/server/endpoint.h"

#include <QNetworkInterface>

// What may change around an endpoint while it runs: the files of its certificate, and its address.

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

constexpr int LooksUntilGone = 2; // it may be missing for a moment when it is renewed

} // namespace

/// Of a certificate that was made here there is nothing that others replace.
void Endpoint::lookAtCertificate()
{
    if (!m_tls || m_config.tls->selfSigned || !m_certificateFiles.haveChanged())
        return;
    const auto tls = makeTls(m_address);
    if (!tls)
        return note(Why::CertificateKept, detailOf(tls.error()), true);
    if (tls->localCertificateChain() == m_tls->localCertificateChain())
        return;
    showCertificate(*tls);
    onAcceptor([it = *tls](Acceptor *acceptor) { acceptor->setTls(it); });
    Q_EMIT changed(m_status);
    note(Why::CertificateReplaced, m_status.certificateExpiry.date().toString(Qt::ISODate), false);
}

bool Endpoint::hasAddress() const
{
    return m_address.isLoopback() || m_address == QHostAddress::Any
           || m_address == QHostAddress::AnyIPv4 || m_address == QHostAddress::AnyIPv6
           || QNetworkInterface::allAddresses().contains(m_address);
}

/// An address can go, with a cable or a lease, and come back. What listens on it would not notice.
void Endpoint::lookForAddress()
{
    if (!hasAddress()) {
        if (m_status.state != EndpointState::Running || ++m_withoutAddress < LooksUntilGone)
            return;
        stop();
        m_addressGone = true;
        return;
    }
    m_withoutAddress = 0;
    if (m_status.state == EndpointState::Failed)
        start();
}

} // namespace Signalbox
