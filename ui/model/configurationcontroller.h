#pragma once

#include "core/config/configurationfile.h"

#include <QObject>
#include <QTimer>
#include <QUndoStack>

namespace Signalbox {

class Server;

/// Changes the configuration: every change goes to the server and into the configuration's file at
/// once, and can be undone. A save that fails is tried again every few seconds. The window's
/// thread.
class ConfigurationController : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConfigurationController)
public:
    /// With `saves` false the file is left alone: the endpoints came from the command line.
    ConfigurationController(Server &server, ConfigurationFile &file,
                            const Configuration &configuration, bool saves,
                            QObject *parent = nullptr);

    const Configuration &configuration() const { return m_configuration; }
    /// Where relative file names in the configuration start.
    QDir directory() const { return m_file.directory(); }
    QUndoStack *undoStack() { return &m_undo; }

    /// Makes `after` the configuration; `what` names the change for people: "remove endpoint x".
    void change(const QString &what, const Configuration &after);

    /// Writes the file although somebody else changed it.
    void overwriteFile();
    /// Takes what is in the file instead of what we have; forgets what could be undone.
    void reloadFile();
    void save();

Q_SIGNALS:
    void changed(); ///< the configuration
    void saved();
    void saveFailed(const Signalbox::Error &error);
    void changedOnDisk(); ///< not saved: reloadFile() or overwriteFile()
    void reloadFailed(const Signalbox::ConfigurationProblem &problem);

protected:
    /// Makes it the configuration, without a save and without a way back.
    void take(const Configuration &configuration);
    /// The operator changes something, or takes the file as it is.
    virtual void chosen() {}

    Server &m_server;

private:
    friend class ConfigurationCommand;
    void write(bool overwrite);

    ConfigurationFile &m_file;
    Configuration m_configuration;
    bool m_saves;
    QUndoStack m_undo{this};
    QTimer m_retryTimer{this};
};

} // namespace Signalbox
