#pragma once
#include "ui/clients/clientdirectory.h"
#include "ui/widgets/emptystate.h"

#include <QWidget>
namespace Signalbox {
class ClientsPanel : public QWidget
{
public:
    ClientsPanel(ClientDirectory &, QWidget *p)
        : QWidget(p)
    {
    }
    QList<QAction *> menuActions() { return {}; }
};
} // namespace Signalbox
