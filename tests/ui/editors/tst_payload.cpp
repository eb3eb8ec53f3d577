#include "tests/support/testprogram.h"
#include "ui/editors/payload.h"

#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestPayload : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void encode_data()
    {
        QTest::addColumn<PayloadKind>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("bytes");

        QTest::newRow("an object loses its white space, nothing else")
            << PayloadKind::Json << u"{ \"b\" : 1.50,\n  \"a\": \"x  y\" }\n"_s
            << QByteArray(R"({"b":1.50,"a":"x  y"})");
        QTest::newRow("a large number keeps its digits")
            << PayloadKind::Json << u" 9223372036854775808 "_s << QByteArray("9223372036854775808");
        QTest::newRow("escapes stay as they are written")
            << PayloadKind::Json << u"[\"\\u00e9\"]"_s << QByteArray("[\"\\u00e9\"]");
        QTest::newRow("a string is sent as its text")
            << PayloadKind::Json << u" \"say \\\"hi\\\"\\n\" "_s << QByteArray("say \"hi\"\n");
        QTest::newRow("an empty string is an empty text")
            << PayloadKind::Json << u"\"\""_s << QByteArray("");
        QTest::newRow("text stays as it stands")
            << PayloadKind::Text << u" { not json \n"_s << QByteArray(" { not json \n");
        QTest::newRow("text in UTF-8") << PayloadKind::Text << u"é🙂"_s << QByteArray("é🙂");
    }
    void encode()
    {
        QFETCH(PayloadKind, kind);
        QFETCH(QString, text);
        const PayloadVerdict verdict = judgePayload(kind, text);
        QVERIFY(!verdict.error);
        QTEST(verdict.payload, "bytes");
    }

    void problemsNameLineAndColumn()
    {
        const PayloadVerdict verdict = judgePayload(PayloadKind::Json, u"{\n  \"é\": 1,,\n}"_s);
        QVERIFY(verdict.error);
        QCOMPARE(verdict.error->at.line, 2);
        QCOMPARE(verdict.error->at.column, 10);
        QCOMPARE(verdict.errorAt, 11);
        QVERIFY(jsonProblemText(*verdict.error).startsWith(u"Line 2, column 10: "_s));
        QVERIFY(!judgePayload(PayloadKind::Text, u"{,,}"_s).error);
    }

    void everyErrorHasWords()
    {
        for (int code = 0; code <= int(JsonError::Code::TooDeep); ++code)
            QVERIFY(!jsonProblemText({JsonError::Code(code), {}}).endsWith(u": ."_s));
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestPayload)
#include "tst_payload.moc"
