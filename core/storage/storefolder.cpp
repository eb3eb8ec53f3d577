#include "core/storage/storefolder.h"

#include "core/storage/filelock.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QHash>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

constexpr qsizetype NameDigits = 16;

/// Whether a program of version 0.1 uses the folder. It locked it with a QLockFile, which holds a
/// lock of the kernel, too; the file's content may be left from a process that was killed.
bool isUsedByOldProgram(const QDir &folder)
{
    return FileLock(folder.filePath(u"in-use"_s)).take() == FileLock::Outcome::Held;
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
