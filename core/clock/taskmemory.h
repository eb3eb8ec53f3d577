#pragma once

#include "core/clock/clockstate.h"

#include <QHash>

#include <memory>

namespace Signalbox {

class LastingMemory;

/// What timers have done, kept from run to run in memory that outlives a kill of the program: a
/// timer may run a hundred times a second, which is too often for a file. Of 1,000 timers; of what
/// there are more, only the file knows. The clock's thread.
class TaskMemory final
{
    Q_DISABLE_COPY_MOVE(TaskMemory)
public:
    /// `fileName`: of the state that it goes with. Nothing is there until note().
    explicit TaskMemory(const QString &fileName);
    ~TaskMemory();

    /// Puts count, last run and on or off as they were when the program was killed, for what
    /// `state` knows.
    void restore(ClockState &state);
    void note(const QString &name, const TaskState &state);
    /// All of it is in the file.
    void forget();

private:
    struct Place;

    Place *place(const QString &name);

    QString m_name;
    std::unique_ptr<LastingMemory> m_memory;
    QHash<QString, Place *> m_places;
};

} // namespace Signalbox
