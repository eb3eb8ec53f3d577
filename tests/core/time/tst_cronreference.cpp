#include "core/time/cron.h"
#include "tests/support/testprogram.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// Compares Cron with an independent implementation, which cron_reference.py asks.
class TestCronReference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theNextTenRunsAreThoseOfTheReference()
    {
        QProcess reference;
        reference.start(QStringLiteral(PYTHON), {QFINDTESTDATA("cron_reference.py")});
        QVERIFY(reference.waitForFinished(240'000));
        QCOMPARE(reference.readAllStandardError(), QByteArray());
        QCOMPARE(reference.exitCode(), 0);

        QSet<QString> expressions;
        QSet<QString> zones;
        int lists = 0;
        QStringList differences;
        const QString output = QString::fromUtf8(reference.readAllStandardOutput());
        for (const QString &line : output.split(u'\n', Qt::SkipEmptyParts)) {
            const QStringList columns = line.split(u'\t');
            QCOMPARE(columns.size(), 13);
            expressions.insert(columns[0]);
            zones.insert(columns[1]);
            ++lists;
            const auto cron = Cron::parse(columns[0]);
            QVERIFY2(std::holds_alternative<Cron>(cron), qPrintable(columns[0]));
            const QTimeZone zone(columns[1].toLatin1());
            QVERIFY2(zone.isValid(), qPrintable(columns[1]));
            QStringList ours = columns.first(3);
            std::chrono::sys_seconds at{std::chrono::seconds(columns[2].toLongLong())};
            for (int i = 0; i < 10; ++i) {
                const auto next = std::get<Cron>(cron).next(at, zone);
                if (!next)
                    break;
                at = *next;
                ours.append(QString::number(at.time_since_epoch().count()));
            }
            if (ours != columns)
                differences.append(line + u"\n  ours: "_s + ours.join(u'\t'));
        }
        QVERIFY2(
            differences.isEmpty(),
            qPrintable(differences.first(std::min<qsizetype>(5, differences.size())).join(u'\n')));
        QVERIFY(expressions.size() >= 300);
        QVERIFY(zones.size() >= 6);
        QCOMPARE(lists, expressions.size() * zones.size() * 3);
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestCronReference)
#include "tst_cronreference.moc"
