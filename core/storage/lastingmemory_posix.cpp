#include "core/storage/lastingmemory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Signalbox {

namespace {

QByteArray systemName(const QString &name)
{
    return '/' + name.toLatin1();
}

/// Gives the object its size, and as far as the system can, the memory too: to run out of it later
/// would be a signal in the middle of a write.
bool giveSize(int descriptor, size_t size)
{
#ifdef __linux__
    return ::posix_fallocate(descriptor, 0, off_t(size)) == 0;
#else
    return ::ftruncate(descriptor, off_t(size)) == 0;
#endif
}

std::span<std::byte> mapped(int descriptor, size_t size)
{
    void *memory = size == 0
                       ? MAP_FAILED
                       : ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    return memory == MAP_FAILED ? std::span<std::byte>()
                                : std::span(static_cast<std::byte *>(memory), size);
}

} // namespace

std::unique_ptr<LastingMemory> LastingMemory::create(const QString &name, size_t size)
{
    const QByteArray path = systemName(name);
    const int descriptor = ::shm_open(path.constData(), O_RDWR | O_CREAT | O_EXCL, 0600);
    if (descriptor < 0)
        return makePlain(size);
    const std::span<std::byte> bytes =
        giveSize(descriptor, size) ? mapped(descriptor, size) : std::span<std::byte>();
    ::close(descriptor);
    if (bytes.empty()) {
        ::shm_unlink(path.constData());
        return makePlain(size);
    }
    return std::unique_ptr<LastingMemory>(new LastingMemory(name, bytes));
}

std::unique_ptr<LastingMemory> LastingMemory::find(const QString &name)
{
    const int descriptor = ::shm_open(systemName(name).constData(), O_RDWR, 0600);
    if (descriptor < 0)
        return {};
    struct stat info
    {
    };
    const bool known = ::fstat(descriptor, &info) == 0 && info.st_uid == ::geteuid();
    const std::span<std::byte> bytes =
        known ? mapped(descriptor, size_t(info.st_size)) : std::span<std::byte>();
    ::close(descriptor);
    if (bytes.empty())
        return {};
    return std::unique_ptr<LastingMemory>(new LastingMemory(name, bytes));
}

LastingMemory::~LastingMemory()
{
    if (!m_plain)
        ::munmap(m_bytes.data(), m_bytes.size());
}

void LastingMemory::remove()
{
    if (!m_name.isEmpty())
        ::shm_unlink(systemName(m_name).constData());
    m_name.clear();
}

} // namespace Signalbox
