#include "core/config/configurationfile.h"
#include "core/config/endpointrules.h"
#include "tests/support/testprogram.h"

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_JournalConfig : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isOnUnlessForAClass_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<bool>("keeps");
        QTest::addColumn<QStringList>("leftOut");
        const QStringList none;
        QTest::newRow("nothing said") << "{}"_ba << true << none;
        QTest::newRow("one of two endpoints is for a class")
            << R"({"endpoints": [{"preset": "local"},
                                 {"name": "room", "preset": "class", "port": 2}]})"_ba
            << true << QStringList{u"room"_s};
        QTest::newRow("every endpoint is for a class")
            << R"({"endpoints": [{"name": "room", "preset": "class"}]})"_ba << false
            << QStringList{u"room"_s};
        QTest::newRow("wanted for a class")
            << R"({"endpoints": [{"preset": "class"}], "journal": {"enabled": true}})"_ba << true
            << none;
        QTest::newRow("switched off") << R"({"journal": {"enabled": false}})"_ba << false << none;
        QTest::newRow("described") << R"({"journal": {"days": 3}})"_ba << true << none;
    }
    void isOnUnlessForAClass()
    {
        QFETCH(QByteArray, document);
        const ConfigurationReading reading = parseConfiguration(document);
        QVERIFY(reading);
        QTEST(reading.configuration.keepsJournal(), "keeps");
        QTEST(endpointsNotKept(reading.configuration), "leftOut");
    }

    void everyValueArrivesAndIsWritten()
    {
        const ConfigurationReading reading = parseConfiguration(
            R"({"journal": {"enabled": false, "file": "log.db", "days": 0, "maxBytes": 1048576}})");
        QVERIFY(reading);
        const JournalConfig journal = reading.configuration.journal;
        QCOMPARE(journal.enabled, std::optional(false));
        QCOMPARE(journal.file, u"log.db"_s);
        QCOMPARE(journal.days, 0);
        QCOMPARE(journal.maxBytes, 1'048'576);
        const ConfigurationReading again = parseConfiguration(toDocument(reading.configuration));
        QVERIFY(again);
        QCOMPARE(again.configuration, reading.configuration);
    }

    void theDefaultsAreNotWritten() { QVERIFY(!toDocument(Configuration()).contains("journal")); }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("section");
        QTest::addColumn<QString>("key");
        QTest::newRow("an unknown key") << R"({"day": 1})"_ba << u"journal.day"_s;
        QTest::newRow("a negative age") << R"({"days": -1})"_ba << u"journal.days"_s;
        QTest::newRow("a file that is no text") << R"({"file": 3})"_ba << u"journal.file"_s;
        QTest::newRow("a size too small to be meant")
            << R"({"maxBytes": 512})"_ba << u"journal.maxBytes"_s;
        QTest::newRow("no yes or no") << R"({"enabled": "yes"})"_ba << u"journal.enabled"_s;
    }
    void refuses()
    {
        QFETCH(QByteArray, section);
        const ConfigurationReading reading = parseConfiguration("{\"journal\": " + section + '}');
        QCOMPARE(reading.problems.size(), 1);
        QTEST(reading.problems.first().key, "key");
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_JournalConfig)
#include "tst_journalconfig.moc"
