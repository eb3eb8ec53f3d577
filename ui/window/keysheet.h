#pragma once

#include <QDialog>

class QMenuBar;

namespace Signalbox {

/// Every key of the program, as the menus have them, with a filter. Made anew each time it is
/// shown.
class KeySheet final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeySheet)
public:
    explicit KeySheet(const QMenuBar &menus, QWidget *parent = nullptr);
};

} // namespace Signalbox
