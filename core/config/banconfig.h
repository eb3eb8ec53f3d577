#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

namespace Signalbox {

/// Peers that no endpoint lets in. A value.
struct BanConfig
{
    QString address{}; ///< numeric, or a network such as "10.0.0.0/24"
    std::optional<QDateTime> until{}; ///< UTC, whole seconds; none: for good
    QString note{}; ///< whom it was meant for, for people; at most LongestName characters

    bool operator==(const BanConfig &) const = default;
};

/// True for what a ban may be for: a numeric address, IPv6 without brackets, or a network of them.
bool isBanAddress(const QString &address);
/// What to ban to keep a client of this numeric address out: an IPv6 address changes too easily, so
/// its /64, unless that is the whole neighbourhood.
QString banAddressFor(const QString &address);

/// Whether a ban is for this numeric address, whenever it ends.
bool covers(const BanConfig &ban, const QString &address);

} // namespace Signalbox
