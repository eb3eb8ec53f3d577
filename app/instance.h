#pragma once

#include <QDir>
#include <QLockFile>
#include <QString>

#include <functional>

class QLocalServer;
class QObject;

namespace Signalbox {

/// The right to be the one program that uses the folder of a configuration: two would overwrite
/// each other's state. Given back when this object or the process goes, however it goes.
class Instance final
{
    Q_DISABLE_COPY_MOVE(Instance)
public:
    /// Makes the folder if it is missing, and takes the right at once or not at all.
    explicit Instance(const QDir &store);

    bool isTaken() const { return m_taken; } ///< by another process
    bool canSave() const { return m_lock.isLocked(); } ///< false also: nothing can be written there
    qint64 otherProcess() const; ///< its id; 0: unknown
    void release() { m_lock.unlock(); }

private:
    QLockFile m_lock;
    bool m_taken;
};

/// Asks the program that uses the folder to show its window. False: it has none, or does not answer
/// within two seconds. Needs a QCoreApplication.
bool raiseOther(const QDir &store);

/// Calls `raise` in the thread of `parent` whenever another start asks for the window.
void listenForRaise(const QDir &store, QObject *parent, const std::function<void()> &raise);

} // namespace Signalbox
