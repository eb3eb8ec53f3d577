#include "core/values/target.h"

#include <QByteArray>
#include <QStringDecoder>

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

/// How many bytes the UTF-8 character takes that starts with `lead`; 0: none starts so (RFC 3629
/// section 4).
int sequenceLength(int lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2)
        return 0;
    if (lead < 0xe0)
        return 2;
    if (lead < 0xf0)
        return 3;
    return lead < 0xf5 ? 4 : 0;
}

} // namespace

QString percentDecoded(const QString &value)
{
    if (!value.contains(u'%'))
        return value;
    QString decoded;
    decoded.reserve(value.size());
    qsizetype at = 0;
    while (at < value.size()) {
        const int lead = escapeAt(value, at);
        if (lead < 0) {
            decoded += value[at++];
            continue;
        }
        const int length = sequenceLength(lead);
        QByteArray bytes;
        for (int i = 0; i < length; ++i) {
            const int byte = escapeAt(value, at + 3 * i);
            if (byte < 0)
                break;
            bytes += char(byte);
        }
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless
                                                         | QStringDecoder::Flag::ConvertInitialBom);
        const QString character = decoder(bytes);
        if (length > 0 && bytes.size() == length && !decoder.hasError()) {
            decoded += character;
            at += 3 * length;
        } else {
            decoded += QStringView(value).sliced(at, 3);
            at += 3;
        }
    }
    return decoded;
}

QString pathKey(const QString &path)
{
    return percentDecoded(path).toCaseFolded();
}

} // namespace Signalbox
