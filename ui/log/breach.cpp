#include "ui/log/breach.h"

#include "core/config/hostname.h"
#include "core/config/limits.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

/// For those whose detail does not begin with the key.
QString limitOf(Why why)
{
    switch (why) {
    case Why::MessageTooBig:
        return u"messageBytes"_s;
    case Why::TooManyFrames:
        return u"framesPerMessage"_s;
    case Why::MessageTooSlow:
        return u"messageSeconds"_s;
    case Why::TooManyMessages:
        return u"messagesPerSecond"_s;
    case Why::TooManyBytes:
        return u"bytesPerSecond"_s;
    case Why::TooManyPings:
        return u"pingsPerSecond"_s;
    case Why::TooDeep:
        return u"jsonDepth"_s;
    case Why::HandshakeTimeout:
        return u"handshakeSeconds"_s;
    case Why::EndpointFull:
        return u"clients"_s;
    case Why::BodyTooLarge:
        return u"httpBodyBytes"_s;
    case Why::TooManyHandshakes:
        return u"handshakes"_s;
    case Why::TooManyFromAddress:
        return u"clientsPerAddress"_s;
    default:
        return {};
    }
}

} // namespace

QString brokenLimit(const LogEntry &entry)
{
    const QString first = entry.detail.section(u' ', 0, 0);
    const bool isBreach = entry.kind == LogKind::Limit || entry.kind == LogKind::Refused
                          || entry.kind == LogKind::In
                          || (entry.kind == LogKind::Left && entry.failed);
    if (!isBreach || entry.endpoint.isEmpty())
        return {};
    if (entry.kind != LogKind::In && (findLimit(first) != nullptr || entry.why == Why::QueuesFull))
        return first;
    if (entry.why == Why::TooDeep && entry.detail.endsWith(" keys"_L1))
        return u"jsonKeys"_s;
    if (entry.why == Why::EndpointFull && first == "open"_L1)
        return {}; // files of the process: the system's limit
    return limitOf(entry.why);
}

QString refusedOrigin(const LogEntry &entry)
{
    const bool canBeAllowed = entry.why == Why::BadOrigin && !entry.endpoint.isEmpty()
                              && isOrigin(entry.detail) && entry.detail != "*"_L1;
    return canBeAllowed ? entry.detail : QString();
}

} // namespace Signalbox
