#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Signalbox {

/// How a message looks inside its frame: as it is, or deflated (RFC 7692) by itself, with matches
/// that reach back at most 2^n bytes. Clients ask for other numbers too: they get the next smaller
/// one here, so that a signal is deflated three times at most.
enum class Encoding : quint8 { Plain, Deflate9, Deflate12, Deflate15 };
inline constexpr int EncodingCount = 4;

/// 9, 12 or 15; 0 for Plain.
constexpr int windowBits(Encoding encoding)
{
    return encoding == Encoding::Plain ? 0 : 6 + 3 * int(encoding);
}

/// What is smaller is not worth the work, on either side.
inline constexpr qsizetype SmallestDeflated = 256;

/// The message deflated, as the payload of a frame (RFC 7692 section 7.2.1). Empty: it would not
/// become smaller. Any thread.
QByteArray deflated(QByteArrayView message, Encoding encoding);

} // namespace Signalbox
