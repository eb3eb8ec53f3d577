#include "core/web/formdata.h"

#include "core/config/objectwriter.h"
#include "core/json/jsonscanner.h"
#include "core/web/multipart.h"

#include <QHash>

namespace Signalbox {

namespace {

QByteArray decoded(QByteArrayView text)
{
    return text.toByteArray().replace('+', ' ').percentDecoded();
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
