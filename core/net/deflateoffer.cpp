#include "core/net/deflateoffer.h"

namespace Signalbox {

namespace {

/// 8 to 15, without sign, space or leading zero, perhaps in quotes; 0: it is something else.
int windowBitsOf(QByteArray value)
{
    if (value.size() > 2 && value.startsWith('"') && value.endsWith('"'))
        value = value.mid(1, value.size() - 2);
    for (int bits = 8; bits <= 15; ++bits)
        if (value == QByteArray::number(bits))
            return bits;
    return 0;
}

std::optional<DeflateAgreement> agreeOn(const QByteArray &offer)
{
    QByteArrayList parameters = offer.split(';');
    if (parameters.takeFirst().trimmed().compare("permessage-deflate", Qt::CaseInsensitive) != 0)
        return std::nullopt;
    QByteArrayList seen;
    int ours = 0; // the largest window they allow us; 0: they do not mind
    for (const QByteArray &parameter : std::as_const(parameters)) {
        const qsizetype equals = parameter.indexOf('=');
        const bool hasValue = equals >= 0;
        const QByteArray name = parameter.first(hasValue ? equals : parameter.size()).trimmed();
        const QByteArray value = hasValue ? parameter.sliced(equals + 1).trimmed() : QByteArray();
        if (seen.contains(name))
            return std::nullopt;
        seen.append(name);
        if (name == "server_no_context_takeover" || name == "client_no_context_takeover") {
            if (hasValue)
                return std::nullopt;
        } else if (name == "client_max_window_bits") { // ours to use, and we can read any
            if (hasValue && windowBitsOf(value) == 0)
                return std::nullopt;
        } else if (name == "server_max_window_bits") {
            ours = windowBitsOf(value);
            if (ours < windowBits(Encoding::Deflate9)) // zlib cannot do 8
                return std::nullopt;
        } else {
            return std::nullopt;
        }
    }
    DeflateAgreement agreement;
    agreement.field = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    if (ours != 0) {
        agreement.encoding = ours == 15  ? Encoding::Deflate15
                             : ours < 12 ? Encoding::Deflate9
                                         : Encoding::Deflate12;
        agreement.field +=
            "; server_max_window_bits=" + QByteArray::number(windowBits(agreement.encoding));
    }
    return agreement;
}

} // namespace

std::optional<DeflateAgreement> agreeOnDeflate(const Request &request)
{
    for (const auto &[name, value] : request.fields) {
        if (name.compare("sec-websocket-extensions", Qt::CaseInsensitive) != 0)
            continue;
        const QByteArrayList offers = value.split(',');
        for (const QByteArray &offer : offers)
            if (const auto agreement = agreeOn(offer))
                return agreement;
    }
    return std::nullopt;
}

} // namespace Signalbox
