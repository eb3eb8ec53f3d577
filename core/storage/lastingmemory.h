#pragma once

#include <QString>

#include <cstddef>
#include <memory>
#include <span>

namespace Signalbox {

/// Memory that is still there after the program was killed, until it is removed or the computer
/// stops: POSIX shared memory, for this user only. Writing to it costs what writing to memory
/// costs, and never waits for a disk. Where there is none, it is memory like any other. Any thread.
class LastingMemory final
{
    Q_DISABLE_COPY_MOVE(LastingMemory)
public:
    /// Zeroed; `name`: not in use, of letters and digits, at most 28. Memory that does not last
    /// when the system gives no other.
    static std::unique_ptr<LastingMemory> create(const QString &name, size_t size);
    /// What a program that has ended left under this name; null: nothing.
    static std::unique_ptr<LastingMemory> find(const QString &name);
    ~LastingMemory(); ///< the memory lasts unless it was removed

    std::span<std::byte> bytes() const { return m_bytes; }
    /// Nobody finds it any more; bytes() stay until this object goes.
    void remove();

private:
    LastingMemory(QString name, std::span<std::byte> bytes)
        : m_name(std::move(name))
        , m_bytes(bytes)
    {
    }
    static std::unique_ptr<LastingMemory> makePlain(size_t size);

    QString m_name; ///< empty: it does not last
    std::span<std::byte> m_bytes;
    std::unique_ptr<std::byte[]> m_plain;
};

} // namespace Signalbox
