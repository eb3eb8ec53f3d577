#pragma once

#include <QByteArray>
#include <QByteArrayMatcher>
#include <QString>

#include <array>

namespace Signalbox {

/// Finds a text in UTF-8 bytes without decoding them: exactly, or ignoring the case of letters.
/// Only a needle with letters beyond ASCII that ignores case has the bytes decoded. A value; any
/// thread.
class TextMatcher
{
public:
    TextMatcher(const QString &needle, Qt::CaseSensitivity sensitivity);

    bool isIn(QByteArrayView utf8) const;
    bool isIn(QStringView text) const;
    const QString &needle() const { return m_text; }
    Qt::CaseSensitivity sensitivity() const { return m_sensitivity; }

private:
    bool isInFolded(QByteArrayView utf8) const;

    QString m_text;
    QByteArray m_needle; ///< lower case when `m_isFolded`
    QByteArrayMatcher m_exact;
    Qt::CaseSensitivity m_sensitivity;
    bool m_isFolded = false; ///< ASCII needle, case ignored: bytes are compared in lower case
    std::array<quint8, 256> m_skip{}; ///< Horspool's table
};

} // namespace Signalbox
