#include "core/clock/clockkeeper.h"

#include "core/storage/guardedsave.h"

namespace Signalbox {

namespace {

Status isState(const QByteArray &json)
{
    const auto state = clockStateFromJson(json);
    return state ? success() : Status(state.error());
}

} // namespace

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

std::optional<DocumentMistake> FileClockKeeper::mistakeIn(const QString &fileName)
{
    return Signalbox::mistakeIn(fileName, isState);
}

ClockStateReading FileClockKeeper::load()
{
    const auto reading = guardedLoad(m_fileName, isState);
    m_failure.reset();
    ClockStateReading result;
    if (!reading)
        result.failure = m_failure = reading.error();
    else if (reading->content)
        result.state = clockStateFromJson(*reading->content).value();
    if (reading)
        result.recovery = reading->recovery;
    m_notes.restore(result.state);
    return result;
}

void FileClockKeeper::save(const ClockState &state)
{
    m_pool.start([this, json = toJson(state), number = ++m_saves] {
        const Status status = write(json);
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
    return write(toJson(state));
}

Status FileClockKeeper::write(const QByteArray &json) const
{
    return m_failure ? Status(*m_failure) : guardedSave(m_fileName, json, Earlier::Kept);
}

} // namespace Signalbox
