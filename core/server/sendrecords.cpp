#include "core/server/sendrecords.h"

#include "core/storage/guardedsave.h"

#include <QFile>
#include <QRandomGenerator>

#include <algorithm>
#include <atomic>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 MorePlaces = 64; ///< for those who connect meanwhile

/// What the receipts were about a second ago.
QString receiptsName(const QString &fileName)
{
    return fileName + u".receipts"_s;
}

/// The same, of a program that has ended.
QString lastReceiptsName(const QString &fileName)
{
    return fileName + u".last"_s;
}

/// Makes the folder and writes the file. It is there for a program that is killed from now on; for
/// a computer that stops, from syncFile() on.
bool writeNew(QFile &file, const QByteArray &document)
{
    return QDir().mkpath(QFileInfo(file.fileName()).absolutePath())
           && file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered,
                        QFileDevice::ReadOwner | QFileDevice::WriteOwner)
           && file.write(document) == document.size();
}

QByteArrayView asArray(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())};
}

/// Nothing happens when it is gone: its send is over.
void syncFile(const QString &fileName)
{
#ifdef Q_OS_UNIX
    QFile file(fileName);
    if (file.open(QIODevice::ReadOnly | QIODevice::ExistingOnly))
        ::fsync(file.handle());
#else
    Q_UNUSED(fileName)
#endif
}

} // namespace

/// What the thread that writes a record has to know meanwhile.
struct SendRecords::Writing
{
    std::atomic<bool> ended{false}; ///< its send is over already
};

SendRecords::SendRecords(const QDir &folder)
    : m_folder(folder.filePath(u"sending"_s))
    , m_run(QString::number(QRandomGenerator::system()->generate64(), 36))
{
    m_writer.setMaxThreadCount(1);
    m_keeper.setMaxThreadCount(1);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &SendRecords::letGo);
    const QStringList files =
        m_folder.entryList({u"*.send"_s}, QDir::Files, QDir::Time | QDir::Reversed);
    for (const QString &file : files)
        read(m_folder.filePath(file));
}

SendRecords::~SendRecords()
{
    const QList<quint64> open = m_open.keys();
    for (const quint64 request : open)
        end(request);
    wait();
}

void SendRecords::wait()
{
    m_writer.waitForDone(); // it has work for the other one
    m_keeper.waitForDone();
}

void SendRecords::read(const QString &fileName)
{
    QFile file(fileName);
    std::optional<SendRecord> record;
    if (file.open(QIODevice::ReadOnly))
        record = parseSend(file.readAll());
    file.close();
    if (!record) // the program ended before the first byte was sent
        return removeFiles(fileName);
    readReceipts(*record, fileName);
    if (!record->isUnfinished())
        return removeFiles(fileName);
    m_unfinishedFiles.append(fileName);
    m_unfinished.append(*record);
}

void SendRecords::readReceipts(SendRecord &record, const QString &fileName)
{
    const auto take = [&record](std::span<const std::byte> bytes, bool isExact) {
        record.copies = Receipts::copiesIn(bytes);
        record.isComplete = Receipts::listsIn(bytes) >= record.lists && record.lists > 0;
        record.isExact = isExact;
    };
    if (const auto memory = LastingMemory::find(record.memory)) {
        take(memory->bytes(), true);
        if (guardedSave(lastReceiptsName(fileName), asArray(memory->bytes()).toByteArray()))
            memory->remove(); // until somebody has seen it, the file lasts longer
        return;
    }
    for (const QString &name : {lastReceiptsName(fileName), receiptsName(fileName)}) {
        QFile saved(name);
        if (!saved.open(QIODevice::ReadOnly))
            continue;
        const QByteArray content = saved.readAll();
        return take(std::as_bytes(std::span(content)), name == lastReceiptsName(fileName));
    }
}

void SendRecords::removeFiles(const QString &fileName)
{
    for (const QString &name : {fileName, receiptsName(fileName), lastReceiptsName(fileName)})
        QFile::remove(name); // the first is first: without it nobody looks for the others
}

std::shared_ptr<Receipts> SendRecords::begin(quint64 request, const Signal &signal, quint32 clients,
                                             quint32 lists)
{
    if (m_open.size() >= MaxOpen)
        return {};
    const QString name = m_run + QString::number(request, 36);
    Open open{.fileName = m_folder.filePath(name + u".send"_s),
              .record = {.signal = signal,
                         .at = QDateTime::currentDateTimeUtc(),
                         .clients = clients,
                         .memory = u"signalbox"_s + name,
                         .lists = lists},
              .receipts = {},
              .writing = std::make_shared<Writing>(),
              .saved = {}};
    open.receipts = std::make_shared<Receipts>(LastingMemory::create(
        open.record.memory, Receipts::sizeFor(clients + clients / 8 + MorePlaces)));
    return m_open.insert(request, open)->receipts;
}

void SendRecords::write(quint64 request)
{
    const auto open = m_open.constFind(request);
    if (open == m_open.cend()) {
        m_waiting.append({.request = request, .isRecorded = false, .until = {}});
        letGo();
        return;
    }
    m_waiting.append({.request = request, .isRecorded = {}, .until = QDeadlineTimer(MaxWait)});
    m_writer.start([this, request, fileName = open->fileName, record = open->record,
                    writing = open->writing, keeper = &m_keeper] {
        QFile file(fileName);
        const bool written = writeNew(file, sendDocument(record));
        if (!written || writing->ended)
            file.remove();
        else
            keeper->start([fileName] { syncFile(fileName); });
        QMetaObject::invokeMethod(
            this, [this, request, written] { setRecorded(request, written); },
            Qt::QueuedConnection);
    });
    letGo();
}

void SendRecords::setRecorded(quint64 request, bool isRecorded)
{
    const auto waiting = std::ranges::find(m_waiting, request, &Waiting::request);
    if (waiting == m_waiting.end() || waiting->isRecorded)
        return; // it was not waited for
    waiting->isRecorded = isRecorded;
    letGo();
}

/// Lets those be sent that nothing keeps.
void SendRecords::letGo()
{
    while (!m_waiting.isEmpty()
           && (m_waiting.first().isRecorded || m_waiting.first().until.hasExpired())) {
        const Waiting waiting = m_waiting.takeFirst();
        Q_EMIT maySend(waiting.request, waiting.isRecorded.value_or(false));
    }
    if (m_waiting.isEmpty())
        m_patience.stop();
    else
        m_patience.start(std::chrono::ceil<std::chrono::milliseconds>(
            m_waiting.first().until.remainingTimeAsDuration()));
}

void SendRecords::stopWaiting()
{
    for (Waiting &waiting : m_waiting)
        waiting.isRecorded = waiting.isRecorded.value_or(false);
    letGo();
}

void SendRecords::saveReceipts()
{
    for (Open &open : m_open) {
        const QByteArrayView now = asArray(open.receipts->bytes());
        if (now == open.saved)
            continue;
        open.saved = now.toByteArray();
        m_keeper.start([fileName = receiptsName(open.fileName), content = open.saved] {
            (void)guardedSave(fileName, content); // what the memory says is worth more
        });
    }
}

void SendRecords::end(quint64 request)
{
    const auto found = m_open.constFind(request);
    if (found == m_open.cend())
        return;
    found->writing->ended = true;
    m_keeper.start([fileName = found->fileName, receipts = found->receipts] {
        removeFiles(fileName);
        receipts->remove();
    });
    m_open.erase(found);
}

void SendRecords::forgetUnfinished()
{
    m_unfinished.clear();
    m_keeper.start([files = std::exchange(m_unfinishedFiles, {})] {
        for (const QString &fileName : files)
            removeFiles(fileName);
    });
}

} // namespace Signalbox
