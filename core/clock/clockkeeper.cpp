#include "core/clock/clockkeeper.h"

#include "core/config/guardedsave.h"

namespace Signalbox {

FileClockKeeper::FileClockKeeper(QString fileName, QObject *parent)
    : QObject(parent)
    , m_fileName(std::move(fileName))
    , m_notes(m_fileName)
{
    m_pool.setMaxThreadCount(1);
}

FileClockKeeper::~FileClockKeeper()
{
    m_pool.waitForDone();
}

ClockStateReading FileClockKeeper::load()
{
    const auto reading = guardedLoad(
        m_fileName, [](const QByteArray &json) { return bool(clockStateFromJson(json)); });
    if (!reading)
        return {{}, Recovery{m_fileName, {}}};
    ClockStateReading result;
    result.recovery = reading->recovery;
    if (reading->content)
        result.state = clockStateFromJson(*reading->content).value();
    m_notes.restore(result.state);
    return result;
}

void FileClockKeeper::save(const ClockState &state)
{
    m_pool.start([this, json = toJson(state), number = ++m_saves] {
        const Status status = guardedSave(m_fileName, json, Earlier::Kept);
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
    return guardedSave(m_fileName, toJson(state), Earlier::Kept);
}

} // namespace Signalbox
