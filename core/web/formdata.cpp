#include "core/web/formdata.h"

#include "core/config/objectwriter.h"
#include "core/json/jsonscanner.h"

#include <QHash>

namespace Signalbox {

namespace {

constexpr qsizetype MaxFields = 1000;

QByteArray unquoted(QByteArray value)
{
    value = value.trimmed();
    if (value.size() >= 2 && value.startsWith('"') && value.endsWith('"'))
        value = value.sliced(1, value.size() - 2);
    return value;
}

/// A parameter of a header field such as `multipart/form-data; boundary="x"`.
std::optional<QByteArray> parameter(const QByteArray &field, QByteArrayView name)
{
    const QList<QByteArray> parts = field.split(';');
    for (qsizetype i = 1; i < parts.size(); ++i) {
        const qsizetype equals = parts[i].indexOf('=');
        if (equals > 0 && parts[i].first(equals).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return unquoted(parts[i].sliced(equals + 1));
    }
    return std::nullopt;
}

QByteArray decoded(QByteArray text)
{
    return text.replace('+', ' ').percentDecoded();
}

QByteArray textJson(const QByteArray &text)
{
    return text.isValidUtf8() ? escapeJsonString(text)
                              : escapeJsonString(QString::fromUtf8(text).toUtf8());
}

} // namespace

QByteArray mediaType(const Request &request)
{
    return request.field("content-type").split(';').value(0).trimmed().toLower();
}

bool isJsonType(const QByteArray &mediaType)
{
    return mediaType == "application/json" || mediaType.endsWith("+json");
}

FormFields formFields(const QByteArray &encoded)
{
    FormFields fields;
    for (const QByteArray &pair : encoded.split('&')) {
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        fields.append({decoded(equals < 0 ? pair : pair.first(equals)),
                       equals < 0 ? QByteArray() : decoded(pair.sliced(equals + 1))});
        if (fields.size() >= MaxFields)
            break;
    }
    return fields;
}

std::optional<FormFields> multipartFields(const Request &request)
{
    const auto boundary = parameter(request.field("content-type"), "boundary");
    if (!boundary || boundary->isEmpty())
        return std::nullopt;
    const QByteArray &body = request.body;
    const QByteArray mark = "--" + *boundary;
    const QByteArray end = "\r\n" + mark;
    FormFields fields;
    qsizetype at = body.indexOf(mark);
    while (at >= 0 && fields.size() < MaxFields) {
        const qsizetype head = at + mark.size();
        if (body.sliced(head).startsWith("--"))
            return fields;
        const qsizetype content = body.indexOf("\r\n\r\n", head);
        const qsizetype next = content < 0 ? -1 : body.indexOf(end, content + 2);
        if (next < 0)
            return std::nullopt;
        for (const QByteArray &line : body.sliced(head, content - head).split('\n')) {
            if (!line.toLower().startsWith("content-disposition:"))
                continue;
            if (const auto name = parameter(line.trimmed(), "name"))
                fields.append({*name, body.sliced(std::min(content + 4, next),
                                                  std::max<qsizetype>(0, next - content - 4))});
        }
        at = next + 2;
    }
    return fields;
}

QByteArray formJson(const FormFields &fields)
{
    QList<QByteArray> names;
    QHash<QByteArray, QByteArrayList> values;
    for (const auto &[name, value] : fields) {
        if (!values.contains(name))
            names.append(name);
        values[name].append(textJson(value));
    }
    QByteArrayList members;
    for (const QByteArray &name : std::as_const(names)) {
        const QByteArrayList &all = values[name];
        members.append(textJson(name) + ':'
                       + (all.size() == 1 ? all.first() : QByteArray('[' + all.join(',') + ']')));
    }
    return '{' + members.join(',') + '}';
}

QByteArray bodyJson(const Request &request)
{
    const QByteArray type = mediaType(request);
    if (isJsonType(type))
        return validateJson(request.body) ? QByteArray("null") : compactJson(request.body);
    if (type == "application/x-www-form-urlencoded")
        return formJson(formFields(request.body));
    if (type == "multipart/form-data")
        if (const auto fields = multipartFields(request))
            return formJson(*fields);
    return "null";
}

} // namespace Signalbox
