#pragma once

#include "core/values/clientinfo.h"
#include "core/values/error.h"

#include <QDateTime>
#include <QMap>
#include <QString>

#include <optional>

namespace Signalbox {

enum class EndpointState : quint8 { Stopped, Starting, Running, Stopping, Failed };

/// What is to be known about an endpoint right now. A value.
struct EndpointStatus
{
    QString name;
    EndpointState state = EndpointState::Stopped;
    QString url; ///< of its WebSockets (or pages): "ws://127.0.0.1:8091/", with the port really
                 ///< taken; "*" shows as 127.0.0.1
    QString pageUrl; ///< "http://127.0.0.1:8091/"; empty if it serves no pages
    QString address; ///< as configured
    quint16 port = 0; ///< the one really taken while it runs
    bool secure = false;
    int clients = 0; ///< connected now
    int closing = 0; ///< while stopping: clients still to close
    std::optional<Error> error; ///< Failed: why
    QString certificateSubject; ///< secure and running
    QDateTime certificateExpiry; ///< secure and running
    bool selfSigned = false;
    QMap<QString, qint64> peaks; ///< since it started, as LimitPeaks::byKey()
    WallTime since; ///< when it came into this state

    bool operator==(const EndpointStatus &) const = default;
};

} // namespace Signalbox
