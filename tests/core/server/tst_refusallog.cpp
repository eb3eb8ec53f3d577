#include "core/server/refusallog.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

class tst_RefusalLog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup() { m_rows.clear(); }
    void oneRowPerAddressReasonAndSecond();
    void noneIsForgotten();
    void othersAreToldByThemselves();
    void aFloodOfAddressesIsBounded();

private:
    RefusalLog::Keep keep()
    {
        return [this](LogEntry &&entry) { m_rows.append(std::move(entry)); };
    }
    static LogEntry refused(Why why, const QString &address)
    {
        LogEntry entry;
        entry.kind = LogKind::Refused;
        entry.why = why;
        entry.clientName = address;
        return entry;
    }
    /// Refusals that the rows tell of.
    quint64 told() const
    {
        quint64 all = 0;
        for (const LogEntry &row : m_rows)
            all += row.count == 0 ? 1 : row.count;
        return all;
    }

    QList<LogEntry> m_rows;
    const RefusalLog::Time m_start = RefusalLog::Time(1000s);
};

void tst_RefusalLog::oneRowPerAddressReasonAndSecond()
{
    RefusalLog log(keep());
    log.add(refused(Why::BadOrigin, u"10.0.0.1"_s), m_start);
    log.add(refused(Why::BadOrigin, u"10.0.0.1"_s), m_start + 999ms);
    QCOMPARE(m_rows.size(), 1);
    log.add(refused(Why::BadHost, u"10.0.0.1"_s), m_start + 999ms);
    log.add(refused(Why::BadOrigin, u"10.0.0.2"_s), m_start + 999ms);
    QCOMPARE(m_rows.size(), 3);
    log.add(refused(Why::BadOrigin, u"10.0.0.1"_s), m_start + 1s);
    log.add(refused(Why::BadOrigin, u"10.0.0.1"_s), m_start + 1s);
    QCOMPARE(m_rows.size(), 5); // and one for the other of the first second
    QCOMPARE(m_rows[3].count, 1U);
    QCOMPARE(m_rows[4].count, 0U);
}

void tst_RefusalLog::noneIsForgotten()
{
    {
        RefusalLog log(keep());
        for (int i = 0; i < 33; ++i)
            log.add(refused(Why::BadOrigin, u"10.0.0.1"_s), m_start + 100ms * i);
        QVERIFY(told() < 33U);
        log.tellOthers();
        QCOMPARE(told(), 33U);
        log.add(refused(Why::BadOrigin, u"10.0.0.1"_s), m_start + 100ms * 33);
    }
    QCOMPARE(told(), 34U); // also at its end
}

void tst_RefusalLog::othersAreToldByThemselves()
{
    RefusalLog log(keep());
    for (int i = 0; i < 3; ++i)
        log.add(refused(Why::BadOrigin, u"10.0.0.1"_s), m_start);
    QTRY_COMPARE(told(), 3U);
    QCOMPARE(m_rows.size(), 2);
    QCOMPARE(m_rows[1].count, 2U);
    QCOMPARE(m_rows[1].clientName, u"10.0.0.1"_s);
}

void tst_RefusalLog::aFloodOfAddressesIsBounded()
{
    RefusalLog log(keep());
    for (int i = 0; i < 1000; ++i)
        log.add(refused(Why::BadRequest, QString::number(i)), m_start);
    QCOMPARE(m_rows.size(), RefusalLog::MaxRows);
    log.tellOthers();
    QCOMPARE(m_rows.size(), 2 * RefusalLog::MaxRows + 1); // the last for all other addresses
    QCOMPARE(told(), 1000U);
    log.add(refused(Why::BadRequest, u"0"_s), m_start + 1s);
    QCOMPARE(told(), 1001U);
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_RefusalLog)
#include "tst_refusallog.moc"
