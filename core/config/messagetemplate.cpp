#include "core/config/messagetemplate.h"

#include "core/json/jsonscanner.h"

#include <QHash>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

QByteArray textOfPath(const ClientMessage &message, const JsonPath &part)
{
    if (message.type == PayloadType::Text)
        return part == JsonPath() ? message.payload : QByteArray();
    const auto found = part.find(message.payload);
    if (!found)
        return {};
    return found->startsWith('"') ? unescapeJsonString(*found).value_or(QByteArray())
                                  : found->toByteArray();
}

QByteArray escaped(QByteArrayView text)
{
    const QByteArray quoted = escapeJsonString(text);
    return quoted.sliced(1, quoted.size() - 2);
}

} // namespace

std::optional<MessageTemplate::Piece> MessageTemplate::placeholder(QStringView name)
{
    static const QHash<QString, Piece::Kind> Plain{
        {u"message"_s, Piece::Kind::Message},
        {u"client.id"_s, Piece::Kind::ClientId},
        {u"client.name"_s, Piece::Kind::ClientName},
        {u"client.group"_s, Piece::Kind::ClientGroup},
        {u"client.path"_s, Piece::Kind::ClientPath},
        {u"client.address"_s, Piece::Kind::ClientAddress},
        {u"path"_s, Piece::Kind::Path},
        {u"now"_s, Piece::Kind::Now},
        {u"uuid"_s, Piece::Kind::Uuid},
        {u"counter"_s, Piece::Kind::Counter},
    };
    const QString key = name.toString();
    if (const auto kind = Plain.constFind(key); kind != Plain.cend())
        return Piece{.kind = *kind};
    if (key.startsWith("params."_L1) && key.size() > 7)
        return Piece{.kind = Piece::Kind::Parameter, .name = key.sliced(7)};
    if (key.startsWith("message."_L1) || key.startsWith("message["_L1))
        if (const auto part = JsonPath::parse(QString(u'$' + key.sliced(7))))
            return Piece{.kind = Piece::Kind::Message, .part = *part};
    return std::nullopt;
}

// `quoted`: inside the quotes of a JSON string, where literals are escaped; the quotes are added
// here, unless a whole value takes their place.
Status MessageTemplate::addText(QStringView text, bool quoted)
{
    QList<Piece> pieces;
    const auto literal = [&](QStringView part) {
        if (!part.isEmpty())
            pieces.append({.literal = quoted ? escaped(part.toUtf8()) : part.toUtf8()});
    };
    qsizetype at = 0;
    for (;;) {
        const qsizetype begin = text.indexOf("{{"_L1, at);
        if (begin < 0)
            break;
        const qsizetype end = text.indexOf("}}"_L1, begin);
        if (end < 0)
            return Error{Error::Code::BadDocument, u"has a {{ without its }}"_s};
        const QStringView name = text.sliced(begin + 2, end - begin - 2).trimmed();
        auto piece = placeholder(name);
        if (!piece)
            return Error{
                Error::Code::BadDocument,
                u"has the placeholder {{%1}}, which does not exist; there are {{message}} (and its "
                "parts, such as {{message.user}}), {{client.id}}, {{client.name}}, "
                "{{client.group}}, {{client.path}}, {{client.address}}, {{path}}, {{params.name}}, "
                "{{now}}, {{uuid}} and {{counter}}"_s.arg(name.toString().left(40))};
        piece->isWhole = begin == 0 && end + 2 == text.size();
        literal(text.sliced(at, begin - at));
        pieces.append(*piece);
        at = end + 2;
    }
    literal(text.sliced(at));
    const bool isWhole =
        pieces.size() == 1 && pieces.first().isWhole && pieces.first().kind == Piece::Kind::Message;
    if (quoted && !isWhole) {
        pieces.prepend({.literal = "\""});
        pieces.append({.literal = "\""});
    }
    m_pieces += pieces;
    return success();
}

Result<MessageTemplate> MessageTemplate::ofText(const QString &text)
{
    MessageTemplate result;
    if (const Status added = result.addText(text, false); !added)
        return added.error();
    for (Piece &piece : result.m_pieces)
        piece.isWhole = false;
    return result;
}

Result<MessageTemplate> MessageTemplate::parse(QByteArrayView json)
{
    MessageTemplate result;
    if (json.startsWith('"')) {
        const QString text = QString::fromUtf8(unescapeJsonString(json).value_or(QByteArray()));
        if (const Status added = result.addText(text, false); !added)
            return added.error();
        return result;
    }
    result.m_isText = false;
    JsonScanner scanner(json);
    qsizetype done = 0;
    for (;;) {
        const JsonScanner::Token token = scanner.next();
        if (token == JsonScanner::Token::End || token == JsonScanner::Token::Error)
            break;
        if (token != JsonScanner::Token::String || !scanner.text().contains("{{"))
            continue;
        const auto text = unescapeJsonString(scanner.text());
        if (!text)
            continue;
        result.m_pieces.append(
            {.literal = json.sliced(done, scanner.offset() - done).toByteArray()});
        if (const Status added = result.addText(QString::fromUtf8(*text), true); !added)
            return added.error();
        done = scanner.offset() + scanner.text().size();
    }
    result.m_pieces.append({.literal = json.sliced(done).toByteArray()});
    return result;
}

QByteArray MessageTemplate::textOf(const Piece &piece, const TemplateValues &values) const
{
    switch (piece.kind) {
    case Piece::Kind::Literal:
        return piece.literal;
    case Piece::Kind::Message:
        return textOfPath(values.message, piece.part);
    case Piece::Kind::ClientId:
        return values.client.id.toString().toUtf8();
    case Piece::Kind::ClientName:
        return values.client.displayName().toUtf8();
    case Piece::Kind::ClientGroup:
        return values.client.group.toUtf8();
    case Piece::Kind::ClientPath:
    case Piece::Kind::Path:
        return values.client.path.toUtf8();
    case Piece::Kind::ClientAddress:
        return values.client.address.toUtf8();
    case Piece::Kind::Parameter:
        for (const auto &[name, value] : values.parameters)
            if (name == piece.name)
                return value.toUtf8();
        return {};
    case Piece::Kind::Now:
        return isoTime(values.now).toLatin1();
    case Piece::Kind::Uuid:
        return QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    case Piece::Kind::Counter:
        return QByteArray::number(values.counter);
    }
    return {};
}

bool MessageTemplate::readsMessage() const
{
    return std::any_of(m_pieces.begin(), m_pieces.end(),
                       [](const Piece &piece) { return piece.kind == Piece::Kind::Message; });
}

MessageTemplate::Filled MessageTemplate::fill(const TemplateValues &values) const
{
    const ClientMessage &message = values.message;
    // The value itself: a text's text, anything else's own bytes.
    const auto valueOf = [&](const Piece &piece) -> Filled {
        if (message.type == PayloadType::Text)
            return {textOfPath(message, piece.part), PayloadType::Text};
        const auto found = piece.part.find(message.payload);
        if (!found || found->startsWith('"'))
            return {textOfPath(message, piece.part), PayloadType::Text};
        return {found->toByteArray(), PayloadType::Json};
    };
    if (m_isText && m_pieces.size() == 1 && m_pieces.first().isWhole
        && m_pieces.first().kind == Piece::Kind::Message)
        return valueOf(m_pieces.first());
    QByteArray out;
    for (const Piece &piece : m_pieces) {
        if (m_isText || piece.kind == Piece::Kind::Literal) {
            out += textOf(piece, values);
        } else if (piece.isWhole && piece.kind == Piece::Kind::Message) {
            const Filled value = valueOf(piece);
            out +=
                value.type == PayloadType::Text ? escapeJsonString(value.payload) : value.payload;
        } else {
            out += escaped(textOf(piece, values));
        }
    }
    return {out, m_isText ? PayloadType::Text : PayloadType::Json};
}

} // namespace Signalbox
