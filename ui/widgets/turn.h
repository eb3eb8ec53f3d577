#pragma once

#include <QObject>

namespace Signalbox {

/// Work of the window that may wait for a moment. Of all that waits, one piece is done at a time,
/// in the order in which they were asked for; between two of them come the window's other events,
/// and what has changed is painted. So however much comes due at once, the window stands still for
/// one piece of it. The window's thread.
class Turn final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Turn)
public:
    explicit Turn(QObject *parent = nullptr);
    ~Turn() override;

    void ask(); ///< does nothing while it waits
    void cancel();
    bool isWaiting() const;

Q_SIGNALS:
    void came(); ///< it does not wait any more, and may ask again
};

} // namespace Signalbox
