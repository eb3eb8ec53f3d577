#pragma once

#include "core/config/configurationfile.h"
#include "core/server/endpointstatus.h"

#include <QObject>
#include <QTimer>
#include <QUndoStack>

#include <optional>

namespace Signalbox {

class Server;

/// Changes endpoints: every change goes to the server and into the configuration's file at once,
/// and can be undone. A save that fails is tried again every few seconds. The window's thread.
class EndpointController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EndpointController)
public:
    /// With `saves` false the file is left alone: the endpoints came from the command line.
    EndpointController(Server &server, ConfigurationFile &file, const Configuration &configuration,
                       bool saves, QObject *parent = nullptr);

    const Configuration &configuration() const { return m_configuration; }
    /// Where relative file names in the configuration start.
    QDir directory() const { return m_file.directory(); }
    QUndoStack *undoStack() { return &m_undo; }

    void add(const EndpointConfig &endpoint);
    /// The endpoint that was called `name` becomes `endpoint`; it restarts if it has to.
    void edit(const QString &name, const EndpointConfig &endpoint);
    void remove(const QString &name);
    void changePort(const QString &name, quint16 port);

    /// Writes the file although somebody else changed it.
    void overwriteFile();
    /// Takes what is in the file instead of what we have; forgets what could be undone.
    void reloadFile();
    void save();

    /// A port for an endpoint to try instead of its own, as nextFreePort() finds it.
    std::optional<quint16> otherPort(const QString &name) const;

    /// At the first start, with no configuration file yet, an endpoint whose port is taken gets the
    /// next free one up to 8099. That is not saved: the next start tries the usual port again.
    struct PortMove
    {
        quint16 from = 0;
        quint16 to = 0;
    };
    std::optional<PortMove> portMove() const { return m_portMove; }

Q_SIGNALS:
    void changed(); ///< the configuration
    void removed(const QString &name);
    void saved();
    void saveFailed(const Signalbox::Error &error);
    void changedOnDisk(); ///< not saved: reloadFile() or overwriteFile()
    void reloadFailed(const Signalbox::ConfigurationProblem &problem);

private:
    friend class ConfigurationCommand;
    void push(const QString &what, const Configuration &after);
    void take(const Configuration &configuration);
    void write(bool overwrite);
    void movePort(const EndpointStatus &status);

    Server &m_server;
    ConfigurationFile &m_file;
    Configuration m_configuration;
    bool m_saves;
    bool m_isFirstStart; ///< nobody chose the endpoints yet
    std::optional<PortMove> m_portMove;
    QUndoStack m_undo{this};
    QTimer m_retryTimer{this};
};

} // namespace Signalbox
