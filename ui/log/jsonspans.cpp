#include "ui/log/jsonspans.h"

#include "ui/theme/theme.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

bool isMark(QChar c)
{
    switch (c.unicode()) {
    case u'{':
    case u'}':
    case u'[':
    case u']':
    case u',':
    case u':':
        return true;
    default:
        return c.isSpace();
    }
}

qsizetype stringEnd(QStringView text, qsizetype open)
{
    for (qsizetype at = open + 1; at < text.size(); ++at) {
        if (text[at] == u'\\')
            ++at;
        else if (text[at] == u'"')
            return at + 1;
    }
    return text.size();
}

bool isFollowedByColon(QStringView text, qsizetype at)
{
    while (at < text.size() && text[at].isSpace())
        ++at;
    return at < text.size() && text[at] == u':';
}

JsonSpan::Kind wordKind(QStringView word)
{
    if (word[0] == u'-' || (word[0] >= u'0' && word[0] <= u'9'))
        return JsonSpan::Kind::Number;
    return word == "true"_L1 || word == "false"_L1 || word == "null"_L1 ? JsonSpan::Kind::Literal
                                                                        : JsonSpan::Kind::Other;
}

} // namespace

QList<JsonSpan> jsonSpans(QStringView text)
{
    QList<JsonSpan> spans;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at + 1;
        JsonSpan::Kind kind = JsonSpan::Kind::Mark;
        if (text[at] == u'"') {
            end = stringEnd(text, at);
            kind = isFollowedByColon(text, end) ? JsonSpan::Kind::Key : JsonSpan::Kind::String;
        } else if (isMark(text[at])) {
            while (end < text.size() && isMark(text[end]))
                ++end;
        } else {
            while (end < text.size() && !isMark(text[end]) && text[end] != u'"')
                ++end;
            kind = wordKind(text.sliced(at, end - at));
        }
        spans.append({at, end - at, kind});
        at = end;
    }
    return spans;
}

QColor jsonColor(JsonSpan::Kind kind)
{
    const Palette &palette = Theme::palette();
    switch (kind) {
    case JsonSpan::Kind::Key:
        return palette.key;
    case JsonSpan::Kind::String:
        return palette.string;
    case JsonSpan::Kind::Number:
    case JsonSpan::Kind::Literal:
        return palette.number;
    case JsonSpan::Kind::Mark:
        return palette.dim;
    case JsonSpan::Kind::Other:
        return palette.text;
    }
    return palette.text;
}

} // namespace Signalbox
