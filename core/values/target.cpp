#include "core/values/target.h"

#include <QStringView>

namespace Signalbox {

namespace {

int hexValue(QChar c)
{
    if (c >= u'0' && c <= u'9')
        return c.unicode() - u'0';
    if (c >= u'a' && c <= u'f')
        return c.unicode() - u'a' + 10;
    if (c >= u'A' && c <= u'F')
        return c.unicode() - u'A' + 10;
    return -1;
}

/// The byte that the escape at `at` stands for; -1: there is none.
int escapeAt(QStringView text, qsizetype at)
{
    if (at + 2 >= text.size() || text[at] != u'%')
        return -1;
    const int high = hexValue(text[at + 1]);
    const int low = hexValue(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// The character of which the UTF-8 bytes stand as escapes at `at`, and how many bytes that are; 0
/// bytes: there is none (RFC 3629 section 4).
struct EscapedCharacter
{
    char32_t code = 0;
    int bytes = 0;
};
EscapedCharacter characterAt(QStringView text, qsizetype at)
{
    const int lead = escapeAt(text, at);
    if (lead < 0)
        return {};
    if (lead < 0x80)
        return {char32_t(lead), 1};
    if (lead < 0xc2 || lead > 0xf4)
        return {};
    const int bytes = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    auto code = char32_t(lead & (0x7f >> bytes));
    for (int i = 1; i < bytes; ++i) {
        const int byte = escapeAt(text, at + 3 * i);
        if (byte < 0x80 || byte > 0xbf)
            return {};
        code = code << 6 | char32_t(byte & 0x3f);
    }
    static constexpr char32_t Smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < Smallest[bytes] || code > QChar::LastValidCodePoint || QChar::isSurrogate(code))
        return {};
    return {code, bytes};
}

} // namespace

QString percentDecoded(const QString &value)
{
    if (!value.contains(u'%'))
        return value;
    QString decoded(value.size(), Qt::Uninitialized); // it becomes no longer
    QChar *out = decoded.data();
    for (qsizetype at = 0; at < value.size();) {
        const auto [code, bytes] = value[at] == u'%' ? characterAt(value, at) : EscapedCharacter{};
        if (bytes == 0) {
            *out++ = value[at++];
            continue;
        }
        for (const char16_t unit : QChar::fromUcs4(code))
            *out++ = QChar(unit);
        at += 3 * bytes;
    }
    decoded.truncate(out - decoded.constData());
    return decoded;
}

QString pathKey(const QString &path)
{
    return percentDecoded(path).toCaseFolded();
}

} // namespace Signalbox
