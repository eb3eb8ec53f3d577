#include "tests/support/testprogram.h"
#include "ui/editors/jsonfix.h"

#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestJsonFix : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void slips_data()
    {
        using Kind = JsonFix::Kind;
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<JsonFix::Kind>("kind");
        QTest::addColumn<int>("slips");
        QTest::addColumn<QByteArray>("fixed");

        const auto row = [](const char *name, const QByteArray &text, Kind kind, int slips,
                            const QByteArray &fixed) {
            QTest::newRow(name) << text << kind << slips << fixed;
        };
        row("a comma before a brace", "{\"a\":1,}", Kind::RemoveComma, 1, "{\"a\":1}");
        row("a comma before a bracket", "[1, 2, ]", Kind::RemoveComma, 1, "[1, 2 ]");
        row("two commas", "{\"a\":1,,\"b\":2}", Kind::RemoveComma, 1, "{\"a\":1,\"b\":2}");
        row("two commas in an array", "[1,,2]", Kind::RemoveComma, 1, "[1,2]");
        row("a missing comma", "{\"a\":1\n \"b\":2}", Kind::AddComma, 1, "{\"a\":1,\n \"b\":2}");
        row("a missing comma in an array", "[1 2]", Kind::AddComma, 1, "[1, 2]");
        row("single quotes", "{'a':'b'}", Kind::DoubleQuotes, 2, "{\"a\":\"b\"}");
        row("single quotes around double ones", "['say \"hi\"']", Kind::DoubleQuotes, 1,
            "[\"say \\\"hi\\\"\"]");
        row("an escaped single quote", "['it\\'s']", Kind::DoubleQuotes, 1, "[\"it's\"]");
        row("curly quotes", "{“a”: “b”}", Kind::StraightQuotes, 2, "{\"a\": \"b\"}");
        row("low and high curly quotes", "[„a“]", Kind::StraightQuotes, 1, "[\"a\"]");
        row("a key without quotes", "{name: 1}", Kind::QuoteKey, 1, "{\"name\": 1}");
        row("keys without quotes", "{a:1,b_2:2}", Kind::QuoteKey, 2, "{\"a\":1,\"b_2\":2}");
        row("a word without quotes", "[hello]", Kind::QuoteWord, 1, "[\"hello\"]");
        row("a literal in capitals", "{\"a\":True}", Kind::SpellLiteral, 1, "{\"a\":true}");
        row("a literal of another language", "[None]", Kind::SpellLiteral, 1, "[null]");
        row("a missing brace", "{\"a\":{\"b\":1}", Kind::Close, 1, "{\"a\":{\"b\":1}}");
        row("a missing brace in lines", "{\n  \"a\": 1\n", Kind::Close, 1, "{\n  \"a\": 1\n}");
        row("missing brackets of both kinds", "{\"a\":[1", Kind::Close, 1, "{\"a\":[1]}");
        row("a missing quote at the end", "{\"a\":\"b", Kind::Close, 1, "{\"a\":\"b\"}");
        row("a bracket before a brace", "{\"a\":[1}", Kind::Close, 1, "{\"a\":[1]}");
        row("a tab in a string", "[\"a\tb\"]", Kind::Escape, 1, "[\"a\\tb\"]");
        row("a comment", "[1] // one", Kind::RemoveComment, 1, "[1] ");
        row("a comment inside", "[1, /* two */ 2]", Kind::RemoveComment, 1, "[1,  2]");
        row("a byte order mark", "\xEF\xBB\xBF[1]", Kind::RemoveMark, 1, "[1]");
        row("several kinds", "{a: 'b', }", Kind::QuoteKey, 3, "{\"a\": \"b\" }");
    }
    void slips()
    {
        QFETCH(QByteArray, text);
        QFETCH(JsonFix::Kind, kind);
        QFETCH(int, slips);
        QFETCH(QByteArray, fixed);
        const auto error = validateJson(text);
        QVERIFY(error);
        const auto fix = fixJson(text, *error);
        QVERIFY2(fix, qPrintable(describe(error->code)));
        QCOMPARE(fix->text, fixed);
        QCOMPARE(fix->kind, kind);
        QCOMPARE(fix->slips, slips);
        QVERIFY(!validateJson(fix->text));
    }

    void whatIsNoSlipIsLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a colon missing") << QByteArray("{\"a\" 1}");
        QTest::newRow("a second value") << QByteArray("1 2");
        QTest::newRow("a bad number") << QByteArray("01");
        QTest::newRow("a bad escape") << QByteArray("\"\\q\"");
        QTest::newRow("a closing bracket too many") << QByteArray("[1]]");
        QTest::newRow("not UTF-8") << QByteArray("[\"\xff\"]");
    }
    void whatIsNoSlipIsLeftAlone()
    {
        QFETCH(QByteArray, text);
        const auto error = validateJson(text);
        QVERIFY(error);
        QVERIFY(!fixJson(text, *error));
    }

    void theFirstSlipIsMendedWhenTheRestCannotBe()
    {
        const QByteArray text = "{a:1, \"b\" 2}";
        const auto fix = fixJson(text, *validateJson(text));
        QVERIFY(fix);
        QCOMPARE(fix->slips, 1);
        QCOMPARE(fix->text, QByteArray("{\"a\":1, \"b\" 2}"));
    }

    void cutTextsEndSomehow() // no fix may loop, whatever the text
    {
        const QByteArray text = "{'a':[1,{b:“c”},True,// x\n \"d\te\"],";
        for (qsizetype length = 0; length <= text.size(); ++length)
            if (const auto error = validateJson(text.left(length)))
                if (const auto fix = fixJson(text.left(length), *error); fix && fix->slips > 1)
                    QVERIFY(!validateJson(fix->text));
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestJsonFix)
#include "tst_jsonfix.moc"
