#include "core/config/limits.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyPresetIsWithinTheRanges()
    {
        for (const Preset preset : {Preset::Local, Preset::Class, Preset::Open}) {
            const Limits limits = Limits::forPreset(preset);
            for (const LimitSpec &limit : limitSpecs()) {
                QVERIFY2(limit.get(limits) >= limit.minimum, limit.key);
                QVERIFY2(limit.get(limits) <= limit.maximum, limit.key);
            }
        }
        QCOMPARE(Limits::forPreset(Preset::Local), Limits());
    }

    void everyLimitHasItsOwnPlace()
    {
        QSet<QByteArray> keys;
        for (const LimitSpec &limit : limitSpecs()) {
            keys.insert(limit.key);
            Limits limits;
            limit.set(limits, limit.maximum);
            QCOMPARE(limit.get(limits), limit.maximum);
            for (const LimitSpec &other : limitSpecs()) {
                if (&other != &limit)
                    QCOMPARE(other.get(limits), other.get(Limits()));
            }
            QCOMPARE(findLimit(QLatin1StringView(limit.key)), &limit);
        }
        QCOMPARE(keys.size(), qsizetype(limitSpecs().size()));
        QCOMPARE(findLimit(u"Clients"_s), nullptr);
        QCOMPARE(findLimit(QString()), nullptr);
    }

    void theNumbersOfThePresets_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<qint64>("local");
        QTest::addColumn<qint64>("classroom");
        QTest::addColumn<qint64>("open");
        const auto row = [](const char *key, qint64 local, qint64 classroom, qint64 open) {
            QTest::newRow(key) << QString::fromLatin1(key) << local << classroom << open;
        };
        row("clients", 1000, 500, 1000);
        row("messageBytes", 1 << 20, 256 << 10, 64 << 10);
        row("framesPerMessage", 1024, 1024, 256);
        row("messageSeconds", 30, 30, 15);
        row("queueBytes", 4 << 20, 1 << 20, 1 << 20);
        row("queueMessages", 2000, 1000, 1000);
        row("queueSeconds", 10, 10, 10);
        row("handshakeSeconds", 5, 5, 3);
        row("pingSeconds", 20, 20, 20);
        row("pongSeconds", 10, 10, 10);
        row("closeSeconds", 5, 5, 5);
        row("jsonDepth", 1024, 1024, 64);
        row("jsonKeys", 10'000, 10'000, 256);
        row("httpBodyBytes", 1 << 20, 256 << 10, 64 << 10);
        row("clientsPerAddress", 0, 250, 20);
        row("connectionsPerSecond", 500, 200, 100);
        row("addressConnectionsPerSecond", 0, 20, 5);
        row("addressConnectionsBurst", 100, 100, 20);
        row("handshakes", 1024, 256, 256);
        row("handshakesPerAddress", 0, 32, 8);
        row("failuresPerMinute", 5, 60, 5);
        row("blockSeconds", 60, 60, 60);
        row("messagesPerSecond", 1000, 50, 20);
        row("messagesBurst", 2000, 200, 100);
        row("bytesPerSecond", 64 << 20, 2 << 20, 512 << 10);
        row("bytesBurst", 64 << 20, 8 << 20, 2 << 20);
        row("pingsPerSecond", 100, 20, 10);
        row("idleSeconds", 0, 0, 0);
    }
    void theNumbersOfThePresets()
    {
        QFETCH(QString, key);
        const LimitSpec *limit = findLimit(key);
        QVERIFY(limit);
        QTEST(limit->get(Limits::forPreset(Preset::Local)), "local");
        QTEST(limit->get(Limits::forPreset(Preset::Class)), "classroom");
        QTEST(limit->get(Limits::forPreset(Preset::Open)), "open");
    }

    void theNearestOverrideWins()
    {
        const LimitOverrides all{{u"clients"_s, 7}, {u"pingSeconds"_s, 60}};
        const LimitOverrides own{{u"clients"_s, 8}};
        const Limits limits = effectiveLimits(Preset::Class, all, own);
        Limits expected = Limits::forPreset(Preset::Class);
        expected.clients = 8;
        expected.pingSeconds = std::chrono::seconds(60);
        QCOMPARE(limits, expected);
        QCOMPARE(effectiveLimits(Preset::Class, {}, {}), Limits::forPreset(Preset::Class));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestLimits)
#include "tst_limits.moc"
