#include "app/threadprobe.h"

#include <latch>
#include <system_error>
#include <thread>
#include <vector>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int Always = 10; ///< server, journal, writers of files, look-ups of names
constexpr int ForWindow = 10; ///< the window system's, and what the window reads and writes

} // namespace

std::optional<QString> lackOfThreads(int shards, bool hasWindow)
{
    const int wanted = Always + shards + (hasWindow ? ForWindow : 0);
    std::latch all(1); // they live until the last of them does
    std::vector<std::thread> threads;
    std::optional<QString> lack;
    try {
        while (int(threads.size()) < wanted)
            threads.emplace_back([&all] { all.wait(); });
    } catch (const std::system_error &error) {
        lack = u"the system lets it have %1 of the %2 threads that it needs (%3); raise the limit "
               "of processes and threads of this user (ulimit -u)"_s.arg(
                   QString::number(threads.size()), QString::number(wanted),
                   QString::fromLocal8Bit(error.code().message().c_str()));
    }
    all.count_down();
    for (std::thread &thread : threads)
        thread.join();
    return lack;
}

} // namespace Signalbox
