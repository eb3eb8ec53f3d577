#include "core/clock/taskmemory.h"

#include "core/storage/lastingmemory.h"

#include <QCryptographicHash>
#include <QFileInfo>

#include <array>
#include <atomic>
#include <cstring>
#include <limits>

namespace Signalbox {

using namespace Qt::StringLiterals;
using std::chrono::microseconds;

namespace {

constexpr quint64 Magic = 0x53424C434B303031; // also says in which order the bytes of a number lie
constexpr qsizetype Places = 1000;
constexpr qint64 Never = std::numeric_limits<qint64>::min();
using Key = std::array<char, 32>;

enum class Switch : quint32 { AsConfigured, Off, On };

QByteArray hashOf(const QString &text)
{
    return QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
}

} // namespace

struct TaskMemory::Place
{
    Key key; ///< SHA-256 of the name
    std::atomic<quint32> isUsed; ///< set when the rest is there
    std::atomic<quint32> enabled;
    std::atomic<quint64> count;
    std::atomic<qint64> lastRun; ///< microseconds since 1970
    std::array<char, 8> unused;
};

TaskMemory::TaskMemory(const QString &fileName)
    : m_name(
        u"sbclock"_s
        + QString::fromLatin1(hashOf(QFileInfo(fileName).absoluteFilePath()).toHex().first(20)))
{
    static_assert(sizeof(Place) == 64);
    static_assert(std::atomic<quint64>::is_always_lock_free);
}

TaskMemory::~TaskMemory() = default;

void TaskMemory::restore(ClockState &state)
{
    m_places.clear();
    m_memory = LastingMemory::find(m_name);
    if (!m_memory)
        return;
    const std::span<std::byte> bytes = m_memory->bytes();
    quint64 magic = 0;
    if (bytes.size() == (Places + 1) * sizeof(Place))
        std::memcpy(&magic, bytes.data(), sizeof(magic));
    if (magic != Magic)
        return forget();
    auto *places = reinterpret_cast<Place *>(bytes.data()) + 1;
    for (auto task = state.begin(); task != state.end(); ++task) {
        const QByteArray key = hashOf(task.key());
        for (Place *place = places; place != places + Places && place->isUsed.load(); ++place) {
            if (std::memcmp(place->key.data(), key.constData(), place->key.size()) != 0)
                continue;
            m_places.insert(task.key(), place);
            task->count = place->count.load();
            if (const qint64 at = place->lastRun.load(); at != Never)
                task->lastRun = WallTime(microseconds(at));
            task->enabled.reset();
            if (const auto enabled = Switch(place->enabled.load()); enabled != Switch::AsConfigured)
                task->enabled = enabled == Switch::On;
        }
    }
}

TaskMemory::Place *TaskMemory::place(const QString &name)
{
    if (const auto known = m_places.constFind(name); known != m_places.cend())
        return *known;
    if (!m_memory) {
        m_memory = LastingMemory::create(m_name, (Places + 1) * sizeof(Place));
        std::memcpy(m_memory->bytes().data(), &Magic, sizeof(Magic));
    }
    auto *places = reinterpret_cast<Place *>(m_memory->bytes().data()) + 1;
    const QByteArray key = hashOf(name);
    for (Place *place = places; place != places + Places; ++place) {
        const bool isUsed = place->isUsed.load();
        if (isUsed && std::memcmp(place->key.data(), key.constData(), place->key.size()) != 0)
            continue;
        if (!isUsed)
            std::memcpy(place->key.data(), key.constData(), place->key.size());
        return m_places.insert(name, place).value();
    }
    return m_places.insert(name, nullptr).value();
}

void TaskMemory::note(const QString &name, const TaskState &state)
{
    Place *to = place(name);
    if (!to)
        return;
    to->count.store(state.count);
    to->lastRun.store(state.lastRun ? state.lastRun->time_since_epoch().count() : Never);
    to->enabled.store(quint32(!state.enabled   ? Switch::AsConfigured
                              : *state.enabled ? Switch::On
                                               : Switch::Off));
    to->isUsed.store(1);
}

void TaskMemory::forget()
{
    m_places.clear();
    if (m_memory)
        m_memory->remove();
    m_memory.reset();
}

} // namespace Signalbox
