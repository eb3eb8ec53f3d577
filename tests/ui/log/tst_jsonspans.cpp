#include "ui/log/jsonspans.h"

#include <QRegularExpression>
#include <QTest>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestJsonSpans : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void spans_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("kinds"); // one letter per span
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("object") << u"{\"a\": \"b\", \"n\":-1.5e3}"_s << u"mkmsmkmnm"_s;
        QTest::newRow("literals") << u"[true,null,false]"_s << u"mlmlmlm"_s;
        QTest::newRow("escaped quote") << u"\"a\\\"b\""_s << u"s"_s;
        QTest::newRow("key before white space") << u"{\"a\" : 1}"_s << u"mkmnm"_s;
        QTest::newRow("cut in a string") << u"{\"a\":\"bc"_s << u"mkms"_s;
        QTest::newRow("cut in an escape") << u"\"a\\"_s << u"s"_s;
        QTest::newRow("no JSON at all") << u"hello there"_s << u"omo"_s;
        QTest::newRow("drawn invisible character") << u"[⟨U+202E⟩1]"_s << u"mom"_s;
    }
    void spans()
    {
        QFETCH(QString, text);
        QString kinds;
        qsizetype at = 0;
        for (const JsonSpan &span : jsonSpans(text)) {
            QCOMPARE(span.start, at); // without a gap
            QVERIFY(span.length > 0);
            at += span.length;
            kinds += QStringLiteral("ksnlmo")[int(span.kind)];
        }
        QCOMPARE(at, text.size());
        QTEST(kinds, "kinds");
    }
};

QTEST_APPLESS_MAIN(TestJsonSpans)
#include "tst_jsonspans.moc"
