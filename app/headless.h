#pragma once

#include "app/certificatereport.h"
#include "app/stopsignals.h"
#include "app/troublereport.h"
#include "core/server/server.h"

#include <QObject>

namespace Signalbox {

/// The server without a window: says on standard output where it listens, and closes everyone on
/// SIGINT, SIGTERM or SIGHUP; a second one waits for nobody. Ends the program with 0, or with 1
/// when an endpoint could not start.
class Headless final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Headless)
public:
    Headless(const Configuration &configuration, const ServerFolders &folders,
             QObject *parent = nullptr);

    void start();

private:
    void started();
    void stop(int status);

    StopSignals m_signals; // until the server has saved everything
    Server m_server;
    TroubleReport m_troubles{m_server};
    CertificateReport m_certificates{m_server};
    int m_exitStatus = 0;
    bool m_stopping = false;
};

} // namespace Signalbox
