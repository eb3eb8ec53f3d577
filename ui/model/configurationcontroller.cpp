#include "ui/model/configurationcontroller.h"

#include "core/server/server.h"

#include <QUndoCommand>

#include <chrono>
#include <utility>

namespace Signalbox {

using namespace std::chrono_literals;

namespace {

constexpr auto RetryInterval = 5s;
constexpr int UndoSteps = 50;

} // namespace

/// One change of the configuration: how it was and how it is to be.
class ConfigurationCommand final : public QUndoCommand
{
public:
    ConfigurationCommand(ConfigurationController &controller, const QString &what,
                         Configuration before, Configuration after)
        : QUndoCommand(what)
        , m_controller(controller)
        , m_before(std::move(before))
        , m_after(std::move(after))
    {
    }

    void undo() override { become(m_before); }
    void redo() override { become(m_after); }

private:
    void become(const Configuration &configuration)
    {
        m_controller.take(configuration);
        m_controller.save();
    }

    ConfigurationController &m_controller;
    Configuration m_before;
    Configuration m_after;
};

ConfigurationController::ConfigurationController(Server &server, ConfigurationFile &file,
                                                 const Configuration &configuration, bool saves,
                                                 QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_file(file)
    , m_configuration(configuration)
    , m_saves(saves)
{
    m_undo.setUndoLimit(UndoSteps);
    m_retryTimer.setSingleShot(true);
    m_retryTimer.setInterval(RetryInterval);
    connect(&m_retryTimer, &QTimer::timeout, this, &ConfigurationController::save);
}

void ConfigurationController::change(const QString &what, const Configuration &after)
{
    if (after == m_configuration)
        return;
    chosen();
    m_undo.push(new ConfigurationCommand(*this, what, m_configuration, after));
}

void ConfigurationController::take(const Configuration &configuration)
{
    m_configuration = configuration;
    m_server.apply(configuration);
    Q_EMIT changed();
}

void ConfigurationController::save()
{
    write(false);
}

void ConfigurationController::overwriteFile()
{
    write(true);
}

void ConfigurationController::write(bool overwrite)
{
    m_retryTimer.stop();
    if (!m_saves)
        return;
    const Status status = m_file.save(m_configuration, overwrite);
    if (status) {
        Q_EMIT saved();
    } else if (status.error().code == Error::Code::ChangedOnDisk) {
        Q_EMIT changedOnDisk();
    } else {
        m_retryTimer.start();
        Q_EMIT saveFailed(status.error());
    }
}

void ConfigurationController::reloadFile()
{
    const ConfigurationReading reading = m_file.load();
    if (!reading) {
        Q_EMIT reloadFailed(reading.problems.first());
        return;
    }
    m_undo.clear();
    chosen();
    take(reading.configuration);
    Q_EMIT saved();
}

} // namespace Signalbox
