#pragma once

#include <QString>

namespace Signalbox {

/// A lock that the system's kernel keeps on a file: it ends with the process, however that ends,
/// and needs no room on the disk. The file stays, holds the number of the process that has the
/// lock, and means nothing without it. Not thread-safe.
class FileLock final
{
    Q_DISABLE_COPY_MOVE(FileLock)
public:
    enum class Outcome : quint8 {
        Taken,
        TakenReadOnly, ///< nothing can be written there, but nobody else has it
        Held, ///< by another process, or by another object of this one
        Impossible, ///< there is no such file and none can be made, or it may not be opened
    };

    /// Takes nothing yet. The folder must be there.
    explicit FileLock(QString fileName);
    ~FileLock();

    /// Takes the lock at once or not at all.
    Outcome take();
    void release();
    bool isTaken() const;
    /// The process that wrote its number there last: the one that has the lock, when somebody has.
    /// 0: unknown.
    qint64 process() const;

private:
    QString m_fileName;
    qintptr m_handle = -1; ///< -1: not taken
};

} // namespace Signalbox
