#pragma once
#include <QWidget>
namespace Signalbox {
class EndpointBar : public QWidget
{
public:
    EndpointBar(QWidget *p)
        : QWidget(p)
    {
    }
};
} // namespace Signalbox
