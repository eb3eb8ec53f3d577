#pragma once

#include <QByteArrayView>

namespace Signalbox {

/// Checks UTF-8 (RFC 3629) piece by piece and refuses at the first impossible byte, also across
/// pieces.
class Utf8Checker
{
public:
    /// False: no continuation can make this valid.
    bool feed(QByteArrayView bytes);
    bool isComplete() const { return m_needed == 0; } ///< not inside a character
    void reset() { m_needed = 0; }

private:
    quint8 m_needed = 0;
    quint8 m_low = 0x80;
    quint8 m_high = 0xBF;
};

} // namespace Signalbox
