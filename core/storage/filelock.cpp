#include "core/storage/filelock.h"

#include <QFile>

namespace Signalbox {

FileLock::FileLock(QString fileName)
    : m_fileName(std::move(fileName))
{
}

FileLock::~FileLock()
{
    release();
}

bool FileLock::isTaken() const
{
    return m_handle != -1;
}

qint64 FileLock::process() const
{
    constexpr qint64 MaxLine = 32;
    QFile file(m_fileName);
    return file.open(QIODevice::ReadOnly) ? file.readLine(MaxLine).trimmed().toLongLong() : 0;
}

} // namespace Signalbox
