#pragma once

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace Signalbox {

class ConfigurationController;
class Server;

/// Whether the log is kept on disk, and for how long; what is there can be deleted. OK changes the
/// configuration. The window's thread.
class JournalDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JournalDialog)
public:
    JournalDialog(Server &server, ConfigurationController &configuration,
                  QWidget *parent = nullptr);

    void accept() override;

private:
    void showPlace();
    void askToDelete();

    Server &m_server;
    ConfigurationController &m_configuration;
    QCheckBox *m_keep;
    QCheckBox *m_classes; ///< those meant for a class as well; hidden where there is no choice
    QSpinBox *m_days;
    QSpinBox *m_megabytes;
    QLabel *m_place;
    QPushButton *m_delete;
};

} // namespace Signalbox
