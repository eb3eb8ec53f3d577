#pragma once

#include "core/clock/clockstate.h"
#include "core/clock/taskmemory.h"
#include "core/storage/guardedload.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <optional>

namespace Signalbox {

/// Keeps what a Clock remembers; tests have their own.
class ClockKeeper
{
    Q_DISABLE_COPY_MOVE(ClockKeeper)
public:
    ClockKeeper() = default;
    virtual ~ClockKeeper() = default;

    /// Writes; `saved` follows, in the clock's thread. One at a time.
    virtual void save(const ClockState &state) = 0;
    /// Writes and waits; also for a save that is under way, whose `saved` does not follow any more.
    virtual Status saveNow(const ClockState &state) = 0;
    /// Notes a change at once where a kill of the program does not reach it, if the system can;
    /// costs next to nothing. A save follows.
    virtual void note(const QString &name, const TaskState &state) = 0;
    /// What was noted has been saved.
    virtual void forgetNotes() = 0;

    std::function<void(const Status &)> saved; ///< set by the Clock
};

/// What reading the file of a state gave.
struct ClockStateReading
{
    ClockState state; ///< empty: nothing was kept, or it was damaged
    std::optional<Recovery>
        recovery{}; ///< the file was damaged; `state` is an earlier one or empty
    std::optional<Error> failure{}; ///< the file cannot be read, and is not written over
};

/// Keeps the state in a file, which is written in a thread of its own: a slow disk must not make
/// timers late.
class FileClockKeeper final : public QObject, public ClockKeeper
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FileClockKeeper)
public:
    explicit FileClockKeeper(QString fileName, QObject *parent = nullptr);
    ~FileClockKeeper() override;

    /// Reads the file, or an earlier save of it when it is damaged; see guardedLoad(). When that
    /// fails, so does every save from then on. What was noted and not saved is in it.
    ClockStateReading load();
    /// Why load() would fail because of somebody's hand; nullopt: it would not.
    static std::optional<DocumentMistake> mistakeIn(const QString &fileName);
    void save(const ClockState &state) override;
    Status saveNow(const ClockState &state) override;
    void note(const QString &name, const TaskState &state) override { m_notes.note(name, state); }
    void forgetNotes() override { m_notes.forget(); }

private:
    Status write(const QByteArray &json) const; ///< in any thread

    QString m_fileName;
    TaskMemory m_notes;
    std::optional<Error> m_failure; ///< of load()
    QThreadPool m_pool;
    quint64 m_ignored = 0; ///< saves up to this one are not told about
    quint64 m_saves = 0;
};

} // namespace Signalbox
