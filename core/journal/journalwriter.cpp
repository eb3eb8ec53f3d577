#include "core/journal/journalwriter.h"

#include "core/journal/giveway.h"
#include "core/log/feed.h"

#include <QCryptographicHash>

#include <algorithm>
#include <limits>
#include <utility>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto WriteInterval = 50ms; ///< a killed program loses less than twice as much
constexpr qsizetype MaxTransaction = 2'000; ///< entries
constexpr qint64 MaxTransactionBytes = 8 * 1024 * 1024; ///< and one entry's more
constexpr qint64 ShareOfAPayload = 8; ///< one may take this part of the file, and no more
constexpr auto RetryInterval = 5s;
constexpr auto UpkeepInterval = 1s;
constexpr auto ReportInterval = 250ms;
constexpr auto LongestUpkeep = 20ms; ///< at a time; then entries are written again

} // namespace

JournalWriter::JournalWriter(Feed &feed, const std::atomic<bool> &stopping)
    : m_feed(feed)
    , m_stopping(stopping)
{
    m_timer.setInterval(WriteInterval);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &JournalWriter::tick);
    connect(&m_syncer, &JournalSyncer::failed, this, &JournalWriter::cannotKeep);
}

void JournalWriter::setSettings(const JournalSettings &settings)
{
    const bool isElsewhere = settings.fileName != m_settings.fileName;
    if (isElsewhere)
        finish();
    else if (m_store.isOpen())
        write(); // what came before is kept as it was to be then
    m_settings = settings;
    if (!isElsewhere)
        return;
    m_status = {.state = settings.fileName.isEmpty() ? JournalStatus::State::Off
                                                     : JournalStatus::State::Opening,
                .fileName = settings.fileName};
    report();
    if (settings.fileName.isEmpty())
        return;
    open();
    m_timer.start(WriteInterval);
    check();
}

JournalWriter::~JournalWriter()
{
    endCheck();
}

void JournalWriter::finish()
{
    m_timer.stop();
    endCheck();
    if (m_store.isOpen())
        write();
    m_syncer.end();
    if (m_store.isOpen())
        (void)m_store.sync(); // closing does so too, unless somebody reads
    close();
}

void JournalWriter::close()
{
    m_syncer.end();
    m_store.close();
    m_written.clear();
    m_isUnsynced = false;
}

void JournalWriter::removeSaved(const QString &fileName)
{
    Status done = success();
    if (m_store.isOpen()) {
        endCheck(); // both would be in the way, and have nothing to look at any more
        m_syncer.end();
        write(); // what came before goes as well
        done = m_store.removeAll();
        if (done)
            done = JournalStore::removeSetAside(fileName);
        m_rows = 0;
        m_isUnsynced = true;
        m_upkeep = QDeadlineTimer(0);
    } else {
        done = JournalStore::removeFiles(fileName);
    }
    if (done)
        Q_EMIT removed();
    else
        Q_EMIT notRemoved(done.error());
}

void JournalWriter::open()
{
    const Status done = m_store.open(m_settings.fileName);
    if (!done)
        return failed(done.error());
    opened();
}

/// The file can be written: tells what became of an old one, and of entries in between.
void JournalWriter::opened()
{
    const bool hadFailed = m_status.state == JournalStatus::State::Failed;
    (void)m_store.sync(); // so that it has a size: who empties it is noticed
    m_file = FileState::of(m_settings.fileName);
    if (m_file.size <= 0) // what happens to one that is empty already cannot be noticed later
        return failed(
            {Error::Code::CannotWrite, u"the file was removed or emptied while it was opened"_s});
    const Result<qint64> rows = m_store.rows();
    m_rows = rows ? rows.value() : 0;
    report(); // how many entries were not saved, in the end
    if (!m_store.setAside().isEmpty())
        tellBroken();
    if (hadFailed) {
        LogEntry gap = entryOf(LogKind::Gap, Why::NotSaved);
        gap.sequence = std::max(m_lastUnsaved, m_store.lastSequence() + 1);
        gap.at = m_status.since;
        gap.failed = true;
        gap.count = quint32(m_status.unsaved);
        gap.detail = m_status.error.detail;
        m_feed.continueAfter(gap.sequence);
        if (m_status.unsaved > 0) {
            if (const Status done = m_store.append(&gap, &gap + 1); !done)
                return failed(done.error());
        }
        LogEntry resumed = entryOf(LogKind::Note, Why::JournalResumed);
        resumed.count = gap.count;
        m_feed.add(resumed);
    }
    m_feed.continueAfter(m_store.lastSequence());
    m_status = {.state = JournalStatus::State::Writing, .fileName = m_settings.fileName};
    m_isUnsynced = true; // that there is a file
    m_upkeep = QDeadlineTimer(0);
    report();
}

void JournalWriter::tellBroken()
{
    LogEntry broken = entryOf(LogKind::Error, Why::JournalBroken);
    broken.detail = m_store.setAside();
    broken.failed = true;
    m_feed.add(broken);
}

/// Looks whether the file is whole, while it is written to.
void JournalWriter::check()
{
    if (!m_store.isOpen() || !m_store.setAside().isEmpty() || m_checker)
        return;
    m_isCheckOff = false;
    m_checker.reset(QThread::create([this, fileName = m_settings.fileName] {
        giveWay();
        const bool isWhole = JournalStore::isWhole(fileName, m_isCheckOff);
        QMetaObject::invokeMethod(this, [this, isWhole] { checked(isWhole); });
    }));
    m_checker->start();
}

void JournalWriter::endCheck()
{
    m_isCheckOff = true;
    if (m_checker)
        m_checker->wait();
    m_checker.reset();
}

void JournalWriter::checked(bool isWhole)
{
    if (!m_checker)
        return; // it was ended, and what it found with it
    endCheck();
    if (isWhole || !m_store.isOpen())
        return;
    m_syncer.end();
    if (const Status begun = m_store.beginAnew(); !begun)
        return failed(begun.error());
    tellBroken();
}

void JournalWriter::failed(const Error &error)
{
    close();
    m_retry = QDeadlineTimer(RetryInterval);
    const bool isNews = m_status.state != JournalStatus::State::Failed;
    if (isNews) {
        m_status = {.state = JournalStatus::State::Failed,
                    .fileName = m_settings.fileName,
                    .error = error,
                    .since = wallTimeNow()};
        m_lastUnsaved = 0;
        LogEntry entry = entryOf(LogKind::Error, Why::JournalFailed);
        entry.detail = error.detail;
        entry.failed = true;
        m_feed.add(entry);
    }
    m_status.error = error;
    report();
}

void JournalWriter::tick()
{
    if (m_store.isOpen()) {
        lookAtFile();
    } else if (m_retry.hasExpired()) {
        open();
        check();
    }
    // a slow disk has a little in hand, and the rest waits where it is bounded
    const bool isAll = write(MaxTransactionBytes);
    const std::chrono::milliseconds pause = isAll ? WriteInterval : 0ms;
    if (m_timer.intervalAsDuration() != pause)
        m_timer.setInterval(pause);
    if (m_store.isOpen() && m_upkeep.hasExpired())
        keepUp();
    if (m_report.hasExpired())
        report();
}

/// What is done to a file that somebody took away fails as well, in words that do not say so.
void JournalWriter::cannotKeep(const Error &error)
{
    if (!m_store.isOpen() || lookAtFile())
        failed(error);
}

/// What goes to a file that somebody took away or emptied is lost with it: a new one is begun, with
/// what was written since the last look. True: it is the file that it was.
bool JournalWriter::lookAtFile()
{
    const FileState now = FileState::of(m_settings.fileName);
    const bool isEmptied = now.size == 0 && m_file.size > 0;
    if (now.exists() && now.isSameFile(m_file) && !isEmptied) {
        m_file = now;
        m_written.clear();
        return true;
    }
    const QList<QList<LogEntry>> again = std::exchange(m_written, {});
    qint64 gone = m_rows;
    for (const QList<LogEntry> &entries : again)
        gone -= entries.size();
    endCheck();
    m_syncer.end();
    if (isEmptied)
        m_store.abandon();
    const QString what = isEmptied      ? u"the file was emptied"_s
                         : now.exists() ? u"another file was put in its place"_s
                                        : u"the file was removed"_s;
    failed({Error::Code::CannotWrite, u"%1; rows that were in it: %2"_s.arg(what).arg(gone)});
    open();
    check();
    for (const QList<LogEntry> &entries : again)
        save(entries);
    return false;
}

/// What has come since the last time, or the oldest of it, goes into the file, or is counted. True:
/// it was all.
bool JournalWriter::write(qsizetype enough)
{
    const Feed::Taken taken = m_feed.takeForJournal(enough);
    for (const QList<LogEntry> &entries : taken.lists)
        save(kept(entries));
    return taken.isAll;
}

/// Those that are to be in the file, as they are to be.
QList<LogEntry> JournalWriter::kept(const QList<LogEntry> &entries) const
{
    const qint64 most = m_settings.maxBytes == 0 ? std::numeric_limits<qint64>::max()
                                                 : m_settings.maxBytes / ShareOfAPayload;
    const auto isLeftOut = [this](const LogEntry &entry) {
        return m_settings.leaveOut.contains(entry.endpoint);
    };
    const auto isTooLarge = [most](const LogEntry &entry) { return entry.payload.size() > most; };
    const bool areAllAsTheyAre =
        (m_settings.leaveOut.isEmpty() || std::none_of(entries.begin(), entries.end(), isLeftOut))
        && std::none_of(entries.begin(), entries.end(), isTooLarge);
    if (areAllAsTheyAre)
        return entries;
    QList<LogEntry> some;
    some.reserve(entries.size());
    for (const LogEntry &entry : entries) {
        if (isLeftOut(entry))
            continue;
        some.append(entry);
        if (isTooLarge(entry)) {
            LogEntry &cut = some.last();
            if (!cut.isCut())
                cut.sha256 = QCryptographicHash::hash(cut.payload, QCryptographicHash::Sha256);
            cut.payload.truncate(most);
        }
    }
    return some;
}

/// Into the file, or they are counted.
void JournalWriter::save(const QList<LogEntry> &entries)
{
    if (entries.isEmpty())
        return;
    if (m_store.isOpen()) {
        if (const Status done = append(entries); !done) {
            if (!lookAtFile())
                return save(entries);
            failed(done.error());
        }
    }
    if (m_store.isOpen()) {
        m_written.append(entries);
        return;
    }
    // some of this list may have come into the file before it failed
    for (const LogEntry &entry : entries) {
        if (entry.sequence > m_store.lastSequence())
            m_status.unsaved += entry.kind == LogKind::Gap ? entry.count : 1;
    }
    m_lastUnsaved = entries.constLast().sequence;
}

Status JournalWriter::append(const QList<LogEntry> &entries)
{
    // entries from before the file was opened may be numbered like some that are in it
    const LogEntry *const end = entries.constData() + entries.size();
    const LogEntry *next = std::find_if(entries.constData(), end, [this](const LogEntry &entry) {
        return entry.sequence > m_store.lastSequence();
    });
    while (next != end) {
        const LogEntry *stop = next;
        for (qint64 bytes = 0;
             stop != end && stop - next < MaxTransaction && bytes < MaxTransactionBytes; ++stop)
            bytes += stop->bytes();
        if (const Status done = m_store.append(next, stop); !done)
            return done;
        m_rows += stop - next;
        m_isUnsynced = true;
        next = stop;
    }
    return success();
}

/// Once a second: to the disk itself, and away with what is too old or too much.
void JournalWriter::keepUp()
{
    m_upkeep = QDeadlineTimer(UpkeepInterval);
    if (m_isUnsynced && m_syncer.begin(m_settings.fileName))
        m_isUnsynced = false;
    JournalStore::Retention retention{.since = {}, .maxBytes = m_settings.maxBytes};
    if (m_settings.days > 0)
        retention.since = wallTimeNow() - std::chrono::days(m_settings.days);
    const QDeadlineTimer enough(LongestUpkeep);
    while (!m_stopping.load()) {
        const Result<bool> more = m_store.retain(retention);
        if (!more)
            return cannotKeep(more.error());
        m_isUnsynced = m_isUnsynced || more.value();
        if (!more.value())
            break;
        if (enough.hasExpired()) {
            m_upkeep = QDeadlineTimer(0); // goes on after the next entries
            break;
        }
    }
    if (const Result<qint64> rows = m_store.rows())
        m_rows = std::min(m_rows, rows.value());
    if (const Result<qint64> bytes = m_store.usedBytes())
        m_status.bytes = bytes.value();
}

void JournalWriter::report()
{
    m_report = QDeadlineTimer(ReportInterval);
    if (m_status == m_reported)
        return;
    m_reported = m_status;
    Q_EMIT changed(m_status);
}

LogEntry JournalWriter::entryOf(LogKind kind, Why why) const
{
    LogEntry entry;
    entry.at = wallTimeNow();
    entry.kind = kind;
    entry.why = why;
    return entry;
}

} // namespace Signalbox
