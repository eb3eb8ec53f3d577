#pragma once

#include "core/config/clockconfig.h"
#include "core/config/limits.h"
#include "core/config/routeconfig.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace Signalbox {

enum class TlsVersion : quint8 { Tls12, Tls13 };

/// Where an endpoint's certificate comes from. Relative file names are relative to the
/// configuration file.
struct TlsConfig
{
    QString certificate{}; ///< PFX (PKCS#12) or PEM
    QString key{}; ///< PEM; empty: in the certificate's file
    QString password{}; ///< of the PFX or the key
    QString passwordEnv{}; ///< name of the environment variable that holds it; wins over `password`
    bool selfSigned = false; ///< made at first start, kept
    TlsVersion minimum = TlsVersion::Tls12;

    bool operator==(const TlsConfig &) const = default;
};

/// An address and port to listen on, with what is spoken there.
struct EndpointConfig
{
    QString name{}; ///< unique within the configuration
    QString address =
        QStringLiteral("127.0.0.1"); ///< IP, host name, or "*" for every IPv4 and IPv6 address
    quint16 port = 8091; ///< 0: a free one
    bool http = true; ///< serves pages; https when `tls` is given
    bool webSocket = true; ///< serves WebSockets; wss when `tls` is given
    Preset preset = Preset::Local;
    QStringList
        origins{}; ///< empty: the endpoint's own pages and peers that send no Origin; "*": any
    QStringList hosts{}; ///< host names accepted besides those we listen on
    bool welcome = false; ///< first frame is {"clientId":…,"path":…}
    bool errors = false; ///< senders are told why a message was not passed on
    bool compression = false; ///< permessage-deflate (RFC 7692) with clients that offer it
    LimitOverrides limits{}; ///< for this endpoint only
    std::optional<TlsConfig> tls{}; ///< given: https and wss; absent: http and ws

    /// "ws", "wss"; "http", "https" where WebSockets are off.
    QString scheme() const;
    bool operator==(const EndpointConfig &) const = default;
};

/// The whole configuration: read whole, checked whole, applied whole. Default constructed it is
/// what an absent file means: one endpoint on 127.0.0.1:8091.
struct Configuration
{
    QList<EndpointConfig> endpoints{EndpointConfig{.name = QStringLiteral("local")}};
    LimitOverrides limits{}; ///< for every endpoint
    ScriptLimits scriptLimits{};
    QList<SignalRouteConfig> signalRoutes{};
    QList<HttpRouteConfig> httpRoutes{};
    QList<PagesConfig> pages{};
    QList<TimerConfig> timers{};
    QList<ScheduleConfig> schedules{};
    QList<EventConfig> events{};
    int threads = 0; ///< shards; 0: chosen from the cores

    const EndpointConfig *findEndpoint(const QString &name) const;
    bool operator==(const Configuration &) const = default;
};

} // namespace Signalbox
