#pragma once

#include "core/config/banconfig.h"

#include <QHostAddress>

#include <utility>
#include <vector>

namespace Signalbox {

/// The addresses that are not let in, ready to be asked. A value, not changed after it was made.
class BanList
{
public:
    BanList() = default;
    explicit BanList(const QList<BanConfig> &bans);

    bool isEmpty() const { return m_bans.empty(); }
    /// `now`: seconds since 1970; a ban ends when its time has come.
    bool contains(const QHostAddress &address, qint64 now) const;

private:
    struct Ban
    {
        QHostAddress network;
        int bits = 0;
        qint64 until = 0; ///< seconds since 1970
    };
    std::vector<Ban> m_bans;
};

/// As it stands in the log and in clients' addresses: IPv4 that comes by an IPv6 socket is IPv4.
QHostAddress plainAddress(const QHostAddress &address);

} // namespace Signalbox
