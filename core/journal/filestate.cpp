#include "core/journal/filestate.h"

#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

namespace Signalbox {

FileState FileState::of(const QString &fileName)
{
#ifdef Q_OS_UNIX
    struct stat found = {};
    if (::stat(QFile::encodeName(fileName).constData(), &found) != 0)
        return {};
    return {quint64(found.st_dev), quint64(found.st_ino), qint64(found.st_size)};
#else
    const QFileInfo info(fileName);
    return {0, 0, info.exists() ? info.size() : -1};
#endif
}

} // namespace Signalbox
