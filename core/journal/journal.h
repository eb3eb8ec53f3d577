#pragma once

#include "core/journal/journalsettings.h"
#include "core/journal/journalstatus.h"

#include <QObject>
#include <QThread>

#include <atomic>

namespace Signalbox {

class Feed;
class JournalWriter;

/// The message log on disk: takes every entry of a feed and writes it, on a thread of its own that
/// holds up nobody. When it cannot write, entries are lost to it and counted, and it tries again
/// every few seconds. Lives in its owner's thread.
class Journal final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Journal)
public:
    /// The feed must outlive the journal, which begins with the first setSettings().
    explicit Journal(Feed &feed, QObject *parent = nullptr);
    /// Writes what the feed still has, and waits for it.
    ~Journal() override;

    void setSettings(const JournalSettings &settings);
    /// Lets go of all that was saved in a file, which is that of the settings unless they name
    /// none; removed() or notRemoved() follows.
    void removeSaved(const QString &fileName);
    const JournalSettings &settings() const { return m_settings; }
    JournalStatus status() const { return m_status; } ///< as last heard

Q_SIGNALS:
    void statusChanged(const Signalbox::JournalStatus &status); ///< at most a few times a second
    void removed();
    void notRemoved(const Signalbox::Error &error);

private:
    Feed &m_feed;
    JournalSettings m_settings;
    JournalStatus m_status;
    std::atomic<bool> m_stopping{false};
    QThread m_thread;
    JournalWriter *m_writer;
};

} // namespace Signalbox
