#include "core/web/broadcastform.h"

#include "core/json/jsonscanner.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

QByteArray unquoted(QByteArray value)
{
    value = value.trimmed();
    if (value.size() >= 2 && value.startsWith('"') && value.endsWith('"'))
        value = value.sliced(1, value.size() - 2);
    return value;
}

/// A parameter of a header field such as `multipart/form-data; boundary="x"`.
QByteArray parameter(const QByteArray &field, QByteArrayView name)
{
    const QList<QByteArray> parts = field.split(';');
    for (qsizetype i = 1; i < parts.size(); ++i) {
        const qsizetype equals = parts[i].indexOf('=');
        if (equals > 0 && parts[i].first(equals).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return unquoted(parts[i].sliced(equals + 1));
    }
    return {};
}

std::optional<QByteArray> fromForm(const QByteArray &body)
{
    for (const QByteArray &pair : body.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        const QByteArray key = equals < 0 ? pair : pair.first(equals);
        if (QByteArray(key).replace('+', ' ').percentDecoded() != "message")
            continue;
        return equals < 0 ? QByteArray()
                          : pair.sliced(equals + 1).replace('+', ' ').percentDecoded();
    }
    return std::nullopt;
}

std::optional<QByteArray> fromMultipart(const QByteArray &body,
                                        const QByteArray &boundary) // RFC 7578
{
    const QByteArray mark = "--" + boundary;
    const QByteArray end = "\r\n" + mark;
    qsizetype at = body.indexOf(mark);
    while (at >= 0) {
        const qsizetype head = at + mark.size();
        const qsizetype next = body.indexOf(end, head);
        const qsizetype content = body.indexOf("\r\n\r\n", head);
        if (next < 0 || content < 0 || content > next)
            return std::nullopt;
        for (const QByteArray &line : body.sliced(head, content - head).split('\n'))
            if (line.toLower().startsWith("content-disposition:")
                && parameter(line.trimmed(), "name") == "message")
                return body.sliced(content + 4, next - content - 4);
        at = next + 2;
    }
    return std::nullopt;
}

} // namespace

std::variant<QByteArray, QString> broadcastValue(const Request &request, EnvelopeReader &envelopes)
{
    const QByteArray field = request.field("content-type");
    const QByteArray type = field.split(';').value(0).trimmed().toLower();
    std::optional<QByteArray> text;
    if (type == "application/json" || type.endsWith("+json")) {
        if (!request.body.isValidUtf8())
            return u"The body is not UTF-8."_s;
        const auto read = envelopes.read(request.body);
        if (const auto *message = std::get_if<ClientMessage>(&read))
            return message->type == PayloadType::Text ? escapeJsonString(message->payload)
                                                      : message->payload;
        const auto &problem = std::get<EnvelopeProblem>(read);
        switch (problem.why) {
        case Why::Empty:
            return u"The field \"message\" is missing or empty."_s;
        case Why::NotObject:
            return u"The body must be a JSON object with the field \"message\"."_s;
        default:
            return u"The body is not valid JSON: %1."_s.arg(problem.detail);
        }
    }
    if (type == "multipart/form-data") {
        const QByteArray boundary = parameter(field, "boundary");
        if (boundary.isEmpty())
            return u"multipart/form-data needs a boundary."_s;
        text = fromMultipart(request.body, boundary);
    } else if (type == "application/x-www-form-urlencoded") {
        text = fromForm(request.body);
    } else {
        return u"Send a form (urlencoded or multipart) or JSON, and say so in Content-Type."_s;
    }
    if (!text || text->isEmpty())
        return u"The field \"message\" is missing or empty."_s;
    if (!text->isValidUtf8())
        return u"The field \"message\" is not UTF-8."_s;
    return escapeJsonString(*text);
}

} // namespace Signalbox
