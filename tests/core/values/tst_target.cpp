#include "core/values/target.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void percentDecoded_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("decoded");
        QTest::newRow("nothing to decode") << u"/chat"_s << u"/chat"_s;
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("a space") << u"/chat%20a"_s << u"/chat a"_s;
        QTest::newRow("digits in either case") << u"%4a%4A"_s << u"JJ"_s;
        QTest::newRow("two bytes of UTF-8") << u"/%C3%A4"_s << u"/ä"_s;
        QTest::newRow("three bytes of UTF-8") << u"%E2%82%AC"_s << u"€"_s;
        QTest::newRow("four bytes of UTF-8") << u"%F0%9F%98%80"_s << u"😀"_s;
        QTest::newRow("decoded once only") << u"%2541"_s << u"%41"_s;
        QTest::newRow("plus is not a space") << u"a+b"_s << u"a+b"_s;
        QTest::newRow("characters that are not escaped stay") << u"/ä%20ö"_s << u"/ä ö"_s;
        QTest::newRow("percent at the end") << u"100%"_s << u"100%"_s;
        QTest::newRow("one digit at the end") << u"100%2"_s << u"100%2"_s;
        QTest::newRow("not hexadecimal") << u"%zz%41"_s << u"%zzA"_s;
        QTest::newRow("percent before an escape") << u"%%41"_s << u"%A"_s;
        QTest::newRow("a byte that is never UTF-8") << u"%ff%41"_s << u"%ffA"_s;
        QTest::newRow("a lone continuation byte") << u"%80"_s << u"%80"_s;
        QTest::newRow("a cut character") << u"%E2%82x"_s << u"%E2%82x"_s;
        QTest::newRow("a cut character before a whole one") << u"%E2%C3%A4"_s << u"%E2ä"_s;
        QTest::newRow("an overlong slash") << u"%C0%AF"_s << u"%C0%AF"_s;
        QTest::newRow("an overlong slash of three bytes") << u"%E0%80%AF"_s << u"%E0%80%AF"_s;
        QTest::newRow("a surrogate") << u"%ED%A0%80"_s << u"%ED%A0%80"_s;
        QTest::newRow("beyond Unicode") << u"%F4%90%80%80"_s << u"%F4%90%80%80"_s;
        QTest::newRow("a byte order mark inside") << u"a%EF%BB%BFb"_s << u"a\uFEFFb"_s;
    }
    void percentDecoded()
    {
        QFETCH(QString, written);
        QTEST(Signalbox::percentDecoded(written), "decoded");
    }

    void nulIsDecoded() { QCOMPARE(Signalbox::percentDecoded(u"%00"_s), QString(QChar(u'\0'))); }

    void pathKey_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("same");
        QTest::newRow("case does not count") << u"/Chat"_s << u"/chat"_s << true;
        QTest::newRow("nor do escapes") << u"/Chat%20A"_s << u"/chat a"_s << true;
        QTest::newRow("nor case beyond ASCII") << u"/STRASSE/Ä"_s << u"/strasse/%c3%a4"_s << true;
        QTest::newRow("a slash at the end counts") << u"/chat/"_s << u"/chat"_s << false;
        QTest::newRow("other paths are other paths") << u"/a"_s << u"/b"_s << false;
    }
    void pathKey()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QTEST(Signalbox::pathKey(a) == Signalbox::pathKey(b), "same");
    }

    void emptyTargetIsEveryone()
    {
        QVERIFY(Target().isAll());
        const Target path{.path = u"/x"_s};
        QVERIFY(!path.isAll());
        const Target group{.group = u"g"_s};
        QVERIFY(!group.isAll());
        const Target clients{.clients = {ClientId::create()}};
        QVERIFY(!clients.isAll());
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestTarget)
#include "tst_target.moc"
