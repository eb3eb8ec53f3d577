#include "core/json/jsonscanner.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using Code = JsonError::Code;
using Token = JsonScanner::Token;

namespace {

/// The tokens of a text, one letter each, with the bytes of those that have any to tell.
QByteArray walk(const QByteArray &text, int maxDepth = 1024)
{
    QByteArray seen;
    JsonScanner scanner(text, maxDepth);
    for (;;) {
        const Token token = scanner.next();
        switch (token) {
        case Token::BeginObject:
        case Token::EndObject:
        case Token::BeginArray:
        case Token::EndArray:
            seen += scanner.text();
            break;
        case Token::Key:
            seen += "K" + scanner.text().toByteArray() + ' ';
            break;
        case Token::String:
            seen += "S" + scanner.text().toByteArray() + ' ';
            break;
        case Token::Number:
            seen += "N" + scanner.text().toByteArray() + ' ';
            break;
        case Token::Literal:
            seen += "L" + scanner.text().toByteArray() + ' ';
            break;
        case Token::End:
            return seen + '.';
        case Token::Error:
            return seen + '!';
        }
    }
}

QByteArray nested(int depth)
{
    return QByteArray(depth, '[') + QByteArray(depth, ']');
}

} // namespace

class TestJsonScanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void tokens_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("tokens");
        const auto row = [](const char *name, const char *text, const char *tokens) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(tokens);
        };
        row("a number at the top", "42", "N42 .");
        row("a string at the top", R"("hi")", R"(S"hi" .)");
        row("a literal at the top, with space around", " \t\r\n null \n", "Lnull .");
        row("an empty object", "{}", "{}.");
        row("an empty array", "[ ]", "[].");
        row("keys keep their order", R"({"b":1,"a":2})", R"({K"b" N1 K"a" N2 }.)");
        row("keys may come twice", R"({"a":1,"a":2})", R"({K"a" N1 K"a" N2 }.)");
        row("space may stand anywhere", " { \"a\" : [ 1 , true ] } ", R"({K"a" [N1 Ltrue ]}.)");
        row("numbers keep their digits", "[9223372036854775808,1e400,-0,1.50,1E+2]",
            "[N9223372036854775808 N1e400 N-0 N1.50 N1E+2 ].");
        row("escapes stay as they are written", "[\"\\u0041\\/\\\"\\\\\\n\"]",
            "[S\"\\u0041\\/\\\"\\\\\\n\" ].");
        row("lone surrogates go through", R"("\ud83d")", R"(S"\ud83d" .)");
        row("an empty key", R"({"":{}})", R"({K"" {}}.)");
        row("characters beyond ASCII", "[\"ä€😀\"]", "[S\"ä€😀\" ].");
        row("delete is no control character", "\"\x7f\"", "S\"\x7f\" .");
        row("tokens before an error are given", "[1,2", "[N1 N2 !");
        row("nothing at all", "", "!");
    }
    void tokens()
    {
        QFETCH(QByteArray, text);
        QTEST(walk(text), "tokens");
    }

    void tokensSayWhereTheyAre()
    {
        const QByteArray text = R"({ "a": [10] })";
        JsonScanner scanner(text);
        QCOMPARE(scanner.next(), Token::BeginObject);
        QCOMPARE(scanner.depth(), 1);
        QCOMPARE(scanner.next(), Token::Key);
        QCOMPARE(scanner.offset(), 2);
        QCOMPARE(scanner.next(), Token::BeginArray);
        QCOMPARE(scanner.depth(), 2);
        QCOMPARE(scanner.next(), Token::Number);
        QCOMPARE(scanner.offset(), 8);
        QCOMPARE(scanner.text().toByteArray(), "10"_ba);
        QCOMPARE(scanner.next(), Token::EndArray);
        QCOMPARE(scanner.next(), Token::EndObject);
        QCOMPARE(scanner.depth(), 0);
        QCOMPARE(scanner.next(), Token::End);
        QCOMPARE(scanner.next(), Token::End);
    }

    void nothingFollowsAnError()
    {
        JsonScanner scanner("[x, 1]");
        QCOMPARE(scanner.next(), Token::BeginArray);
        QCOMPARE(scanner.next(), Token::Error);
        QCOMPARE(scanner.next(), Token::Error);
        QCOMPARE(scanner.error().code, Code::BadLiteral);
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Code>("code");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        const auto row = [](const char *name, const char *text, Code code, int line, int column) {
            QTest::newRow(name) << QByteArray(text) << code << line << column;
        };
        row("nothing", "", Code::Empty, 1, 1);
        row("white space only", " \n\t ", Code::Empty, 1, 1);
        row("a byte order mark", "\xef\xbb\xbf{}", Code::ByteOrderMark, 1, 1);
        row("UTF-16 with its mark", "\xff\xfe{", Code::WideText, 1, 1);
        row("the other UTF-16 with its mark", "\xfe\xff", Code::WideText, 1, 1);
        QTest::newRow("UTF-16 without a mark") << "{\0}\0"_ba << Code::WideText << 1 << 1;
        QTest::newRow("UTF-32 without a mark") << "\0\0\0{"_ba << Code::ValueExpected << 1 << 1;
        row("an open object", "{", Code::UnexpectedEnd, 1, 2);
        row("an open array after a comma", "[1,\n", Code::UnexpectedEnd, 2, 1);
        row("a key without colon at the end", R"({"a")", Code::UnexpectedEnd, 1, 5);
        row("a colon without value at the end", R"({"a":)", Code::UnexpectedEnd, 1, 6);
        row("a value without bracket at the end", R"({"a":1)", Code::UnexpectedEnd, 1, 7);
        row("an open string", "\"abc", Code::UnexpectedEnd, 1, 5);
        row("a backslash at the end", "\"\\", Code::UnexpectedEnd, 1, 3);
        row("an escape cut short", "\"\\u12", Code::UnexpectedEnd, 1, 6);
        row("a comma instead of a value", "[,1]", Code::ValueExpected, 1, 2);
        row("two commas", "[1,,2]", Code::ValueExpected, 1, 4);
        row("no value after a colon", R"({"a":})", Code::ValueExpected, 1, 6);
        row("a bracket at the top", "]", Code::ValueExpected, 1, 1);
        row("the wrong bracket at once", "[}", Code::ValueExpected, 1, 2);
        row("a sign JSON does not have", "[#]", Code::ValueExpected, 1, 2);
        row("a lone slash", "[/]", Code::ValueExpected, 1, 2);
        row("an umlaut instead of a value", "[ä]", Code::ValueExpected, 1, 2);
        row("a key without quotes", "{\n  a: 1}", Code::KeyExpected, 2, 3);
        row("a number as key", "{1:2}", Code::KeyExpected, 1, 2);
        row("a comma instead of a key", "{,}", Code::KeyExpected, 1, 2);
        row("no colon", R"({"a" 1})", Code::ColonExpected, 1, 6);
        row("an equals sign for a colon", R"({"a"=1})", Code::ColonExpected, 1, 5);
        row("no comma in an array", "[1 2]", Code::CommaExpected, 1, 4);
        row("no comma in an object", "{\"a\":1\n\"b\":2}", Code::CommaExpected, 2, 1);
        row("an array closed as an object", "[1}", Code::CommaExpected, 1, 3);
        row("an object closed as an array", R"({"a":1])", Code::CommaExpected, 1, 7);
        row("a comma at the end of an array", "[1, 2 , ]", Code::TrailingComma, 1, 7);
        row("a comma at the end of an object", "{\"a\":1,\n}", Code::TrailingComma, 1, 7);
        row("text after the value", "{} x", Code::TrailingText, 1, 4);
        row("a second value", "1 2", Code::TrailingText, 1, 3);
        row("a bracket too many", "[]]", Code::TrailingText, 1, 3);
        row("a word", "[tru]", Code::BadLiteral, 1, 2);
        row("a literal in capitals", "True", Code::BadLiteral, 1, 1);
        row("a literal with a tail", "nullx", Code::BadLiteral, 1, 1);
        row("not a number", "NaN", Code::BadLiteral, 1, 1);
        row("a leading zero", "01", Code::BadNumber, 1, 2);
        row("a minus alone", "[-]", Code::BadNumber, 1, 3);
        row("a plus in front", "[+1]", Code::BadNumber, 1, 2);
        row("no digit before the point", ".5", Code::BadNumber, 1, 1);
        row("no digit after the point", "1.", Code::BadNumber, 1, 3);
        row("no digit in the exponent", "[1e+]", Code::BadNumber, 1, 5);
        row("a hexadecimal number", "0x10", Code::BadNumber, 1, 2);
        row("two points", "1.2.3", Code::BadNumber, 1, 4);
        row("minus infinity", "-Infinity", Code::BadNumber, 1, 2);
        row("an unknown escape", R"("a\x41")", Code::BadEscape, 1, 3);
        row("letters in a code", R"("\u12G4")", Code::BadEscape, 1, 2);
        row("a high surrogate alone", R"(["a", "\ud83d!"])", Code::LoneSurrogate, 1, 8);
        row("a low surrogate alone", R"("\ude00")", Code::LoneSurrogate, 1, 2);
        row("two high surrogates", R"("\ud83d\ud83d\ude00")", Code::LoneSurrogate, 1, 2);
        row("a surrogate pair in the wrong order", R"("\ude00\ud83d")", Code::LoneSurrogate, 1, 2);
        row("a lone surrogate after a pair", R"("\ud83d\ude00\ud83d")", Code::LoneSurrogate, 1, 14);
        row("a lone surrogate in a key", R"({"\\\ud800":1})", Code::LoneSurrogate, 1, 5);
        row("a line break in a string", "\"a\nb\"", Code::ControlCharacter, 1, 3);
        row("a tab in a string", "[\n\"\t\"]", Code::ControlCharacter, 2, 2);
        row("a byte that is never UTF-8", "\"a\xff\"", Code::BadUtf8, 1, 3);
        row("an overlong form", "\"\xc0\xaf\"", Code::BadUtf8, 1, 2);
        row("a surrogate in UTF-8", "\"\xed\xa0\x80\"", Code::BadUtf8, 1, 2);
        row("beyond Unicode", "\"\xf4\x90\x80\x80\"", Code::BadUtf8, 1, 2);
        row("a character cut short", "\"\xe2\x82\"", Code::BadUtf8, 1, 2);
        row("a bad byte outside of strings", "[1, \xff]", Code::BadUtf8, 1, 5);
        row("a bad byte after the value", "1 \x80", Code::BadUtf8, 1, 3);
        row("single quotes around a key", "{'a': 1}", Code::SingleQuotes, 1, 2);
        row("single quotes around a value", "['a']", Code::SingleQuotes, 1, 2);
        row("typographic quotes around a key", "{“a”: 1}", Code::SmartQuotes, 1, 2);
        row("typographic quotes around a value", "[‘a’]", Code::SmartQuotes, 1, 2);
        row("a comment in front", "// hi\n{}", Code::Comment, 1, 1);
        row("a comment inside", "{\n  /* hi */ \"a\": 1}", Code::Comment, 2, 3);
        row("a comment after a value", "[1 // one\n]", Code::Comment, 1, 4);
        row("a comment at the end", "{} // end", Code::Comment, 1, 4);
        row("columns count characters, not bytes", "[\"ä€😀\" x]", Code::CommaExpected, 1, 8);
        row("CR LF ends one line", "{\r\n\r\n  x}", Code::KeyExpected, 3, 3);
        row("CR alone ends a line", "{\r\r x}", Code::KeyExpected, 3, 2);
    }
    void errors()
    {
        QFETCH(QByteArray, text);
        const std::optional<JsonError> error = validateJson(text);
        QVERIFY(error);
        QTEST(error->code, "code");
        QTEST(error->at.line, "line");
        QTEST(error->at.column, "column");
        QVERIFY(!describe(error->code).isEmpty());
    }

    void theWordlessZeroByteIsAnError()
    {
        const QByteArray text("\"a\0b\"", 5);
        QCOMPARE(validateJson(text), std::optional(JsonError{Code::ControlCharacter, {1, 3, 2}}));
        QCOMPARE(validateJson(QByteArray("\0", 1)),
                 std::optional(JsonError{Code::ValueExpected, {1, 1, 0}}));
    }

    void halfPairsAreReplaced_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("mended");
        const auto row = [](const char *name, const char *text, const char *mended) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(mended);
        };
        row("a high surrogate", R"({"a":"x\ud83dy"})", R"({"a":"x\ufffdy"})");
        row("a low surrogate", R"(["\uDE00"])", R"(["\ufffd"])");
        row("in a key", R"({"\ud83d":1})", R"({"\ufffd":1})");
        row("halves of two strings", R"(["\ud83d","\ude00"])", R"(["\ufffd","\ufffd"])");
        row("the wrong way round", R"("\ude00\ud83d")", R"("\ufffd\ufffd")");
        row("beside a pair", R"("\ud83d\ud83d\ude00\ude00")", R"("\ufffd\ud83d\ude00\ufffd")");
        row("nothing to do", R"({"a":"\ud83d\ude00 \\ud83d \u0041"})",
            R"({"a":"\ud83d\ude00 \\ud83d \u0041"})");
        row("no escapes", R"([1, "a"])", R"([1, "a"])");
    }
    void halfPairsAreReplaced()
    {
        QFETCH(QByteArray, text);
        QTEST(withWholePairs(text), "mended");
        QVERIFY(!validateJson(withWholePairs(text), true));
    }

    void wellFormedTextIsOptional()
    {
        QVERIFY(!validateJson(R"("\ud83d")", false));
        QVERIFY(!validateJson(R"(["\ud83d\ude00", "\\ud83d"])", true));
    }

    void depth_data()
    {
        QTest::addColumn<int>("depth");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("1023 levels") << 1023 << true;
        QTest::newRow("1024 levels") << 1024 << true;
        QTest::newRow("1025 levels") << 1025 << false;
    }
    void depth()
    {
        QFETCH(int, depth);
        QFETCH(bool, allowed);
        const std::optional<JsonError> error = validateJson(nested(depth));
        QCOMPARE(!error, allowed);
        if (error)
            QCOMPARE(*error, (JsonError{Code::TooDeep, {1, 1025, 1024}}));
    }

    void depthIsCountedAlongTheWay()
    {
        QVERIFY(!validateJson("[[],[],{\"a\":[]}]", true, 3));
        QVERIFY(validateJson("[[],[],{\"a\":[]}]", true, 2));
        QVERIFY(validateJson("[]", true, 0));
        QVERIFY(!validateJson("1", true, 0));
    }

    void everyCutOfATextIsAnError()
    {
        const QByteArray text = R"({"a":[1.5e3,"ä\u00e4\n",{"b":null}],"c":{}})";
        QVERIFY(!validateJson(text));
        for (qsizetype i = 0; i < text.size(); ++i)
            QVERIFY2(validateJson(text.left(i)), text.left(i).constData());
    }

    void everyByteAnywhereIsSurvived()
    {
        const QByteArray text = R"({"a":[1.5e3,"ä\u00e4\ud83d\n",{"b":null}],"c":{}})";
        for (qsizetype i = 0; i < text.size(); ++i) {
            for (int byte = 0; byte < 256; ++byte) {
                QByteArray changed = text;
                changed[i] = char(byte);
                const std::optional<JsonError> error = validateJson(changed);
                QVERIFY(!error || error->at == positionOf(changed, error->at.offset));
            }
        }
    }

    void positions_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("the start") << "abc"_ba << 0 << 1 << 1;
        QTest::newRow("the end") << "abc"_ba << 3 << 1 << 4;
        QTest::newRow("beyond the end") << "abc"_ba << 9 << 1 << 4;
        QTest::newRow("a line feed belongs to its line") << "ab\ncd"_ba << 2 << 1 << 3;
        QTest::newRow("after a line feed") << "ab\ncd"_ba << 3 << 2 << 1;
        QTest::newRow("between CR and LF") << "ab\r\ncd"_ba << 3 << 1 << 4;
        QTest::newRow("after CR LF") << "ab\r\ncd"_ba << 4 << 2 << 1;
        QTest::newRow("after CR") << "ab\rcd"_ba << 3 << 2 << 1;
        QTest::newRow("after a CR that ends the text") << "ab\r"_ba << 3 << 2 << 1;
        QTest::newRow("after characters of several bytes") << "ä€😀x"_ba << 9 << 1 << 4;
    }
    void positions()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, offset);
        const TextPosition position = positionOf(text, offset);
        QTEST(position.line, "line");
        QTEST(position.column, "column");
        QCOMPARE(position.offset, std::min<qsizetype>(offset, text.size()));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestJsonScanner)
#include "tst_jsonscanner.moc"
