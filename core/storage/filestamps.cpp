#include "core/storage/filestamps.h"

#include <QDateTime>
#include <QFileInfo>

#include <utility>

namespace Signalbox {

FileStamps::FileStamps(const QStringList &files)
    : m_files(files)
    , m_known(now())
    , m_last(m_known)
{
}

bool FileStamps::haveChanged()
{
    const QString stamps = now();
    if (stamps != std::exchange(m_last, stamps) || stamps == m_known)
        return false;
    m_known = stamps;
    return true;
}

QString FileStamps::now() const
{
    QString stamps;
    for (const QString &name : m_files) {
        const QFileInfo info(name);
        stamps += QStringLiteral("%1 %2 %3\n")
                      .arg(info.lastModified().toMSecsSinceEpoch())
                      .arg(info.size())
                      .arg(info.canonicalFilePath());
    }
    return stamps;
}

} // namespace Signalbox
