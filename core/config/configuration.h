#pragma once

#include "core/config/banconfig.h"
#include "core/config/clockconfig.h"
#include "core/config/journalconfig.h"
#include "core/config/limits.h"
#include "core/config/routeconfig.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace Signalbox {

enum class TlsVersion : quint8 { Tls12, Tls13 };

/// What becomes of messages for a client whose queue is full.
enum class SlowPolicy : quint8 {
    Disconnect, ///< the client goes, with 1013
    DropOldest, ///< what has waited longest is left out
    DropNewest, ///< what comes is left out
    KeepLatest, ///< all that waits is left out for what comes
};

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
    QStringList hosts{}; ///< host names accepted besides those we listen on; Open: the only ones
    QString token{}; ///< a secret that clients show; empty: none
    QString tokenKey{}; ///< signs tokens that clients show (JWT, HS256); empty: none
    QString joinCode{}; ///< a code for people to type or scan; empty: none
    SlowPolicy slow = SlowPolicy::Disconnect;
    bool welcome = false; ///< first frame is {"clientId":…,"path":…}
    bool errors = false; ///< senders are told why a message was not passed on
    bool compression = false; ///< permessage-deflate (RFC 7692) with clients that offer it
    LimitOverrides limits{}; ///< for this endpoint only
    std::optional<TlsConfig> tls{}; ///< given: https and wss; absent: http and ws

    /// Whether clients have to show something to come in.
    bool wantsCredentials() const
    {
        return !token.isEmpty() || !tokenKey.isEmpty() || !joinCode.isEmpty();
    }
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
    qint64 totalQueueBytes = DefaultTotalQueueBytes; ///< waiting for all clients together
    QList<BanConfig> bans{};
    QList<SignalRouteConfig> signalRoutes{};
    QList<HttpRouteConfig> httpRoutes{};
    QList<PagesConfig> pages{};
    QList<TimerConfig> timers{};
    QList<ScheduleConfig> schedules{};
    QList<EventConfig> events{};
    JournalConfig journal{};
    int threads = 0; ///< shards; 0: chosen from the cores

    static constexpr qint64 DefaultTotalQueueBytes = qint64(256) << 20;
    static constexpr qint64 LeastTotalQueueBytes = qint64(16) << 20;
    static constexpr qint64 MostTotalQueueBytes = qint64(16) << 30;

    const EndpointConfig *findEndpoint(const QString &name) const;
    /// What the journal's switch says, or without one: yes, unless all endpoints are for a class.
    bool keepsJournal() const;
    bool operator==(const Configuration &) const = default;
};

} // namespace Signalbox
