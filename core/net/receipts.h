#pragma once

#include "core/storage/lastingmemory.h"
#include "core/values/sentcopy.h"

#include <QList>

#include <limits>

namespace Signalbox {

/// Who gets one signal and what became of each copy, in memory that outlives the program: kept for
/// signals that are sent by hand. Any thread.
class Receipts final
{
    Q_DISABLE_COPY_MOVE(Receipts)
public:
    static constexpr quint32 NoPlace = std::numeric_limits<quint32>::max();

    /// The memory that `recipients` of them take.
    static size_t sizeFor(quint32 recipients);
    explicit Receipts(std::unique_ptr<LastingMemory> memory);
    ~Receipts();

    /// One of the parts of the server has entered all of its recipients.
    void addList();
    /// Notes a recipient before anything is sent to it. Its place; NoPlace: there is no room left,
    /// and it is not noted.
    quint32 enter(const ClientId &client, const QString &name);
    /// Nothing happens for NoPlace.
    void set(quint32 place, Receipt receipt);
    quint32 count(Receipt receipt) const;
    /// In the order in which they were entered. What is said of copies on their way may be old in a
    /// moment.
    QList<SentCopy> copies() const;
    /// As copies() of the memory, or of a file it was written to.
    static QList<SentCopy> copiesIn(std::span<const std::byte> bytes);
    static quint32 listsIn(std::span<const std::byte> bytes); ///< how often addList() was called
    std::span<const std::byte> bytes() const { return m_memory->bytes(); }
    /// The memory ends with this object.
    void remove() { m_memory->remove(); }

private:
    std::unique_ptr<LastingMemory> m_memory;
};

} // namespace Signalbox
