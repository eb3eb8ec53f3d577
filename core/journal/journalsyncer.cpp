#include "core/journal/journalsyncer.h"

#include "core/journal/giveway.h"
#include "core/journal/journalstore.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

/// The side in the thread.
class JournalSyncer::Worker final : public QObject
{
public:
    Status sync(const QString &fileName)
    {
        if (!m_database.isOpen() || fileName != m_fileName) {
            // that changes nothing in the file, and does not make one that was removed
            Result<SqlDatabase> database = SqlDatabase::open(fileName, SqlDatabase::Mode::Read);
            if (!database)
                return database.error();
            m_database = std::move(database).value();
            m_fileName = fileName;
        }
        const Status done = JournalStore::syncAgain(m_database, m_fileName);
        if (!done)
            letGo();
        return done;
    }

    void letGo() { m_database = {}; }

private:
    SqlDatabase m_database;
    QString m_fileName;
};

JournalSyncer::JournalSyncer(QObject *parent)
    : QObject(parent)
    , m_worker(std::make_unique<Worker>())
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_worker.get(), &giveWay);
    m_thread.setObjectName(u"journal sync"_s);
}

JournalSyncer::~JournalSyncer()
{
    end();
    m_thread.quit();
    m_thread.wait();
}

bool JournalSyncer::begin(const QString &fileName)
{
    if (m_isBusy)
        return false;
    if (!m_thread.isRunning())
        m_thread.start();
    m_isBusy = true;
    QMetaObject::invokeMethod(m_worker.get(), [this, fileName, round = m_round] {
        const Status done = m_worker->sync(fileName);
        QMetaObject::invokeMethod(this, [this, done, round] {
            if (round != m_round)
                return;
            m_isBusy = false;
            if (!done)
                Q_EMIT failed(done.error());
        });
    });
    return true;
}

void JournalSyncer::end()
{
    if (m_thread.isRunning()) {
        QMetaObject::invokeMethod(
            m_worker.get(), [this] { m_worker->letGo(); }, Qt::BlockingQueuedConnection);
    }
    m_isBusy = false;
    ++m_round;
}

} // namespace Signalbox
