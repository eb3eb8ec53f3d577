#pragma once

#include "core/server/endpointstatus.h"
#include "core/values/target.h"

#include <QWidget>

class QAction;

namespace Signalbox {

class ClientDirectory;
class EndpointController;
class Server;

/// Stands where the list of clients will be.
class ClientsPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientsPanel)
public:
    ClientsPanel(ClientDirectory &, QWidget *parent)
        : QWidget(parent)
    {
    }
    QList<QAction *> menuActions() const { return {}; }
    void setEndpoints(const QList<EndpointStatus> &) {}
    QByteArray saveState() const { return {}; }
    bool restoreState(const QByteArray &) { return false; }

Q_SIGNALS:
    void sendRequested(const Signalbox::Target &target);
    void closeRequested(const QList<Signalbox::ClientId> &ids, quint16 code, const QString &reason);
    void pingRequested(const QList<Signalbox::ClientId> &ids);
    void logFilterRequested(const QString &text);
    void openPageRequested(const QString &url);
    void startRequested();
    void selectionChanged(const QList<Signalbox::ClientId> &ids);
};

/// Stands where the endpoints will be.
class EndpointBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EndpointBar)
public:
    EndpointBar(Server &, EndpointController &, QWidget *parent)
        : QWidget(parent)
    {
    }
};

} // namespace Signalbox
