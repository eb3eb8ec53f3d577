#include "core/config/storefolder.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFileInfo>
#include <QHash>
#include <QLockFile>

#include <chrono>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

constexpr qsizetype NameDigits = 16;

/// Whether a program of version 0.1 uses the folder. It locked it with a QLockFile, which holds the
/// number of its process: one that holds ours is left from an earlier life, as process 1 of a
/// container, say.
bool isUsedByOldProgram(const QDir &folder)
{
    QLockFile lock(folder.filePath(u"in-use"_s));
    lock.setStaleLockTime(std::chrono::milliseconds(0)); // only the process's end makes it stale
    qint64 process = 0;
    QString host;
    QString program;
    if (lock.getLockInfo(&process, &host, &program)
        && process == QCoreApplication::applicationPid())
        return false;
    return !lock.tryLock(std::chrono::milliseconds(0))
           && lock.error() == QLockFile::LockFailedError;
}

} // namespace

StoreFolder findStoreFolder(const QDir &data, const QString &configuration)
{
    const QByteArray name = QFileInfo(configuration).absoluteFilePath().toUtf8();
    const QByteArray digits =
        QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex().first(NameDigits);
    const QDir folder(data.filePath(QString::fromLatin1(digits)));
    const QDir old(data.filePath(QString::number(qHash(name, 0), 16)));
    if (folder.exists() || !old.exists())
        return {folder, {}};
    if (isUsedByOldProgram(old) || !QDir().rename(old.path(), folder.path()))
        return {old, {}};
    return {folder, old.path()};
}

} // namespace Signalbox
