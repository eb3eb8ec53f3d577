#include "core/journal/journal.h"

#include "core/journal/giveway.h"
#include "core/journal/journalstore.h"
#include "core/journal/journalwriter.h"
#include "core/log/feed.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

Journal::Journal(Feed &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
    , m_writer(new JournalWriter(feed, m_stopping))
{
    m_writer->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_writer, &giveWay);
    connect(&m_thread, &QThread::finished, m_writer, &QObject::deleteLater);
    connect(m_writer, &JournalWriter::changed, this, [this](const JournalStatus &status) {
        if (status.fileName != m_settings.fileName)
            return; // it has not heard of the new one yet
        m_status = status;
        Q_EMIT statusChanged(m_status);
    });
    connect(m_writer, &JournalWriter::removed, this, &Journal::removed);
    connect(m_writer, &JournalWriter::notRemoved, this, &Journal::notRemoved);
    m_thread.setObjectName(u"journal"_s);
    m_thread.start();
}

Journal::~Journal()
{
    m_stopping = true;
    m_writer->disconnect(this);
    QMetaObject::invokeMethod(m_writer, [this] {
        m_writer->finish();
        m_thread.quit();
    });
    m_thread.wait();
}

void Journal::removeSaved(const QString &fileName)
{
    QMetaObject::invokeMethod(m_writer,
                              [writer = m_writer, fileName] { writer->removeSaved(fileName); });
}

void Journal::setSettings(const JournalSettings &settings)
{
    if (settings == m_settings)
        return;
    if (settings.fileName != m_settings.fileName) {
        m_feed.setJournaled(!settings.fileName.isEmpty());
        // numbers go on from run to run, so that causes stay unambiguous
        if (!settings.fileName.isEmpty())
            m_feed.continueAfter(JournalStore::lastSequenceIn(settings.fileName));
        m_status = {.state = settings.fileName.isEmpty() ? JournalStatus::State::Off
                                                         : JournalStatus::State::Opening,
                    .fileName = settings.fileName};
        Q_EMIT statusChanged(m_status);
    }
    m_settings = settings;
    QMetaObject::invokeMethod(m_writer,
                              [writer = m_writer, settings] { writer->setSettings(settings); });
}

} // namespace Signalbox
