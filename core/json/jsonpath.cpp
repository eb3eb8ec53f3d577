#include "core/json/jsonpath.h"

#include "core/json/jsonscanner.h"

namespace Signalbox {

namespace {

using Token = JsonScanner::Token;

bool begins(Token token)
{
    return token == Token::BeginObject || token == Token::BeginArray;
}

/// Goes on to the end of the value whose first token is given. False: it has none.
bool skipValue(JsonScanner &scanner, Token first)
{
    if (first == Token::Error || first == Token::End || first == Token::EndArray
        || first == Token::EndObject)
        return false;
    if (!begins(first))
        return true;
    for (const int depth = scanner.depth() - 1; scanner.depth() > depth;)
        if (const Token token = scanner.next(); token == Token::Error || token == Token::End)
            return false;
    return true;
}

} // namespace

std::optional<JsonPath> JsonPath::parse(QStringView text)
{
    JsonPath path;
    bool needsDot = false;
    if (text.startsWith(u'$')) {
        text = text.sliced(1);
        needsDot = true;
    } else if (text.isEmpty()) {
        return std::nullopt;
    }
    while (!text.isEmpty()) {
        if (text.front() == u'[') {
            const qsizetype end = text.indexOf(u']');
            if (end < 2)
                return std::nullopt;
            const QStringView inside = text.sliced(1, end - 1);
            const QChar quote = inside.front();
            if (quote == u'\'' || quote == u'"') {
                if (inside.size() < 2 || inside.back() != quote)
                    return std::nullopt;
                path.m_steps.append({inside.sliced(1, inside.size() - 2).toUtf8(), -1});
            } else {
                bool isNumber = false;
                const auto index = inside.toULongLong(&isNumber);
                if (!isNumber || index > 1'000'000'000)
                    return std::nullopt;
                path.m_steps.append({{}, qsizetype(index)});
            }
            text = text.sliced(end + 1);
        } else {
            if (needsDot != (text.front() == u'.'))
                return std::nullopt;
            if (needsDot)
                text = text.sliced(1);
            qsizetype end = 0;
            while (end < text.size() && text[end] != u'.' && text[end] != u'[')
                ++end;
            if (end == 0)
                return std::nullopt;
            path.m_steps.append({text.first(end).toUtf8(), -1});
            text = text.sliced(end);
        }
        needsDot = true;
    }
    return path;
}

std::optional<QByteArrayView> JsonPath::find(QByteArrayView json) const
{
    JsonScanner scanner(json);
    Token token = scanner.next();
    for (const Step &step : m_steps) {
        if (token != (step.index < 0 ? Token::BeginObject : Token::BeginArray))
            return std::nullopt;
        for (qsizetype at = 0;; ++at) {
            token = scanner.next();
            bool isIt = at == step.index;
            if (step.index < 0) {
                if (token != Token::Key)
                    return std::nullopt;
                const auto key = unescapeJsonString(scanner.text());
                isIt = key && *key == step.key;
                token = scanner.next();
            }
            if (isIt)
                break;
            if (!skipValue(scanner, token))
                return std::nullopt;
        }
    }
    const qsizetype begin = scanner.offset();
    if (!skipValue(scanner, token))
        return std::nullopt;
    return json.sliced(begin, scanner.offset() + scanner.text().size() - begin);
}

} // namespace Signalbox
