#include "core/journal/entryexport.h"

#include "core/journal/entrycsv.h"
#include "core/journal/entryjson.h"
#include "core/journal/giveway.h"
#include "core/journal/journalreader.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSaveFile>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int ProgressMilliseconds = 200;
constexpr qint64 LongestLine = 16 * 1024 * 1024;

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
        if (sinceProgress.elapsed() >= ProgressMilliseconds) {
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

Result<EntryReading> readEntries(const QString &fileName, qsizetype most,
                                 const std::function<bool()> &isCancelled)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return Error{Error::Code::CannotRead, file.errorString()};
    EntryReading reading;
    QByteArray buffer(LongestLine + 1, Qt::Uninitialized); // and the zero behind it
    quint64 number = 0;
    while (!file.atEnd() && !(isCancelled && isCancelled())) {
        const qint64 size = file.readLine(buffer.data(), buffer.size());
        if (size <= 0)
            break;
        const QByteArrayView line = QByteArrayView(buffer.constData(), size).trimmed();
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
        reading.entries.append(std::move(entry).value());
        if (reading.entries.size() >= 2 * most) { // in one go, not one by one
            const qsizetype surplus = reading.entries.size() - most;
            reading.left += quint64(surplus);
            reading.entries.remove(0, surplus);
        }
    }
    if (file.error() != QFileDevice::NoError)
        return Error{Error::Code::CannotRead, file.errorString()};
    if (reading.entries.isEmpty() && reading.badLines > 0)
        return Error{Error::Code::BadDocument,
                     u"line %1: %2"_s.arg(QString::number(reading.firstBadLine),
                                          reading.firstProblem.detail)};
    if (const qsizetype surplus = reading.entries.size() - most; surplus > 0) {
        reading.left += quint64(surplus);
        reading.entries.remove(0, surplus);
    }
    return reading;
}

} // namespace Signalbox
