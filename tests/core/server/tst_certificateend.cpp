#include "core/server/certificateend.h"
#include "tests/support/testprogram.h"

#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace Signalbox;

using Step = CertificateEnd::Step;
Q_DECLARE_METATYPE(Step)

namespace {

constexpr qint64 Hour = 3600;
constexpr qint64 Day = 24 * Hour;

} // namespace

/// The times at which an endpoint acts because its certificate ends.
class tst_CertificateEnd : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void acts_data()
    {
        QTest::addColumn<bool>("isMade");
        QTest::addColumn<QList<qint64>>("left"); // seconds before the end, one look after another
        QTest::addColumn<QList<Step>>("steps");
        using Times = QList<qint64>;
        using Steps = QList<Step>;
        const Step no = Step::Nothing;
        const Step make = Step::MakeAnew;
        const Step warn = Step::Warn;
        QTest::newRow("a made one, 30 days before")
            << true << Times{31 * Day, 30 * Day, 30 * Day - 1} << Steps{no, no, make};
        QTest::newRow("a made one that cannot be made: once an hour")
            << true << Times{29 * Day, 29 * Day - 1, 29 * Day - Hour + 1, 29 * Day - Hour}
            << Steps{make, no, no, make};
        QTest::newRow("a made one, over a clock that is set back")
            << true << Times{29 * Day, 29 * Day + 2 * Hour} << Steps{make, make};
        QTest::newRow("one of a file, 14 days and one day before, and at its end")
            << false
            << Times{15 * Day, 14 * Day + 1, 14 * Day, 13 * Day, Day + 1, Day, Hour, 1, 0, -Day}
            << Steps{no, no, warn, no, no, warn, no, no, warn, no};
        QTest::newRow("one of a file that has ended while it slept: one word")
            << false << Times{20 * Day, -5 * Day, -6 * Day} << Steps{no, warn, no};
        QTest::newRow("one of a file that ends soon at the start")
            << false << Times{5 * Day, 4 * Day} << Steps{warn, no};
    }
    void acts()
    {
        QFETCH(bool, isMade);
        QFETCH(QList<qint64>, left);
        const QDateTime end(QDate(2027, 3, 1), QTime(12, 0), QTimeZone::utc());
        CertificateEnd watch(end, isMade);
        QList<Step> steps;
        for (const qint64 seconds : left)
            steps += watch.next(end.addSecs(-seconds));
        QTEST(steps, "steps");
    }

    void withoutACertificateNothingEnds()
    {
        CertificateEnd watch;
        QCOMPARE(watch.next(QDateTime::currentDateTimeUtc()), Step::Nothing);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_CertificateEnd)
#include "tst_certificateend.moc"
