#pragma once

#include "core/storage/filelock.h"

#include <QDir>
#include <QString>

#include <functional>

class QObject;

namespace Signalbox {

/// The right to be the one program that uses the folder of a configuration: two would overwrite
/// each other's state. Given back when this object or the process goes, however it goes.
class Instance final
{
    Q_DISABLE_COPY_MOVE(Instance)
public:
    /// Makes the folder if it is missing, keeps it from other users, and takes the right at once or
    /// not at all.
    explicit Instance(const QDir &store);

    bool isTaken() const { return m_outcome == FileLock::Outcome::Held; } ///< by another process
    /// False also: nothing can be written there.
    bool canSave() const { return m_outcome == FileLock::Outcome::Taken; }
    qint64 otherProcess() const { return m_lock.process(); } ///< its id; 0: unknown
    void release() { m_lock.release(); }

private:
    FileLock m_lock;
    FileLock::Outcome m_outcome = FileLock::Outcome::Impossible;
};

/// Asks the program that uses the folder, process `other`, to show its window. False: it has none,
/// does not answer within two seconds, or who answers there is another user. Needs a
/// QCoreApplication.
bool raiseOther(const QDir &store, qint64 other);

/// Calls `raise` in the thread of `parent` whenever another start of the same user asks for the
/// window.
void listenForRaise(const QDir &store, QObject *parent, const std::function<void()> &raise);

} // namespace Signalbox
