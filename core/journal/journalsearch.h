#pragma once

#include "core/filter/logfilter.h"
#include "core/journal/filestate.h"
#include "core/values/error.h"

#include <QList>
#include <QObject>
#include <QThread>

#include <atomic>
#include <memory>

namespace Signalbox {

class JournalReader;

/// Searches in a journal's file from newer entries to older ones, on a thread of its own. One
/// search at a time: a new one ends the one before. Lives in its owner's thread.
class JournalSearch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JournalSearch)
public:
    explicit JournalSearch(QObject *parent = nullptr);
    ~JournalSearch() override;

    /// The file of the searches to come; it may not be there yet.
    void setFileName(const QString &fileName);
    const QString &fileName() const { return m_fileName; }

    /// Looks for at most `most` entries before a sequence; found() or failed() follows, unless it
    /// is cancelled.
    void find(const LogFilter &filter, quint64 before, qsizetype most);
    void cancel(); ///< nothing is heard of the search any more
    bool isSearching() const { return m_isSearching; }

Q_SIGNALS:
    /// Oldest first. What is before `before` has not been looked at; `isAtEnd`: there is nothing.
    void found(const QList<Signalbox::LogEntry> &entries, quint64 before, bool isAtEnd);
    void progressed(double done); ///< from 0 to 1, in a search that takes longer
    void failed(const Signalbox::Error &error);

private:
    struct Task;
    void run(const Task &task); ///< in the thread
    template<typename Function>
    void tell(quint64 request, Function function);

    QString m_fileName;
    std::atomic<quint64> m_request{0}; ///< the one that counts; others end
    bool m_isSearching = false;
    QThread m_thread;
    QObject *m_worker; ///< lives in the thread
    std::unique_ptr<JournalReader> m_reader; ///< the thread's
    QString m_readerFile; ///< the thread's
    FileState m_readerState; ///< of that file when it was opened; the thread's
};

} // namespace Signalbox
