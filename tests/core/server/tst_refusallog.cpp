#include "core/server/refusallog.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

class tst_RefusalLog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void oneRowPerAddressReasonAndSecond();
    void aFloodOfAddressesIsBounded();

private:
    const RefusalLog::Time m_start = RefusalLog::Time(1000s);
};

void tst_RefusalLog::oneRowPerAddressReasonAndSecond()
{
    RefusalLog log;
    QVERIFY(log.wantsRow(Why::BadOrigin, u"10.0.0.1"_s, m_start));
    QVERIFY(!log.wantsRow(Why::BadOrigin, u"10.0.0.1"_s, m_start + 999ms));
    QVERIFY(log.wantsRow(Why::BadHost, u"10.0.0.1"_s, m_start + 999ms));
    QVERIFY(log.wantsRow(Why::BadOrigin, u"10.0.0.2"_s, m_start + 999ms));
    QVERIFY(log.wantsRow(Why::BadOrigin, u"10.0.0.1"_s, m_start + 1s));
    QVERIFY(!log.wantsRow(Why::BadOrigin, u"10.0.0.1"_s, m_start + 1s));
}

void tst_RefusalLog::aFloodOfAddressesIsBounded()
{
    RefusalLog log;
    qsizetype rows = 0;
    for (int i = 0; i < 1000; ++i)
        rows += log.wantsRow(Why::BadRequest, QString::number(i), m_start) ? 1 : 0;
    QCOMPARE(rows, RefusalLog::MaxRows);
    QVERIFY(log.wantsRow(Why::BadRequest, u"0"_s, m_start + 1s));
}

QTEST_GUILESS_MAIN(tst_RefusalLog)
#include "tst_refusallog.moc"
