#include "core/net/banlist.h"
#include "core/net/descriptors.h"
#include "core/net/sendflags_posix.h"

#include <algorithm>
#include <limits>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Signalbox {

namespace {

constexpr rlim_t Enough = 65'536;
constexpr int Reserve = 64;
constexpr int LastReserve = 32;

} // namespace

void raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    rlim_t wanted = std::min(limit.rlim_max, Enough);
#if defined(__APPLE__)
    wanted = std::min<rlim_t>(wanted, 10'240); // OPEN_MAX: more is refused
#endif
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted;
    setrlimit(RLIMIT_NOFILE,
              &limit); // else it stays as it was, and connections are refused earlier
}

int descriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return 0;
    return int(std::min<rlim_t>(limit.rlim_cur, std::numeric_limits<int>::max()));
}

DescriptorRoom descriptorRoom(qintptr newest, int limit)
{
    if (limit == 0 || newest < limit - Reserve)
        return DescriptorRoom::Plenty;
    return newest < limit - LastReserve ? DescriptorRoom::Scarce : DescriptorRoom::NearlyNone;
}

QHostAddress peerOf(qintptr descriptor)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    if (::getpeername(int(descriptor), reinterpret_cast<sockaddr *>(&storage), &size) != 0)
        return {};
    return plainAddress(QHostAddress(reinterpret_cast<const sockaddr *>(&storage)));
}

bool hasPeerEnded(qintptr descriptor)
{
#ifdef POLLRDHUP
    constexpr short Asked = POLLRDHUP;
#else
    constexpr short Asked = 0; // a broken connection is told unasked
#endif
    pollfd state{int(descriptor), Asked, 0};
    return ::poll(&state, 1, 0) > 0 && (state.revents & (Asked | POLLHUP | POLLERR)) != 0;
}

void answerAndClose(qintptr descriptor, const QByteArray &answer)
{
    [[maybe_unused]] const auto sent =
        ::send(int(descriptor), answer.constData(), size_t(answer.size()), SendFlags);
    ::shutdown(int(descriptor), SHUT_WR);
    ::close(int(descriptor));
}

} // namespace Signalbox
