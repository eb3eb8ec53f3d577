#include "core/journal/entryexport.h"

#include "core/journal/entrycsv.h"
#include "core/journal/entryjson.h"
#include "core/journal/giveway.h"
#include "core/journal/journalreader.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSaveFile>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int ExportProgressMilliseconds = 200;
constexpr qint64 LongestLine = 512 * 1024 * 1024; // each byte of a payload may be escaped

/// The file on its way; a full disk is seen before the old file goes.
class Writer
{
public:
    explicit Writer(const ExportOrder &order)
        : m_file(order.fileName)
        , m_isCsv(order.format == ExportOrder::Format::Csv)
    {
        m_file.setDirectWriteFallback(false);
    }

    Status open()
    {
        if (!m_file.open(QIODevice::WriteOnly))
            return error();
        m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        return m_isCsv ? put("\xEF\xBB\xBF" + csvTitles()) : success();
    }
    Status write(const LogEntry &entry)
    {
        ++m_count;
        return put(m_isCsv ? entryToCsv(entry) : QByteArray(entryToJson(entry) + '\n'));
    }
    Status finish()
    {
        // commit() alone does not notice a full disk
        if (!m_file.flush() || m_file.error() != QFileDevice::NoError || !m_file.commit())
            return error();
        return success();
    }
    void cancel() { m_file.cancelWriting(); }
    quint64 count() const { return m_count; }

private:
    Status put(const QByteArray &bytes)
    {
        if (m_file.write(bytes) != bytes.size())
            return error();
        return success();
    }
    Error error()
    {
        const Error found{m_file.error() == QFileDevice::ResourceError ? Error::Code::NoSpace
                                                                       : Error::Code::CannotWrite,
                          m_file.errorString()};
        m_file.cancelWriting();
        return found;
    }

    QSaveFile m_file;
    bool m_isCsv;
    quint64 m_count = 0;
};

} // namespace

EntryExport::EntryExport(QObject *parent)
    : QObject(parent)
    , m_worker(new QObject)
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_worker, &giveWay);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(u"export"_s);
    m_thread.start();
}

EntryExport::~EntryExport()
{
    m_isCancelled = true;
    m_thread.quit();
    m_thread.wait();
}

void EntryExport::start(const ExportOrder &order)
{
    Q_ASSERT(!m_isRunning);
    m_isRunning = true;
    m_isCancelled = false;
    QMetaObject::invokeMethod(m_worker, [this, order] { run(order); });
}

void EntryExport::cancel()
{
    m_isCancelled = true;
}

void EntryExport::run(const ExportOrder &order)
{
    Writer writer(order);
    Status done = writer.open();
    QElapsedTimer sinceProgress;
    sinceProgress.start();
    const auto take = [&](const LogEntry &entry, double at) {
        if (m_isCancelled)
            return false;
        done = writer.write(entry);
        if (sinceProgress.elapsed() >= ExportProgressMilliseconds) {
            sinceProgress.start();
            QMetaObject::invokeMethod(
                this, [this, at, count = writer.count()] { Q_EMIT progressed(at, count); });
        }
        return bool(done);
    };
    if (done && order.journal.isEmpty()) {
        for (qsizetype i = 0; i < order.entries.size(); ++i) {
            if (!take(order.entries[i], double(i) / double(order.entries.size())))
                break;
        }
    } else if (done) {
        JournalReader reader;
        Status read = reader.open(order.journal);
        if (read)
            read = reader.forEach(order.filter, take);
        if (!read)
            done = read;
    }
    if (m_isCancelled || !done)
        writer.cancel();
    else
        done = writer.finish();
    QMetaObject::invokeMethod(
        this, [this, done, isCancelled = m_isCancelled.load(), count = writer.count()] {
            m_isRunning = false;
            if (isCancelled)
                Q_EMIT cancelled();
            else if (done)
                Q_EMIT finished(count);
            else
                Q_EMIT failed(done.error());
        });
}

namespace {

/// One line with its end, in `line`, whose room is used again; of a longer one than any entry is,
/// a piece. False: there is none any more.
bool readLine(QFile &file, QByteArray &line)
{
    constexpr qsizetype Piece = 16 * 1024;
    line.resize(0);
    while (line.size() < LongestLine && !line.endsWith('\n')) {
        const qsizetype old = line.size();
        line.resize(old + Piece);
        const qint64 size = file.readLine(line.data() + old, Piece);
        line.resize(old + std::max<qint64>(size, 0));
        if (size <= 0)
            break;
    }
    return !line.isEmpty();
}

/// The oldest, so that the others have room; the last one stays, whatever its size.
void letGo(EntryReading &reading, const EntryRoom &room, qint64 &bytes)
{
    qsizetype surplus = 0;
    for (; surplus + 1 < reading.entries.size()
           && (reading.entries.size() - surplus > room.rows || bytes > room.bytes);
         ++surplus)
        bytes -= reading.entries[surplus].bytes();
    reading.left += quint64(surplus);
    reading.entries.remove(0, surplus);
}

} // namespace

Result<EntryReading> readEntries(const QString &fileName, const EntryRoom &room,
                                 const std::function<bool()> &isCancelled)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return Error{Error::Code::CannotRead, file.errorString()};
    EntryReading reading;
    qint64 bytes = 0;
    quint64 number = 0;
    QByteArray buffer;
    while (!(isCancelled && isCancelled()) && readLine(file, buffer)) {
        const QByteArrayView line = QByteArrayView(buffer).trimmed();
        ++number;
        if (line.isEmpty())
            continue;
        Result<LogEntry> entry = entryFromJson(line);
        if (!entry) {
            if (reading.badLines++ == 0) {
                reading.firstBadLine = number;
                reading.firstProblem = entry.error();
            }
            continue;
        }
        bytes += entry.value().bytes();
        reading.entries.append(std::move(entry).value());
        if (reading.entries.size() >= 2 * room.rows || bytes >= 2 * room.bytes)
            letGo(reading, room, bytes); // in one go, not one by one
    }
    if (file.error() != QFileDevice::NoError)
        return Error{Error::Code::CannotRead, file.errorString()};
    if (reading.entries.isEmpty() && reading.badLines > 0)
        return Error{Error::Code::BadDocument,
                     u"line %1: %2"_s.arg(QString::number(reading.firstBadLine),
                                          reading.firstProblem.detail)};
    letGo(reading, room, bytes);
    return reading;
}

} // namespace Signalbox
