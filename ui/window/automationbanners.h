#pragma once

#include "core/clock/timerstatus.h"
#include "core/routes/routestatus.h"
#include "core/server/damagedfile.h"

#include <QWidget>

namespace Signalbox {

class Banner;
class Server;
class VersionStore;

/// The bars that say what happened to timers and routes while nobody looked: one switched itself
/// off, or a file of theirs was damaged. The first goes when all work again, or when it is closed.
/// The window's thread.
class AutomationBanners final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AutomationBanners)
public:
    AutomationBanners(const Server &server, const VersionStore &versions,
                      QWidget *parent = nullptr);

Q_SIGNALS:
    void timerRequested(const QString &name);
    void routeRequested(const QString &id); ///< as RoutesModel has it

private:
    /// A timer or a route that the server switched off.
    struct Off
    {
        bool isTimer = false;
        QString id; ///< of a timer, its name
        QString text; ///< what happened, a sentence

        bool operator==(const Off &) const = default;
    };

    void takeTimer(const TimerStatus &status);
    void takeRoutes(const QList<RouteStatus> &routes);
    void setOff(const Off &off, bool isOff);
    void showOff();
    void showDamaged(const QString &text);
    void takeDamaged(const DamagedFile &file);

    Banner *m_banner;
    QList<Off> m_off; ///< newest last
    QList<Off> m_seen; ///< of them, those that were closed
};

} // namespace Signalbox
