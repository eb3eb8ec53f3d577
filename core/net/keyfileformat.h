#pragma once

#include <QByteArray>
#include <QString>

namespace Signalbox {

inline constexpr QLatin1StringView PfxFormat{"PFX"};

/// The proper name of a format that keys and certificates come in beside PEM and DER, such as
/// "OpenSSH private key" or PfxFormat; empty for every other content. Looks at the beginning only,
/// or at the labels of PEM.
QString foreignFormat(const QByteArray &content);

/// The content in UTF-8 without a byte order mark, as editors on Windows put it first (and write
/// UTF-16); anything else as it is.
QByteArray plainText(const QByteArray &content);

} // namespace Signalbox
