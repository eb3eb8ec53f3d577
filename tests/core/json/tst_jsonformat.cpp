#include "core/json/jsonformat.h"
#include "core/json/jsonscanner.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestJsonFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void formats_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("compact");
        QTest::addColumn<QByteArray>("pretty");
        const auto row = [](const char *name, const char *text, const char *compact,
                            const char *pretty) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(compact) << QByteArray(pretty);
        };
        row("a number", " 42 ", "42", "42");
        row("a string with space inside", R"( "a  b" )", R"("a  b")", R"("a  b")");
        row("a string with quotes inside", " \"a \\\" b\\\\\" ", "\"a \\\" b\\\\\"",
            "\"a \\\" b\\\\\"");
        row("empty containers", "[ { } , [ ] ]", "[{},[]]", "[\n  {},\n  []\n]");
        row("an object", R"({"b": 1, "a" : [true,null]})", R"({"b":1,"a":[true,null]})",
            "{\n  \"b\": 1,\n  \"a\": [\n    true,\n    null\n  ]\n}");
        row("digits, escapes and duplicate keys stay",
            R"({"a":9223372036854775808,"a":1e400,"\u0041":"\/"})",
            R"({"a":9223372036854775808,"a":1e400,"\u0041":"\/"})",
            "{\n  \"a\": 9223372036854775808,\n  \"a\": 1e400,\n  \"\\u0041\": \"\\/\"\n}");
        row("all white space", "\r\n[\t1 ,\n2\r]", "[1,2]", "[\n  1,\n  2\n]");
    }
    void formats()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, compact);
        QFETCH(QByteArray, pretty);
        QCOMPARE(compactJson(text), compact);
        QCOMPARE(prettyJson(text), pretty);
        QCOMPARE(compactJson(pretty), compact);
        QCOMPARE(prettyJson(compact), pretty);
        QCOMPARE(compactJson(compact), compact);
        QCOMPARE(prettyJson(pretty), pretty);
    }

    void textThatIsNotJsonStays()
    {
        for (const char *text : {"", "hello, world", "{\"a\": 1", "[1,]", "\xff"})
            QCOMPARE(prettyJson(text), QByteArray(text));
    }

    void compactingDamagedTextIsSurvived()
    {
        QCOMPARE(compactJson("\" a"), "\" a"_ba);
        QCOMPARE(compactJson("\" a\\"), "\" a\\"_ba);
        QCOMPARE(compactJson(""), ""_ba);
    }

    void hostileNestingStaysSmall()
    {
        QByteArray text(1000, '[');
        for (int i = 0; i < 1000; ++i)
            text += i == 0 ? "1" : ",1";
        text += QByteArray(1000, ']');
        const QByteArray pretty = prettyJson(text);
        QVERIFY2(pretty.size() < 400'000, QByteArray::number(pretty.size()).constData());
        QCOMPARE(compactJson(pretty), text);
    }

    void unescape_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("plain") << R"("abc")"_ba << true << "abc"_ba;
        QTest::newRow("empty") << R"("")"_ba << true << ""_ba;
        QTest::newRow("short escapes")
            << "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""_ba << true << "\"\\/\b\f\n\r\t"_ba;
        QTest::newRow("codes") << R"("\u0041\u00e4\u20AC")"_ba << true << "Aä€"_ba;
        QTest::newRow("a pair") << R"("<\ud83d\uDE00>")"_ba << true << "<😀>"_ba;
        QTest::newRow("a zero") << R"("\u0000")"_ba << true << QByteArray(1, '\0');
        QTest::newRow("a code that looks like a mark") << R"("\uFEFFa")"_ba << true
                                                       << "\xef\xbb\xbf"
                                                          "a"_ba;
        QTest::newRow("characters beyond ASCII") << "\"ä😀\""_ba << true << "ä😀"_ba;
        QTest::newRow("a high surrogate alone") << R"("\ud83dx")"_ba << true << "\uFFFDx"_ba;
        QTest::newRow("a high surrogate at the end") << R"("\ud83d")"_ba << true << "\uFFFD"_ba;
        QTest::newRow("a low surrogate alone") << R"("\ude00")"_ba << true << "\uFFFD"_ba;
        QTest::newRow("two high surrogates") << R"("\ud83d\ud83d")"_ba << true << "\uFFFD\uFFFD"_ba;
        QTest::newRow("a high surrogate before a pair")
            << R"("\ud83d\ud83d\ude00")"_ba << true << "\uFFFD😀"_ba;
        QTest::newRow("a high surrogate before another escape")
            << R"("\ud83d\u0041\ud83d\n")"_ba << true << "\uFFFDA\uFFFD\n"_ba;
        QTest::newRow("what looks like half a pair behind a backslash")
            << R"("\\ud83d")"_ba << true << R"(\ud83d)"_ba;
        QTest::newRow("no quotes") << "abc"_ba << false << QByteArray();
        QTest::newRow("one quote") << "\""_ba << false << QByteArray();
        QTest::newRow("space around") << R"( "a")"_ba << false << QByteArray();
        QTest::newRow("text after it") << R"("a" 1)"_ba << false << QByteArray();
        QTest::newRow("a number") << "1"_ba << false << QByteArray();
        QTest::newRow("a bad escape") << R"("\q")"_ba << false << QByteArray();
    }
    void unescape()
    {
        QFETCH(QByteArray, token);
        QFETCH(bool, valid);
        const std::optional<QByteArray> text = unescapeJsonString(token);
        QCOMPARE(text.has_value(), valid);
        if (text)
            QTEST(*text, "text");
    }

    void escape_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("plain") << "abc"_ba
                               << R"("abc")"_ba;
        QTest::newRow("empty") << ""_ba
                               << R"("")"_ba;
        QTest::newRow("quotes and backslashes") << "\"\\/"_ba
                                                << "\"\\\"\\\\/\""_ba;
        QTest::newRow("control characters") << "\b\f\n\r\t\x01\x1f"_ba
                                            << R"("\b\f\n\r\t\u0001\u001f")"_ba;
        QTest::newRow("a zero") << QByteArray(1, '\0') << R"("\u0000")"_ba;
        QTest::newRow("characters beyond ASCII stay") << "ä😀\x7f"_ba
                                                      << "\"ä😀\x7f\""_ba;
    }
    void escape()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, token);
        QCOMPARE(escapeJsonString(text), token);
        QVERIFY(!validateJson(token));
        QCOMPARE(unescapeJsonString(token), std::optional(text));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestJsonFormat)
#include "tst_jsonformat.moc"
