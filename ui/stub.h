#pragma once

#include <QWidget>

namespace Signalbox {

class EndpointController;
class Server;

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
