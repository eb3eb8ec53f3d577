#pragma once

#include "core/json/jsonpath.h"
#include "core/values/clientinfo.h"
#include "core/values/clientmessage.h"
#include "core/values/pathpattern.h"
#include "core/values/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Signalbox {

/// What placeholders stand for.
struct TemplateValues
{
    const ClientMessage &message;
    const ClientInfo &client; ///< who sent it
    const PathPattern::Parameters &parameters;
    quint64 counter = 0;
    WallTime now;
};

/// A value with placeholders: {{message}}, {{message.user.name}}, {{client.id}}, {{client.name}},
/// {{client.group}}, {{client.path}}, {{client.address}}, {{path}}, {{params.room}}, {{now}} (ISO
/// 8601, UTC), {{uuid}}, {{counter}}. A value type; any thread.
class MessageTemplate
{
public:
    /// The template of a JSON value. In texts placeholders are filled in as text; a text that is
    /// nothing but {{message}}, or a part of it, becomes that very value. Fails with BadDocument
    /// and what is wrong, to follow the key.
    static Result<MessageTemplate> parse(QByteArrayView json);
    /// The template of a text that is always text.
    static Result<MessageTemplate> ofText(const QString &text);

    struct Filled
    {
        QByteArray payload; ///< as it goes out
        PayloadType type = PayloadType::Text;
    };
    Filled fill(const TemplateValues &values) const;
    bool readsMessage() const; ///< it has placeholders for the message, or parts of it

private:
    struct Piece
    {
        enum class Kind : quint8 {
            Literal,
            Message,
            ClientId,
            ClientName,
            ClientGroup,
            ClientPath,
            ClientAddress,
            Path,
            Parameter,
            Now,
            Uuid,
            Counter,
        };
        Kind kind = Kind::Literal;
        QByteArray literal{}; ///< Literal: bytes that go out as they are
        QString name{}; ///< Parameter
        JsonPath part{}; ///< Message: of it
        bool isWhole = false; ///< Message: stands alone in its text, so that its own value counts
    };
    static std::optional<Piece> placeholder(QStringView name);
    Status addText(QStringView text, bool quoted);
    QByteArray textOf(const Piece &piece, const TemplateValues &values) const;

    QList<Piece> m_pieces;
    bool m_isText = true; ///< the whole is a text, else JSON
};

} // namespace Signalbox
