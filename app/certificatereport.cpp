#include "app/certificatereport.h"

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Signalbox {

namespace {
constexpr auto CertificateLookInterval = 10s;
}

CertificateReport::CertificateReport(const Server &server, QObject *parent)
    : QObject(parent)
    , m_server(server)
{
    connect(&m_timer, &QTimer::timeout, this, &CertificateReport::look);
    m_timer.start(CertificateLookInterval);
}

void CertificateReport::look()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto endpoints = m_server.endpoints();
    for (const EndpointStatus &status : endpoints) {
        const QDateTime end = status.certificateExpiry;
        if (status.state != EndpointState::Running || !status.secure)
            continue;
        Known &known = m_known[status.name];
        if (known.end != end)
            known = {end, CertificateEnd(end, false)};
        if (known.watch.next(now) != CertificateEnd::Step::Warn)
            continue;
        const QString what = end <= now ? u"ended on"_s : u"ends on"_s;
        std::fprintf(stderr, "signalbox: endpoint %s: The certificate %s %s.\n",
                     qPrintable(status.name), qPrintable(what),
                     qPrintable(end.date().toString(Qt::ISODate)));
    }
}

} // namespace Signalbox
