#include "core/storage/guardedsave.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

#include <cerrno>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Reserve = 1024 * 1024; ///< what a save leaves free, in bytes
constexpr QFileDevice::Permissions FileMode = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr QFileDevice::Permissions FolderMode = FileMode | QFileDevice::ExeOwner;

/// Makes the folder and what is missing above it, mode 0700 each. False: it is not there.
bool makeFolder(const QString &folder)
{
    const QFileInfo info(folder);
    if (info.exists())
        return info.isDir();
    return makeFolder(info.absolutePath()) && QDir().mkdir(folder, FolderMode);
}

/// -1: the system does not say.
qint64 freeBytes(const QString &folder)
{
    const QStorageInfo storage(folder);
    return storage.isValid() && storage.isReady() ? storage.bytesAvailable() : -1;
}

/// Words a failed write. Qt's own text is empty of meaning after a short write, so the free space
/// decides what to say.
Error writeError(const QSaveFile &file, const QString &folder, qint64 written, qint64 size)
{
    const QString reason = file.errorString();
    const qint64 available = freeBytes(folder);
    const bool full = (available >= 0 && available < size) || reason == qt_error_string(ENOSPC);
    const QString detail = u"%1 of %2 bytes written to %3, %4 bytes are free: %5"_s.arg(
        QString::number(written), QString::number(size), file.fileName(),
        QString::number(available), reason);
    return {full ? Error::Code::NoSpace : Error::Code::CannotWrite, detail};
}

void syncFolder(const QString &folder)
{
#ifdef Q_OS_UNIX
    // the new name must survive a power cut too; a file system that cannot do it has nothing better
    // to offer
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
#else
    Q_UNUSED(folder)
#endif
}

bool holds(const QString &fileName, const QByteArray &content)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly) || file.size() != content.size())
        return false;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return hash.addData(&file)
           && hash.result() == QCryptographicHash::hash(content, QCryptographicHash::Sha256);
}

/// Gives the file a second name before it is replaced, so that both are whole at any moment.
/// `fileName` is no link. A copy stays behind where the file system has no second names. What
/// cannot be kept does not stand in the way of the save.
void keepGeneration(const QString &fileName, const QByteArray &next)
{
    if (!QFileInfo::exists(fileName) || holds(fileName, next))
        return;
    for (int age = Generations; age > 1; --age) {
        const QString younger = generationName(fileName, age - 1);
        if (!QFileInfo::exists(younger))
            continue;
        QFile::remove(generationName(fileName, age));
        QFile::rename(younger, generationName(fileName, age));
    }
    const QString last = generationName(fileName, 1);
#ifdef Q_OS_UNIX
    if (::link(QFile::encodeName(fileName).constData(), QFile::encodeName(last).constData()) != 0)
#endif
        QFile::copy(fileName, last);
    QFile::setPermissions(last, FileMode);
}

} // namespace

QString generationName(const QString &fileName, int age)
{
    return u"%1.%2"_s.arg(fileName).arg(age);
}

Status guardedSave(const QString &fileName, const QByteArray &content, Earlier earlier)
{
    const QFileInfo target(fileName);
    // a link stays a link: what counts is the folder of the file that it leads to
    const QString real = target.exists() ? target.canonicalFilePath() : target.absoluteFilePath();
    const QString folder = QFileInfo(real).path();
    if (!makeFolder(folder))
        return Error{Error::Code::CannotWrite, u"the folder %1 cannot be made"_s.arg(folder)};

    const qint64 available = freeBytes(folder);
    if (available >= 0 && available < 2 * content.size() + Reserve) {
        return Error{
            Error::Code::NoSpace,
            u"%1 bytes are free in %2, %3 are needed to save safely"_s.arg(
                QString::number(available), folder, QString::number(2 * content.size() + Reserve))};
    }

    QSaveFile file(fileName);
    file.setDirectWriteFallback(false);
    if (!file.open(QIODevice::WriteOnly))
        return writeError(file, folder, 0, content.size());
    if (!file.setPermissions(FileMode)) {
        const Error error{Error::Code::CannotWrite, u"%1 cannot be kept from other users: %2"_s.arg(
                                                        fileName, file.errorString())};
        file.cancelWriting();
        return error;
    }
    const qint64 written = file.write(content);
    if (written != content.size() || !file.flush() || file.error() != QFileDevice::NoError) {
        const Error error = writeError(file, folder, written, content.size());
        file.cancelWriting();
        file.commit(); // returns false and takes the temporary file away
        return error;
    }
    if (earlier == Earlier::Kept)
        keepGeneration(real, content);
    if (!file.commit())
        return writeError(file, folder, written, content.size());
    syncFolder(folder);
    if (!holds(fileName, content)) {
        return Error{Error::Code::CannotWrite,
                     u"%1 does not hold what was written to it"_s.arg(fileName)};
    }
    return success();
}

} // namespace Signalbox
