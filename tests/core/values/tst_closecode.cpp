#include "core/values/closecode.h"
#include "tests/support/testprogram.h"

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_CloseCode : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cutsReasonsOnACharacter_data()
    {
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("cut");
        QTest::newRow("short ones stay") << u"bye"_s << u"bye"_s;
        QTest::newRow("123 letters stay") << QString(123, u'x') << QString(123, u'x');
        QTest::newRow("124 letters lose one") << QString(124, u'x') << QString(123, u'x');
        QTest::newRow("a euro sign is not split")
            << QString(122, u'x') + u'€' << QString(122, u'x');
        QTest::newRow("a surrogate pair is not split")
            << QString(120, u'x') + u"😀"_s << QString(120, u'x');
        QTest::newRow("four bytes fit")
            << QString(119, u'x') + u"😀!"_s << QString(119, u'x') + u"😀"_s;
    }
    void cutsReasonsOnACharacter()
    {
        QFETCH(QString, reason);
        QFETCH(QString, cut);
        QCOMPARE(cutReason(reason), cut);
        QVERIFY(cutReason(reason).toUtf8().size() <= 123);
    }
    void neverAllowsReservedCodes()
    {
        for (const quint16 code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000})
            QVERIFY(!isLegalCloseCode(code));
        for (const quint16 code : {1000, 1001, 1008, 1013, 3000, 4999})
            QVERIFY(isLegalCloseCode(code));
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_CloseCode)
#include "tst_closecode.moc"
