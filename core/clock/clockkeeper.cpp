#include "core/clock/clockkeeper.h"

#include "core/config/guardedsave.h"

#include <QDateTime>
#include <QFile>

namespace Signalbox {

using namespace Qt::StringLiterals;

FileClockKeeper::FileClockKeeper(QString fileName, QObject *parent)
    : QObject(parent)
    , m_fileName(std::move(fileName))
{
    m_pool.setMaxThreadCount(1);
}

FileClockKeeper::~FileClockKeeper()
{
    m_pool.waitForDone();
}

ClockStateReading FileClockKeeper::load()
{
    QFile file(m_fileName);
    if (!file.exists())
        return {};
    if (file.open(QIODevice::ReadOnly)) {
        if (Result<ClockState> state = clockStateFromJson(file.readAll()))
            return {std::move(state).value(), {}};
        file.close();
    }
    const QString aside = m_fileName + u".broken-"_s
                          + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss-zzz"_s);
    return {{}, QFile::rename(m_fileName, aside) ? aside : m_fileName};
}

void FileClockKeeper::save(const ClockState &state)
{
    m_pool.start([this, json = toJson(state), number = ++m_saves] {
        const Status status = guardedSave(m_fileName, json);
        QMetaObject::invokeMethod(
            this,
            [this, status, number] {
                if (number > m_ignored && saved)
                    saved(status);
            },
            Qt::QueuedConnection);
    });
}

Status FileClockKeeper::saveNow(const ClockState &state)
{
    m_pool.waitForDone();
    m_ignored = m_saves;
    return guardedSave(m_fileName, toJson(state));
}

} // namespace Signalbox
