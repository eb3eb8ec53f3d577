#include "ui/editors/payload.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

struct JsonProblemWords
{
    Q_DECLARE_TR_FUNCTIONS(Signalbox::JsonProblem)
};

QString whatIsWrong(JsonError::Code code)
{
    using Code = JsonError::Code;
    switch (code) {
    case Code::Empty:
        return JsonProblemWords::tr("a JSON value is missing");
    case Code::UnexpectedEnd:
        return JsonProblemWords::tr("the text ends too early, a bracket or quote is still open");
    case Code::ValueExpected:
        return JsonProblemWords::tr("a value was expected here");
    case Code::KeyExpected:
        return JsonProblemWords::tr("a key in double quotes was expected here");
    case Code::ColonExpected:
        return JsonProblemWords::tr("a colon was expected here");
    case Code::CommaExpected:
        return JsonProblemWords::tr("a comma or a closing bracket was expected here");
    case Code::TrailingComma:
        return JsonProblemWords::tr("nothing follows this comma");
    case Code::TrailingText:
        return JsonProblemWords::tr("the value has ended, but more text follows");
    case Code::BadLiteral:
        return JsonProblemWords::tr("only true, false and null may stand without quotes");
    case Code::BadNumber:
        return JsonProblemWords::tr("this is not a JSON number");
    case Code::BadEscape:
        return JsonProblemWords::tr("there is no such escape after a backslash");
    case Code::LoneSurrogate:
        return JsonProblemWords::tr("this escape is one half of a pair, the other half is missing");
    case Code::ControlCharacter:
        return JsonProblemWords::tr(
            "a line break or control character inside a string must be escaped");
    case Code::BadUtf8:
        return JsonProblemWords::tr("this is not Unicode text");
    case Code::ByteOrderMark:
        return JsonProblemWords::tr("an invisible byte order mark stands before the value");
    case Code::WideText:
        return JsonProblemWords::tr("this is UTF-16 or UTF-32, not UTF-8");
    case Code::SingleQuotes:
        return JsonProblemWords::tr("JSON wants double quotes, not single ones");
    case Code::SmartQuotes:
        return JsonProblemWords::tr("JSON wants straight double quotes, not curly ones");
    case Code::Comment:
        return JsonProblemWords::tr("JSON allows no comments");
    case Code::TooDeep:
        return JsonProblemWords::tr("brackets are nested too deep");
    }
    return {};
}

} // namespace

PayloadVerdict judgePayload(PayloadKind kind, const QString &text)
{
    PayloadVerdict verdict;
    verdict.isBlank = std::ranges::all_of(text, [](QChar c) { return c.isSpace(); });
    verdict.payload = text.toUtf8();
    if (kind == PayloadKind::Text)
        return verdict;
    verdict.error = validateJson(verdict.payload);
    if (verdict.error) {
        const QByteArrayView before =
            QByteArrayView(verdict.payload).first(verdict.error->at.offset);
        verdict.errorAt = QString::fromUtf8(before).size();
        return verdict;
    }
    verdict.payload = compactJson(verdict.payload);
    if (verdict.payload.startsWith('"'))
        verdict.payload = unescapeJsonString(verdict.payload).value_or(verdict.payload);
    return verdict;
}

QString jsonProblemText(const JsonError &error)
{
    //: %3 is what is wrong, such as "a value was expected here"
    return JsonProblemWords::tr("Line %1, column %2: %3.")
        .arg(QLocale().toString(error.at.line), QLocale().toString(error.at.column),
             whatIsWrong(error.code));
}

} // namespace Signalbox
