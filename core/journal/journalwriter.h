#pragma once

#include "core/journal/filestate.h"
#include "core/journal/journalsettings.h"
#include "core/journal/journalstatus.h"
#include "core/journal/journalstore.h"
#include "core/journal/journalsyncer.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <limits>

namespace Signalbox {

class Feed;

/// The journal's side in its own thread: empties the feed into the file.
class JournalWriter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JournalWriter)
public:
    /// Both outlive it. `stopping` ends what takes long.
    JournalWriter(Feed &feed, const std::atomic<bool> &stopping);
    ~JournalWriter() override;

    void setSettings(const JournalSettings &settings);
    /// Lets go of all that was saved in the file of the settings, or in this one when they name
    /// none; removed() or notRemoved() follows.
    void removeSaved(const QString &fileName);
    void finish(); ///< writes what there is, and closes the file

Q_SIGNALS:
    void changed(const Signalbox::JournalStatus &status);
    void removed();
    void notRemoved(const Signalbox::Error &error);

private:
    void tick();
    void open();
    void opened();
    void check();
    void endCheck();
    void checked(bool isWhole);
    void tellBroken();
    void failed(const Error &error);
    void cannotKeep(const Error &error);
    bool lookAtFile();
    bool write(qsizetype enough = std::numeric_limits<qsizetype>::max());
    void close();
    QList<LogEntry> kept(const QList<LogEntry> &entries) const;
    void save(const QList<LogEntry> &entries);
    Status append(const QList<LogEntry> &entries);
    void keepUp();
    void report();
    LogEntry entryOf(LogKind kind, Why why) const;

    Feed &m_feed;
    const std::atomic<bool> &m_stopping;
    JournalSettings m_settings;
    JournalStore m_store;
    JournalSyncer m_syncer{this};
    JournalStatus m_status;
    JournalStatus m_reported;
    FileState m_file; ///< when it was last looked at
    qint64 m_rows = 0; ///< in it
    QList<QList<LogEntry>> m_written; ///< since it was last looked at
    quint64 m_lastUnsaved = 0; ///< the sequence of the last entry that is not in the file
    bool m_isUnsynced = false;
    std::atomic<bool> m_isCheckOff{false};
    std::unique_ptr<QThread> m_checker; ///< looks whether the file is whole
    QTimer m_timer{this};
    QDeadlineTimer m_retry;
    QDeadlineTimer m_upkeep;
    QDeadlineTimer m_report;
};

} // namespace Signalbox
