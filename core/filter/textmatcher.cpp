#include "core/filter/textmatcher.h"

#include <algorithm>

namespace Signalbox {

namespace {

constexpr quint8 lower(quint8 c)
{
    return c >= 'A' && c <= 'Z' ? quint8(c + ('a' - 'A')) : c;
}

} // namespace

TextMatcher::TextMatcher(const QString &needle, Qt::CaseSensitivity sensitivity)
    : m_text(needle)
    , m_needle(needle.toUtf8())
    , m_sensitivity(sensitivity)
{
    const bool isAscii =
        std::all_of(m_needle.begin(), m_needle.end(), [](char c) { return quint8(c) < 0x80; });
    m_isFolded = sensitivity == Qt::CaseInsensitive && isAscii;
    if (!m_isFolded) {
        m_exact.setPattern(m_needle);
        return;
    }
    std::transform(m_needle.begin(), m_needle.end(), m_needle.begin(),
                   [](char c) { return char(lower(quint8(c))); });
    const auto step = [this](qsizetype from) {
        return quint8(std::min<qsizetype>(m_needle.size() - from, 255));
    };
    m_skip.fill(step(0));
    for (qsizetype i = 0; i + 1 < m_needle.size(); ++i) {
        const quint8 c = quint8(m_needle[i]);
        const quint8 skip = step(i + 1);
        m_skip[c] = skip;
        if (c >= 'a' && c <= 'z')
            m_skip[size_t(c - ('a' - 'A'))] = skip;
    }
}

bool TextMatcher::isIn(QByteArrayView utf8) const
{
    if (m_isFolded)
        return isInFolded(utf8);
    if (m_sensitivity == Qt::CaseSensitive)
        return m_exact.indexIn(utf8.data(), utf8.size()) >= 0;
    return QString::fromUtf8(utf8).contains(m_text, Qt::CaseInsensitive);
}

bool TextMatcher::isIn(QStringView text) const
{
    return text.contains(m_text, m_sensitivity);
}

bool TextMatcher::isInFolded(QByteArrayView utf8) const
{
    const auto *needle = reinterpret_cast<const quint8 *>(m_needle.constData());
    const auto *hay = reinterpret_cast<const quint8 *>(utf8.data());
    const qsizetype length = m_needle.size();
    if (length == 0)
        return true;
    const quint8 last = needle[length - 1];
    for (qsizetype at = length - 1; at < utf8.size();) {
        const quint8 c = hay[at];
        if (lower(c) == last) {
            qsizetype back = 1;
            while (back < length && lower(hay[at - back]) == needle[length - 1 - back])
                ++back;
            if (back == length)
                return true;
        }
        at += m_skip[c];
    }
    return false;
}

} // namespace Signalbox
