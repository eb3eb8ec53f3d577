#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QCryptographicHash>
#include <QtGlobal>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>

/// A promise that holds for any input; its breach is a finding.
#define FUZZ_REQUIRE(condition)                                                                    \
    do {                                                                                           \
        if (!(condition))                                                                          \
            qFatal("%s does not hold", #condition);                                                \
    } while (false)

namespace Signalbox {

/// One input. Each program of this folder has its own.
void fuzz(QByteArrayView input);

inline constexpr qsizetype TimedBytes = 64 * 1024;
inline constexpr std::chrono::microseconds TimeOfThem{1'000};
#if defined(__SANITIZE_ADDRESS__)
inline constexpr int Slowness = 15; // what the sanitizers and the counting of coverage make of it
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr int Slowness = 15;
#else
inline constexpr int Slowness = 1;
#endif
#else
inline constexpr int Slowness = 1;
#endif

/// How long this thread has computed: what others do meanwhile does not count.
inline std::chrono::nanoseconds threadTime()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

/// The input again and again, until there are 64 KiB: what takes more than in proportion shows.
inline QByteArray repeated(QByteArrayView input, QByteArrayView between = {})
{
    QByteArray all;
    all.reserve(TimedBytes + input.size() + between.size());
    while (!input.isEmpty() && all.size() < TimedBytes) {
        all.append(input);
        all.append(between);
    }
    all.chop(all.isEmpty() ? 0 : between.size());
    return all;
}

/// How much slower this machine is, just now, than the one that the promise is about: there Qt's
/// own SHA3-256 of 1 MiB takes 3 ms. Machines of CI are slower, and share a core's parts with
/// others.
inline double slownessOfMachine()
{
    const QByteArray bytes(1024 * 1024, 'x');
    std::array<std::chrono::nanoseconds, 5> times{};
    for (auto &time : times) {
        const auto begin = threadTime();
        (void)QCryptographicHash::hash(bytes, QCryptographicHash::Sha3_256);
        time = threadTime() - begin;
    }
    std::sort(times.begin(), times.end());
    const double factor = std::chrono::duration<double, std::milli>(times[2]).count() / 3;
    return std::clamp(factor, 1.0, 4.0);
}

/// The promise about what a peer sends: to read so many bytes takes no longer than 1 ms for each 64
/// KiB. Once late is chance: the machine has other work. The median of several is not, unless the
/// machine is slow.
template<typename Read>
void requireSoon(qsizetype bytes, Read read)
{
    using std::chrono::nanoseconds;
    const nanoseconds most =
        nanoseconds(TimeOfThem) * std::max(bytes, TimedBytes) / TimedBytes * Slowness;
    std::array<nanoseconds, 5> times{};
    for (size_t i = 0; i < times.size(); ++i) {
        const nanoseconds begin = threadTime();
        read();
        times[i] = threadTime() - begin;
        if (i == 0 && times[0] <= most)
            return;
    }
    std::sort(times.begin(), times.end());
    const nanoseconds median = times[times.size() / 2];
    if (median > most && double(median.count()) > double(most.count()) * slownessOfMachine())
        qFatal("%lld bytes take %lld us, more than %lld us", qint64(bytes),
               qint64(median.count() / 1000), qint64(most.count() / 1000));
}

} // namespace Signalbox
