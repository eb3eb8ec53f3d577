#pragma once

#include "core/journal/journalstatus.h"
#include "core/server/endpointstatus.h"
#include "core/storage/guardedload.h"

#include <QDir>
#include <QHash>
#include <QTimer>
#include <QWidget>

#include <functional>

class QPushButton;
class QVBoxLayout;

namespace Signalbox {

class Banner;
class EndpointController;
class Server;
class Settings;

/// The bars below the tool bar that say what is the matter and offer what can be done: sends on
/// hold, a log that is not saved, an endpoint that could not start, a configuration that is not
/// saved, an endpoint that was removed, the first run. The window's thread.
class WindowBanners final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowBanners)
public:
    WindowBanners(Server &server, EndpointController &endpoints, Settings &settings,
                  QWidget *parent = nullptr);

    void tick(); ///< a few times a second: the number of skipped sends
    /// Says for a while that something was removed, with a way to get it back.
    void offerUndo(const QString &sentence);
    /// Says, until it is closed, that nothing can be written to the folder that things are kept in.
    void warnOfFolder(const QDir &folder);
    /// The same, that another program uses the configuration and this one keeps nothing.
    void warnOfOther();
    /// Says that the configuration's file was damaged, and which earlier save is used instead.
    void showRecovered(const QString &fileName, const Recovery &recovery);
    /// Says how far a send had come when the program ended, until it is closed; the buttons call
    /// `showReceivers` and `putTextBack`.
    void showUnfinished(const QString &sentence, const std::function<void()> &showReceivers,
                        const std::function<void()> &putTextBack);
    /// Says for a while that something could not be done.
    void say(const QString &sentence);
    void showClosing(quint64 closed, quint64 clients); ///< so many of so many are gone

Q_SIGNALS:
    void editRequested(const QString &endpoint);
    void joinHelpRequested(); ///< others should be able to connect
    void skipRequested(); ///< of what showClosing() says
    void unfinishedSeen(); ///< all that showUnfinished() said was closed

private:
    Banner *addBanner(const QString &name);
    void warn(const QString &sentence);
    void buildClosing();
    void buildHold();
    void buildJournal();
    void showJournal(const JournalStatus &status);
    void buildSave();
    void buildRemoved();
    void buildWord();
    void buildFirstRun();
    void showEndpoint(const EndpointStatus &status);
    void dropEndpoint(const QString &name);
    void updateFirstRun();

    Server &m_server;
    EndpointController &m_endpoints;
    Settings &m_settings;
    QVBoxLayout *m_layout;
    Banner *m_hold = nullptr;
    QString m_heldSince;
    Banner *m_journal = nullptr;
    QString m_journalTrouble; ///< why the log was not saved, last
    Banner *m_save = nullptr;
    Banner *m_disk = nullptr;
    Banner *m_removed = nullptr;
    Banner *m_word = nullptr;
    Banner *m_firstRun = nullptr;
    Banner *m_closing = nullptr;
    QTimer m_removedTimer{this};
    QTimer m_wordTimer{this};
    QHash<QString, Banner *> m_failed; ///< by endpoint
    int m_unfinished = 0; ///< banners of showUnfinished()
};

} // namespace Signalbox
