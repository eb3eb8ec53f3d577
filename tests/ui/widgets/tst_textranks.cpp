#include "tests/support/testprogram.h"
#include "ui/widgets/textranks.h"

#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestTextRanks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void ranksFollowTheNaturalOrder()
    {
        TextRanks ranks;
        const auto ten = ranks.add(u"Board 10"_s);
        const auto ada = ranks.add(u"ada"_s);
        const auto nine = ranks.add(u"Board 9"_s);
        QVERIFY(ranks.rank(ada) < ranks.rank(nine));
        QVERIFY(ranks.rank(nine) < ranks.rank(ten));
    }

    void textsThatComeLaterGoToTheirPlace()
    {
        TextRanks ranks;
        const auto first = ranks.add(u"a"_s);
        const auto last = ranks.add(u"c"_s);
        QCOMPARE(ranks.rank(last), ranks.rank(first) + 1);
        const auto middle = ranks.add(u"b"_s);
        QVERIFY(ranks.rank(first) < ranks.rank(middle));
        QVERIFY(ranks.rank(middle) < ranks.rank(last));
    }

    void textsThatAreAlikeAreOne()
    {
        TextRanks ranks;
        const auto upper = ranks.add(u"ADA"_s);
        const auto lower = ranks.add(u"ada"_s);
        QCOMPARE(ranks.size(), size_t(1));
        QCOMPARE(ranks.rank(upper), ranks.rank(lower));
    }

    void aTextStaysForAsLongAsItIsUsed()
    {
        TextRanks ranks;
        const auto once = ranks.add(u"b"_s);
        const auto twice = ranks.add(u"b"_s);
        const auto other = ranks.add(u"a"_s);
        ranks.remove(once);
        QCOMPARE(ranks.size(), size_t(2));
        QVERIFY(ranks.rank(other) < ranks.rank(twice));
        ranks.remove(twice);
        QCOMPARE(ranks.size(), size_t(1));
        ranks.remove(other);
        QCOMPARE(ranks.size(), size_t(0));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestTextRanks)
#include "tst_textranks.moc"
