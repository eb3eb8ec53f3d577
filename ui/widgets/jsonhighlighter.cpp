#include "ui/widgets/jsonhighlighter.h"

#include "ui/theme/theme.h"

#include <QTextBlock>
#include <QTextCharFormat>

#include <utility>

namespace Signalbox {

namespace {

/// One past the closing quote of the string that starts at `at`, or the end of the line.
qsizetype endOfString(QStringView line, qsizetype at)
{
    for (qsizetype i = at + 1; i < line.size(); ++i) {
        if (line[i] == u'\\')
            ++i;
        else if (line[i] == u'"')
            return i + 1;
    }
    return line.size();
}

bool isNumberCharacter(QChar c)
{
    return (c >= u'0' && c <= u'9') || c == u'+' || c == u'-' || c == u'.' || c == u'e'
           || c == u'E';
}

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

bool colonFollows(QStringView line, qsizetype at)
{
    while (at < line.size() && line[at].isSpace())
        ++at;
    return at < line.size() && line[at] == u':';
}

} // namespace

QList<JsonSpan> jsonSpans(QStringView line)
{
    QList<JsonSpan> spans;
    qsizetype at = 0;
    while (at < line.size()) {
        const QChar c = line[at];
        const qsizetype start = at;
        if (c == u'"') {
            at = endOfString(line, at);
            const auto kind = colonFollows(line, at) ? JsonSpan::Kind::Key : JsonSpan::Kind::String;
            spans.append({start, at - start, kind});
        } else if (c == u'-' || (c >= u'0' && c <= u'9')) {
            while (at < line.size() && isNumberCharacter(line[at]))
                ++at;
            spans.append({start, at - start, JsonSpan::Kind::Number});
        } else if (isWordCharacter(c)) {
            while (at < line.size() && isWordCharacter(line[at]))
                ++at;
            const QStringView word = line.sliced(start, at - start);
            if (word == u"true" || word == u"false" || word == u"null")
                spans.append({start, at - start, JsonSpan::Kind::Literal});
        } else {
            ++at;
            if (QStringView(u"{}[]:,").contains(c))
                spans.append({start, 1, JsonSpan::Kind::Punctuation});
        }
    }
    return spans;
}

QColor jsonColor(JsonSpan::Kind kind)
{
    const Palette &colors = Theme::palette();
    switch (kind) {
    case JsonSpan::Kind::Key:
        return colors.key;
    case JsonSpan::Kind::String:
        return colors.string;
    case JsonSpan::Kind::Number:
    case JsonSpan::Kind::Literal:
        return colors.number;
    case JsonSpan::Kind::Punctuation:
        break;
    }
    return colors.dim;
}

JsonHighlighter::JsonHighlighter(QTextDocument *document)
    : QSyntaxHighlighter(document)
{
}

void JsonHighlighter::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    rehighlight();
}

void JsonHighlighter::setUncolored(std::function<bool(int block)> isUncolored)
{
    m_isUncolored = std::move(isUncolored);
}

void JsonHighlighter::highlightBlock(const QString &text)
{
    if (!m_active || (m_isUncolored && m_isUncolored(currentBlock().blockNumber())))
        return;
    for (const JsonSpan &span : jsonSpans(QStringView(text).left(MaxColoredLength)))
        setFormat(int(span.start), int(span.length), jsonColor(span.kind));
}

} // namespace Signalbox
