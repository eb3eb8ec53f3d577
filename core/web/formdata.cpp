#include "core/web/formdata.h"

#include "core/json/jsonscanner.h"
#include "core/json/objectwriter.h"
#include "core/web/multipart.h"

#include <QHash>

namespace Signalbox {

namespace {

QByteArray decoded(QByteArrayView text)
{
    return text.toByteArray().replace('+', ' ').percentDecoded();
}

void appendText(QByteArray &json, const QByteArray &text)
{
    if (text.isValidUtf8())
        appendJsonString(json, text);
    else
        appendJsonString(json, QString::fromUtf8(text).toUtf8());
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

Form readForm(QByteArrayView encoded)
{
    Form form;
    for (qsizetype at = 0; at < encoded.size();) {
        const qsizetype mark = encoded.indexOf('&', at);
        const qsizetype end = mark < 0 ? encoded.size() : mark;
        const QByteArrayView pair = encoded.sliced(at, end - at);
        at = end + 1;
        if (pair.isEmpty())
            continue;
        if (form.fields.size() >= MaxFormFields) {
            form.problem = FormProblem::TooManyFields;
            break;
        }
        const qsizetype equals = pair.indexOf('=');
        form.fields.append({decoded(equals < 0 ? pair : pair.first(equals)),
                            equals < 0 ? QByteArray() : decoded(pair.sliced(equals + 1))});
    }
    return form;
}

QByteArray formJson(const FormFields &fields)
{
    struct Member
    {
        const QByteArray *name;
        QList<const QByteArray *> values;
    };
    QList<Member> members;
    QHash<QByteArrayView, qsizetype> places;
    qsizetype size = 2;
    for (const auto &[name, value] : fields) {
        const auto place = places.constFind(name);
        if (place == places.cend()) {
            places.insert(name, members.size());
            members.append(Member{&name, {&value}});
        } else {
            members[*place].values.append(&value);
        }
        size += name.size() + value.size() + 8;
    }
    QByteArray json;
    json.reserve(size);
    json += '{';
    for (const Member &member : std::as_const(members)) {
        if (json.size() > 1)
            json += ',';
        appendText(json, *member.name);
        json += ':';
        const bool isList = member.values.size() > 1;
        if (isList)
            json += '[';
        for (qsizetype i = 0; i < member.values.size(); ++i) {
            if (i > 0)
                json += ',';
            appendText(json, *member.values[i]);
        }
        if (isList)
            json += ']';
    }
    json += '}';
    return json;
}

QByteArray bodyJson(const Request &request)
{
    const QByteArray type = mediaType(request);
    if (isJsonType(type))
        return validateJson(request.body, false) ? QByteArray("null") : compactJson(request.body);
    Form form;
    if (type == "application/x-www-form-urlencoded")
        form = readForm(request.body);
    else if (type == "multipart/form-data")
        form = readMultipart(request);
    else
        return "null";
    return form.problem == FormProblem::None ? formJson(form.fields) : QByteArray("null");
}

} // namespace Signalbox
