#include "core/net/receipts.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>

namespace Signalbox {

namespace {

constexpr quint32 Magic = 0x53425231; // also says in which order the bytes of a number lie

struct Head
{
    quint32 magic;
    std::atomic<quint32> entered; ///< may be more than there are places
    std::atomic<quint32> lists;
    std::array<char, 52> unused;
};

struct Place
{
    std::array<char, 16> id; ///< RFC 9562, in network order
    std::atomic<quint8> receipt;
    quint8 nameBytes;
    std::array<char, 46> name; ///< UTF-8
};
static_assert(sizeof(Head) == 64 && sizeof(Place) == 64);
static_assert(std::atomic<quint32>::is_always_lock_free
              && std::atomic<quint8>::is_always_lock_free);

Head *headOf(std::span<std::byte> bytes)
{
    return reinterpret_cast<Head *>(bytes.data());
}

Place *placesOf(std::span<std::byte> bytes)
{
    return reinterpret_cast<Place *>(bytes.data() + sizeof(Head));
}

quint32 roomIn(std::span<const std::byte> bytes)
{
    return quint32((bytes.size() - sizeof(Head)) / sizeof(Place));
}

quint32 enteredIn(std::span<const std::byte> bytes)
{
    const auto *head = reinterpret_cast<const Head *>(bytes.data());
    return std::min(head->entered.load(std::memory_order_acquire), roomIn(bytes));
}

bool isSound(std::span<const std::byte> bytes)
{
    return bytes.size() >= sizeof(Head)
           && reinterpret_cast<const Head *>(bytes.data())->magic == Magic;
}

const Place &placeIn(std::span<const std::byte> bytes, quint32 place)
{
    return reinterpret_cast<const Place *>(bytes.data() + sizeof(Head))[place];
}

} // namespace

size_t Receipts::sizeFor(quint32 recipients)
{
    return sizeof(Head) + recipients * sizeof(Place);
}

Receipts::Receipts(std::unique_ptr<LastingMemory> memory)
    : m_memory(std::move(memory))
{
    Q_ASSERT(bytes().size() >= sizeof(Head));
    headOf(m_memory->bytes())->magic = Magic;
}

Receipts::~Receipts() = default;

quint32 Receipts::enter(const ClientId &client, const QString &name)
{
    std::atomic<quint32> &entered = headOf(m_memory->bytes())->entered;
    const quint32 place = entered.fetch_add(1, std::memory_order_acq_rel);
    if (place >= roomIn(bytes())) {
        entered.fetch_sub(1, std::memory_order_relaxed);
        return NoPlace;
    }
    Place &entry = placesOf(m_memory->bytes())[place];
    QByteArray utf8 = name.toUtf8();
    qsizetype size = std::min<qsizetype>(utf8.size(), qsizetype(entry.name.size()));
    while (size > 0 && size < utf8.size() && (quint8(utf8[size]) & 0xC0) == 0x80)
        --size; // not inside a character
    std::memcpy(entry.name.data(), utf8.constData(), size_t(size));
    entry.nameBytes = quint8(size);
    const QByteArray id = client.value.toRfc4122();
    std::memcpy(entry.id.data(), id.constData(), entry.id.size());
    return place;
}

void Receipts::addList()
{
    headOf(m_memory->bytes())->lists.fetch_add(1, std::memory_order_acq_rel);
}

void Receipts::set(quint32 place, Receipt receipt)
{
    if (place != NoPlace)
        placesOf(m_memory->bytes())[place].receipt.store(quint8(receipt),
                                                         std::memory_order_release);
}

quint32 Receipts::count(Receipt receipt) const
{
    quint32 count = 0;
    const quint32 entered = enteredIn(bytes());
    for (quint32 place = 0; place < entered; ++place)
        count += placeIn(bytes(), place).receipt.load(std::memory_order_acquire) == quint8(receipt);
    return count;
}

QList<SentCopy> Receipts::copies() const
{
    return copiesIn(bytes());
}

quint32 Receipts::listsIn(std::span<const std::byte> bytes)
{
    return isSound(bytes)
               ? reinterpret_cast<const Head *>(bytes.data())->lists.load(std::memory_order_acquire)
               : 0;
}

QList<SentCopy> Receipts::copiesIn(std::span<const std::byte> bytes)
{
    QList<SentCopy> copies;
    if (!isSound(bytes))
        return copies;
    const quint32 entered = enteredIn(bytes);
    copies.reserve(entered);
    for (quint32 place = 0; place < entered; ++place) {
        const Place &entry = placeIn(bytes, place);
        const auto size = std::min<qsizetype>(entry.nameBytes, qsizetype(entry.name.size()));
        const SentCopy copy{
            .client = {QUuid::fromRfc4122(QByteArrayView(entry.id.data(), entry.id.size()))},
            .name = QString::fromUtf8(entry.name.data(), size),
            .receipt = Receipt(
                std::min(entry.receipt.load(std::memory_order_acquire), quint8(Receipt::Left)))};
        if (!copy.client.isNull()) // else it was being entered
            copies.append(copy);
    }
    return copies;
}

} // namespace Signalbox
