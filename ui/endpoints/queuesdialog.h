#pragma once

#include <QDialog>
#include <QTimer>

class QLabel;
class QSpinBox;

namespace Signalbox {

class ConfigurationController;
class Server;

/// How much may wait for the clients of all endpoints together, and how much did. OK changes the
/// configuration. The window's thread.
class QueuesDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueuesDialog)
public:
    static constexpr QLatin1StringView Key{"totalQueueBytes"}; ///< the limit's, as in the log

    /// Both outlive the dialog.
    QueuesDialog(Server &server, ConfigurationController &configuration, QWidget *parent = nullptr);

    void accept() override;

private:
    void showNow();

    Server &m_server;
    ConfigurationController &m_configuration;
    QSpinBox *m_megabytes;
    QLabel *m_now;
    QTimer m_timer{this};
};

} // namespace Signalbox
