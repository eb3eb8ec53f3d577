#pragma once

#include "core/server/server.h"

#include <QHash>
#include <QMap>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

namespace Signalbox {

/// Says on standard error what a server without a window meets: requests that it refuses, routes,
/// timers and schedules that fail or have been switched off, files of its own that were damaged, a
/// clock or time zone of the computer that was set.
/// Each kind and reason is said at once, and then at most once a minute with a count, so that a
/// flood of them is none here. Texts of clients and scripts are shown without anything that a
/// terminal acts on. Main's thread; the server must outlive it.
class TroubleReport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TroubleReport)
public:
    explicit TroubleReport(Server &server, QObject *parent = nullptr);
    /// Says what has not been said yet.
    ~TroubleReport() override;

private:
    using Steady = std::chrono::steady_clock;
    struct Trouble
    {
        QString detail; ///< of the newest
        quint64 count = 0; ///< since it was last said
        std::optional<Steady::time_point> said{};
    };

    void look();
    void takeRoutes(const QList<RouteStatus> &routes);
    void takeTimer(const TimerStatus &status);
    void takeDamaged(const DamagedFile &file);
    void takeTime(const LogEntry &entry);
    /// `what`: names the trouble, and is the same for the same one: "timer beat failed".
    void add(const QString &what, quint64 count, const QString &detail);
    static void say(const QString &what, Trouble &trouble);
    void sayAll(bool isEnd);

    Server &m_server;
    QTimer m_timer{this};
    QMap<Why, quint64> m_refused; ///< as last seen
    QHash<QString, RouteStatus> m_routes; ///< by what they are called here; as last seen
    QHash<QString, TimerStatus> m_clocks; ///< by name; as last seen
    QMap<QString, Trouble> m_troubles; ///< by what they are called
};

} // namespace Signalbox
