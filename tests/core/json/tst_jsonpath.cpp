#include "core/json/jsonpath.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestJsonPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void finds_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("found"); // "-": nothing
        QTest::newRow("the whole") << u"$"_s << "whole"_ba;
        QTest::newRow("a member") << u"a"_s << "1.10"_ba;
        QTest::newRow("a member behind the dollar") << u"$.a"_s << "1.10"_ba;
        QTest::newRow("deeper") << u"b.c"_s << "[1, {\"d\": \"x\"}, []]"_ba;
        QTest::newRow("an item") << u"b.c[0]"_s << "1"_ba;
        QTest::newRow("an item's member") << u"$.b.c[1].d"_s << "\"x\""_ba;
        QTest::newRow("an empty list") << u"b.c[2]"_s << "[]"_ba;
        QTest::newRow("beyond the end") << u"b.c[3]"_s << "-"_ba;
        QTest::newRow("quoted") << u"['x y']"_s << "true"_ba;
        QTest::newRow("quoted with double quotes") << u"$[\"x y\"]"_s << "true"_ba;
        QTest::newRow("a key that is escaped in the text") << u"é"_s << "null"_ba;
        QTest::newRow("not there") << u"z"_s << "-"_ba;
        QTest::newRow("a member of a number") << u"a.b"_s << "-"_ba;
        QTest::newRow("an item of an object") << u"b[0]"_s << "-"_ba;
    }
    void finds()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, found);
        const QByteArray json = "{\"a\": 1.10, \"b\": {\"x\": {\"c\": 0}, \"c\": [1, {\"d\": "
                                "\"x\"}, []]}, \"x y\": true, \"\\u00e9\": null}";
        const auto parsed = JsonPath::parse(path);
        QVERIFY(parsed);
        const auto value = parsed->find(json);
        QCOMPARE(value ? value->toByteArray() : "-"_ba, found == "whole" ? json : found);
    }

    void isNone_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path :
             {"", ".", "a.", "a..b", ".a", "$a", "a[", "a[]", "a[x]", "a[-1]", "a['b]", "[0]x"})
            QTest::addRow("'%s'", path) << QString::fromLatin1(path);
    }
    void isNone()
    {
        QFETCH(QString, path);
        QVERIFY(!JsonPath::parse(path));
    }

    void brokenTextHoldsNothing()
    {
        QVERIFY(!JsonPath::parse(u"b"_s)->find("{\"a\": [1, , \"b\": 2}"));
        QVERIFY(!JsonPath::parse(u"a"_s)->find("{\"a\": "));
        QVERIFY(!JsonPath::parse(u"a"_s)->find(""));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestJsonPath)
#include "tst_jsonpath.moc"
