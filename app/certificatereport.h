#pragma once

#include "core/server/certificateend.h"
#include "core/server/server.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace Signalbox {

/// Says on standard error, of a server without a window, that a certificate ends soon or has ended.
/// Main's thread; the server must outlive it.
class CertificateReport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CertificateReport)
public:
    explicit CertificateReport(const Server &server, QObject *parent = nullptr);

    void look();

private:
    struct Known
    {
        QDateTime end;
        CertificateEnd watch;
    };

    const Server &m_server;
    QTimer m_timer{this};
    QHash<QString, Known> m_known; ///< by the endpoint's name
};

} // namespace Signalbox
