#include "core/storage/filelock.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Signalbox {

namespace {

constexpr mode_t LockMode = S_IRUSR | S_IWUSR;

int openAgain(const char *name, int flags)
{
    int descriptor = -1;
    do
        descriptor = ::open(name, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, LockMode);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

int lock(int descriptor)
{
    int result = -1;
    do
        result = ::flock(descriptor, LOCK_EX | LOCK_NB);
    while (result != 0 && errno == EINTR);
    return result;
}

/// Whether the name still leads to the file that is open: somebody may have removed it meanwhile.
bool isAt(const char *name, int descriptor)
{
    struct stat opened
    {
    };
    struct stat named
    {
    };
    return ::fstat(descriptor, &opened) == 0 && ::stat(name, &named) == 0
           && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/// For people; a full disk keeps it from being written, and nobody from having the lock.
void writeNumber(int descriptor)
{
    const QByteArray number = QByteArray::number(qint64(::getpid())) + '\n';
    [[maybe_unused]] const bool isWritten =
        ::ftruncate(descriptor, 0) == 0
        && ::pwrite(descriptor, number.constData(), size_t(number.size()), 0) == number.size();
}

} // namespace

FileLock::Outcome FileLock::take()
{
    release();
    const QByteArray name = QFile::encodeName(m_fileName);
    for (;;) {
        bool isReadOnly = false;
        int descriptor = openAgain(name.constData(), O_RDWR | O_CREAT);
        if (descriptor < 0) { // a disk that may not be written, or somebody else's file
            isReadOnly = true;
            descriptor = openAgain(name.constData(), O_RDONLY);
        }
        if (descriptor < 0)
            return Outcome::Impossible;
        if (lock(descriptor) != 0) {
            const bool isHeld = errno == EWOULDBLOCK;
            ::close(descriptor);
            return isHeld ? Outcome::Held : Outcome::Impossible;
        }
        if (!isAt(name.constData(), descriptor)) {
            ::close(descriptor);
            continue;
        }
        m_handle = descriptor;
        if (isReadOnly)
            return Outcome::TakenReadOnly;
        ::fchmod(descriptor, LockMode);
        writeNumber(descriptor);
        return Outcome::Taken;
    }
}

void FileLock::release()
{
    if (m_handle == -1)
        return;
    ::close(int(m_handle)); // which gives the lock back
    m_handle = -1;
}

} // namespace Signalbox
