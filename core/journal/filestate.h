#pragma once

#include <QString>

namespace Signalbox {

/// Which file a name means now, and how large it is: to notice that somebody took it away, put
/// another in its place or cut it, while connections to the old one go on as if nothing were.
struct FileState
{
    quint64 device = 0; ///< with `number` the file itself, where the system tells; else 0
    quint64 number = 0;
    qint64 size = -1; ///< bytes; -1: there is none

    static FileState of(const QString &fileName);
    bool exists() const { return size >= 0; }
    bool isSameFile(const FileState &other) const
    {
        return exists() == other.exists() && device == other.device && number == other.number;
    }
};

} // namespace Signalbox
