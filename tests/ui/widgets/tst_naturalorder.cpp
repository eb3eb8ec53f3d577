#include "tests/support/testprogram.h"
#include "ui/widgets/naturalorder.h"

#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestNaturalOrder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void compares_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<int>("order"); // its sign
        QTest::newRow("numbers as numbers") << u"Board 9"_s << u"Board 10"_s << -1;
        QTest::newRow("what follows a number counts") << u"a1c"_s << u"a1b"_s << 1;
        QTest::newRow("zeros before a number do not count") << u"a007b"_s << u"a7b"_s << 0;
        QTest::newRow("zero is a number") << u"a0"_s << u"a00"_s << 0;
        QTest::newRow("numbers of any length")
            << u"99999999999999999999998"_s << u"99999999999999999999999"_s << -1;
        QTest::newRow("upper and lower case alike") << u"ada"_s << u"ADA"_s << 0;
        QTest::newRow("the beginning of another comes first") << u"ada"_s << u"ada 1"_s << -1;
        QTest::newRow("nothing comes first") << u""_s << u"a"_s << -1;
        QTest::newRow("nothing is nothing") << u""_s << u""_s << 0;
        QTest::newRow("addresses") << u"10.4.1.27"_s << u"10.4.1.9"_s << 1;
        QTest::newRow("numbers before letters") << u"9"_s << u"a"_s << -1;
        QTest::newRow("numbers before signs") << u"9"_s << u"(a)"_s << -1;
        // else 9, 10, this and 9 would go round in a circle
        QTest::newRow("numbers before the digits of other scripts") << u"10"_s << u"\u0665"_s << -1;
    }
    void compares()
    {
        QFETCH(QString, left);
        QFETCH(QString, right);
        QFETCH(int, order);
        const auto sign = [](int value) { return value < 0 ? -1 : value > 0 ? 1 : 0; };
        const NaturalOrder natural;
        QCOMPARE(sign(natural.compare(left, right)), order);
        QCOMPARE(sign(natural.compare(right, left)), -order);
        const NaturalKey leftKey = natural.key(left);
        const NaturalKey rightKey = natural.key(right);
        QCOMPARE(sign(NaturalOrder::compare(leftKey, rightKey)), order);
        QCOMPARE(sign(NaturalOrder::compare(rightKey, leftKey)), -order);
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestNaturalOrder)
#include "tst_naturalorder.moc"
