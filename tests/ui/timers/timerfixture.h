#pragma once

#include "core/server/server.h"
#include "ui/model/clientdirectory.h"
#include "ui/model/configurationcontroller.h"

#include <QTemporaryDir>

namespace Signalbox {

/// A server without endpoints, with its configuration in a folder of its own.
class TimerFixture final
{
    Q_DISABLE_COPY_MOVE(TimerFixture)
public:
    /// Starts the server: timers run.
    TimerFixture(const QList<TimerConfig> &timers, const QList<ScheduleConfig> &schedules);

    Server &server() { return *m_server; }
    ConfigurationController &controller() { return *m_controller; }
    ClientDirectory &directory() { return m_directory; }
    /// What is in the file.
    Configuration saved() const;

private:
    QTemporaryDir m_folder;
    ConfigurationFile m_file;
    ClientDirectory m_directory;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<ConfigurationController> m_controller;
};

TimerConfig timerOf(const QString &name, std::chrono::microseconds interval,
                    const QString &path = {});
ScheduleConfig scheduleOf(const QString &name, const QString &cron);

} // namespace Signalbox
