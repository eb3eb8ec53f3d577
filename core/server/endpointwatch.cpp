#include "core/server/endpoint.h"

#include <QNetworkInterface>

// What may change around an endpoint while it runs: the files of its certificate, and its address.

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

constexpr int LooksUntilGone = 2; // it may be missing for a moment when it is renewed

} // namespace

void Endpoint::lookAtCertificate()
{
    if (!m_tls || !m_config.tls) // without it from the next start on
        return;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto step = m_certificateEnd.next(now);
    const bool isMade = m_config.tls->selfSigned; // nobody else replaces its files
    if (step == CertificateEnd::Step::Warn) {
        const QDateTime end = m_status.certificateExpiry;
        note(Why::CertificateEnds, end.date().toString(Qt::ISODate), end <= now);
    }
    if (isMade ? step != CertificateEnd::Step::MakeAnew : !m_certificateFiles.haveChanged())
        return;
    const auto tls = makeTls(m_address);
    if (!tls)
        note(isMade ? Why::CertificateNotMade : Why::CertificateKept, detailOf(tls.error()), true);
    else if (tls->localCertificateChain() != m_tls->localCertificateChain())
        useCertificate(*tls);
}

/// For those who come from now on.
void Endpoint::useCertificate(const QSslConfiguration &tls)
{
    showCertificate(tls);
    onAcceptor([tls](Acceptor *acceptor) { acceptor->setTls(tls); });
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
