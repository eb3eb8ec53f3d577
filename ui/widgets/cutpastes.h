#pragma once

#include <QObject>

namespace Signalbox {

/// Says when a line of the program takes no more than the beginning of what is pasted or typed.
/// Watches all of them. The window's thread.
class CutPastes final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CutPastes)
public:
    explicit CutPastes(QObject *parent = nullptr);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace Signalbox
