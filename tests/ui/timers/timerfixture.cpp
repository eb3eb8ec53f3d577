#include "timerfixture.h"

#include <QSignalSpy>

namespace Signalbox {

using namespace Qt::StringLiterals;

TimerFixture::TimerFixture(const QList<TimerConfig> &timers, const QList<ScheduleConfig> &schedules)
    : m_file(m_folder.filePath(u"signalbox.json"_s))
{
    Configuration configuration;
    configuration.endpoints.clear();
    configuration.timers = timers;
    configuration.schedules = schedules;
    configuration.threads = 1;
    (void)m_file.load();
    const QDir folder(m_folder.path());
    m_server = std::make_unique<Server>(configuration, ServerFolders{folder, folder});
    QSignalSpy started(m_server.get(), &Server::started);
    m_server->start();
    if (started.isEmpty())
        started.wait();
    m_controller =
        std::make_unique<ConfigurationController>(*m_server, m_file, configuration, true);
}

Configuration TimerFixture::saved() const
{
    return ConfigurationFile(m_file.fileName()).load().configuration;
}

TimerConfig timerOf(const QString &name, std::chrono::microseconds interval, const QString &path)
{
    TimerConfig timer;
    timer.name = name;
    timer.interval = interval;
    timer.action = ClockSignal{.value = "{\"t\":1}", .path = path};
    return timer;
}

ScheduleConfig scheduleOf(const QString &name, const QString &cron)
{
    ScheduleConfig schedule;
    schedule.name = name;
    schedule.cron = QStringList{cron};
    schedule.action = ClockSignal{.value = "\"ding\""};
    return schedule;
}

} // namespace Signalbox
