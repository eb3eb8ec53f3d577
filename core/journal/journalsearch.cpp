#include "core/journal/journalsearch.h"

#include "core/journal/journalreader.h"

#include <QElapsedTimer>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int ProgressMilliseconds = 100;

} // namespace

struct JournalSearch::Task
{
    quint64 request = 0;
    QString fileName;
    JournalReader::Search search;
};

JournalSearch::JournalSearch(QObject *parent)
    : QObject(parent)
    , m_worker(new QObject)
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(u"journal search"_s);
    m_thread.start();
}

JournalSearch::~JournalSearch()
{
    ++m_request;
    m_thread.quit();
    m_thread.wait();
}

void JournalSearch::setFileName(const QString &fileName)
{
    if (fileName == m_fileName)
        return;
    cancel();
    m_fileName = fileName;
}

void JournalSearch::find(const LogFilter &filter, quint64 before, qsizetype most)
{
    m_isSearching = true;
    const Task task{++m_request, m_fileName, {.filter = filter, .before = before, .most = most}};
    QMetaObject::invokeMethod(m_worker, [this, task] { run(task); });
}

void JournalSearch::cancel()
{
    ++m_request;
    m_isSearching = false;
}

/// Calls the function in the owner's thread, unless the search counts no more by then.
template<typename Function>
void JournalSearch::tell(quint64 request, Function function)
{
    QMetaObject::invokeMethod(this, [this, request, function] {
        if (m_request == request)
            function();
    });
}

void JournalSearch::run(const Task &task)
{
    const auto isOver = [this, &task] { return m_request != task.request; };
    if (isOver())
        return;
    const auto fail = [this, &task](const Error &error) {
        m_reader.reset(); // the next search opens the file anew
        tell(task.request, [this, error] {
            m_isSearching = false;
            Q_EMIT failed(error);
        });
    };
    const FileState state = FileState::of(task.fileName);
    // somebody may have taken it away, and another has begun
    if (!m_reader || m_readerFile != task.fileName || !state.isSameFile(m_readerState)) {
        m_readerState = state;
        m_reader = std::make_unique<JournalReader>();
        m_readerFile = task.fileName;
        if (const Status opened = m_reader->open(task.fileName); !opened)
            return fail(opened.error());
    }
    QElapsedTimer sinceProgress;
    sinceProgress.start();
    const auto progress = [&](double done) {
        if (sinceProgress.elapsed() < ProgressMilliseconds)
            return;
        sinceProgress.start();
        tell(task.request, [this, done] { Q_EMIT progressed(done); });
    };
    JournalReader::Search search = task.search;
    const Result<JournalReader::Found> result = m_reader->find(search, isOver, progress);
    if (!result)
        return fail(result.error());
    if (result.value().isCancelled)
        return;
    tell(task.request, [this, entries = result.value().entries, before = search.before,
                        isAtEnd = result.value().isAtEnd] {
        m_isSearching = false;
        Q_EMIT found(entries, before, isAtEnd);
    });
}

} // namespace Signalbox
