#include "core/config/configurationfile.h"
#include "core/storage/guardedsave.h"
#include "tests/core/filecontent.h"
#include "tests/support/testprogram.h"

#include <QFileInfo>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStringEncoder>
#include <QTemporaryDir>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

Configuration withThreads(int threads)
{
    Configuration configuration;
    configuration.threads = threads;
    return configuration;
}

} // namespace

class TestConfigurationFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_fileName = m_folder->filePath(u"signalbox.json"_s);
    }

    void anAbsentFileMeansTheDefaults()
    {
        ConfigurationFile file(m_fileName);
        const ConfigurationReading reading = file.load();
        QVERIFY(reading);
        QCOMPARE(reading.configuration, Configuration());
        QVERIFY(!QFileInfo::exists(m_fileName));
    }

    void whatIsSavedIsLoaded()
    {
        ConfigurationFile file(m_folder->filePath(u"new/folder/signalbox.json"_s));
        QVERIFY(file.load());
        QVERIFY(file.save(withThreads(3)));
        QVERIFY(file.save(withThreads(4)));
        ConfigurationFile again(file.fileName());
        QCOMPARE(again.load().configuration, withThreads(4));
        QVERIFY(again.save(withThreads(5)));
        QVERIFY(
            !(QFileInfo(file.fileName()).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void namesStartAtTheFile()
    {
        QCOMPARE(ConfigurationFile(m_fileName).directory(), QDir(m_folder->path()));
        QCOMPARE(ConfigurationFile(u"signalbox.json"_s).directory(), QDir::current());
    }

    void problemsComeFromTheDocument()
    {
        QVERIFY(write(m_fileName, "{\n\"thread\": 1}"));
        const ConfigurationReading reading = ConfigurationFile(m_fileName).load();
        QCOMPARE(reading.problems.size(), 1);
        QCOMPARE(reading.problems.first().line, 2);
    }

    void anEmptyFileIsAProblem()
    {
        QVERIFY(write(m_fileName, ""));
        ConfigurationFile file(m_fileName);
        const ConfigurationReading reading = file.load();
        QCOMPARE(reading.problems.size(), 1);
        QCOMPARE(reading.problems.first().error.code, Error::Code::BadDocument);
        QVERIFY(file.save(Configuration())); // it is known, so it may be replaced
    }

    void aDamagedFileGivesWayToTheLastSave_data()
    {
        QTest::addColumn<QByteArray>("damaged");
        Configuration large = withThreads(3);
        for (int i = 0; i < 40; ++i)
            large.bans.append({.address = u"192.0.2.%1"_s.arg(i), .note = u"größer"_s});
        const QByteArray whole = toDocument(large);
        QTest::newRow("zeros") << QByteArray(whole.size(), '\0');
        QTest::newRow("zeros at the end") << whole.first(40) + QByteArray(60, '\0');
        QTest::newRow("a zero in the middle") << whole.first(40) + '\0' + whole.sliced(41);
        QTest::newRow("a picture") << "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"_ba;
        QTest::newRow("bytes of something compressed") << "\x1f\x8b\x08\x01\xff\xfe\x03{"_ba;
        for (const int size : {512, 1024, 4096}) {
            const auto ending = [&](const QByteArray &end) -> QByteArray {
                return "{\"" + QByteArray(size - end.size() - 2, 'x') + end;
            };
            QTest::addRow("cut off at %d bytes in a key", size) << ending("x");
            QTest::addRow("cut off at %d bytes in a text", size) << ending("\": \"ab");
            QTest::addRow("cut off at %d bytes in an escape", size) << ending("\": \"a\\");
            QTest::addRow("cut off at %d bytes in a character", size) << ending("\": \"\xe2\x82");
            QTest::addRow("cut off at %d bytes in a word", size) << ending("\": tru");
        }
        QRandomGenerator random(1);
        for (int i = 2; i < 20; ++i) {
            QByteArray bytes(1 + i * 37, '\0');
            for (char &byte : bytes)
                byte = char(random.bounded(256));
            QTest::addRow("%d random bytes", int(bytes.size())) << bytes;
        }
    }
    void aDamagedFileGivesWayToTheLastSave()
    {
        QFETCH(QByteArray, damaged);
        ConfigurationFile file(m_fileName);
        QVERIFY(file.load());
        QVERIFY(file.save(withThreads(2)));
        QVERIFY(file.save(withThreads(3)));
        QVERIFY(write(m_fileName, damaged));
        const ConfigurationReading checked = ConfigurationFile(m_fileName).check();
        QVERIFY(!checked);
        QCOMPARE(contentOf(m_fileName), damaged); // a check changes nothing

        ConfigurationFile again(m_fileName);
        QCOMPARE(again.load().configuration, withThreads(2));
        QVERIFY(again.recovery());
        QVERIFY(again.recovery()->savedAt.isValid());
        QVERIFY(again.recovery()->setAside.startsWith(m_fileName + u".broken-"_s));
        QCOMPARE(contentOf(again.recovery()->setAside), damaged);
        QCOMPARE(contentOf(m_fileName), toDocument(withThreads(2)));
        QVERIFY(again.save(withThreads(4)));
        QCOMPARE(again.load().configuration, withThreads(4));
        QVERIFY(!again.recovery());
    }

    void aDamagedGenerationIsPassedOver()
    {
        ConfigurationFile file(m_fileName);
        QVERIFY(file.load());
        for (int threads = 1; threads <= 5; ++threads)
            QVERIFY(file.save(withThreads(threads)));
        QVERIFY(!QFile::exists(generationName(m_fileName, 4)));
        QVERIFY(write(m_fileName, QByteArray(9, '\0')));
        QVERIFY(write(generationName(m_fileName, 1), ""));
        QCOMPARE(file.load().configuration, withThreads(3));
    }

    void aMistakeChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::newRow("a comma too many") << "{\"threads\": 2,}"_ba;
        QTest::newRow("a key unknown") << "{\"version\": 1, \"thread\": 2}"_ba;
        QTest::newRow("a newer version") << "{\"version\": 2}"_ba;
        QTest::newRow("no quotes") << "{threads: 2}"_ba;
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("white space") << QByteArray(4096, ' ');
        QTest::newRow("one letter") << "x"_ba;
        QTest::newRow("one bracket") << "{"_ba;
        const QByteArray whole = toDocument(withThreads(3));
        for (qsizetype size = 1; size < whole.size() - 1; ++size)
            QTest::addRow("only %d bytes", int(size)) << whole.first(size);
        QTest::newRow("a bracket too few where a block ends")
            << "{" + QByteArray(4096 - 13, ' ') + R"("threads": 2)";
        QTest::newRow("a number that ends where a block ends")
            << "{" + QByteArray(4096 - 14, ' ') + R"("threads": 20)";
        QTest::newRow("a comma at the end where a block ends")
            << "{" + QByteArray(512 - 14, ' ') + R"("threads": 2,)";
        const QString umlaut = u"{\"version\": 1, \"endpoints\": [{\"name\": \"größe\"}]}"_s;
        QTest::newRow("Latin-1") << umlaut.toLatin1();
        QTest::newRow("Latin-1 with a tabulator and a form feed") << umlaut.toLatin1() + "\t\f\r\n";
        for (const auto &[name, encoding] : {std::pair("UTF-16LE", QStringConverter::Utf16LE),
                                             std::pair("UTF-16BE", QStringConverter::Utf16BE),
                                             std::pair("UTF-32LE", QStringConverter::Utf32LE),
                                             std::pair("UTF-32BE", QStringConverter::Utf32BE)}) {
            for (const auto flag :
                 {QStringConverter::Flag::Default, QStringConverter::Flag::WriteBom}) {
                QStringEncoder encoder(encoding, flag);
                const QByteArray wide = encoder(umlaut);
                QTest::addRow("%s, %d bytes", name, int(wide.size())) << wide;
            }
        }
    }
    void aMistakeChangesNothing()
    {
        QFETCH(QByteArray, document);
        ConfigurationFile file(m_fileName);
        QVERIFY(file.load());
        QVERIFY(file.save(withThreads(2)));
        QVERIFY(file.save(withThreads(3)));
        QVERIFY(write(m_fileName, document));
        ConfigurationFile again(m_fileName);
        QVERIFY(!again.load());
        QVERIFY(!again.recovery());
        QCOMPARE(contentOf(m_fileName), document);
        QCOMPARE(QDir(m_folder->path()).entryList({u"*.broken-*"_s}), QStringList());
    }

    void aFolderCannotBeRead()
    {
        QVERIFY(QDir().mkdir(m_fileName));
        ConfigurationFile file(m_fileName);
        const ConfigurationReading reading = file.load();
        QCOMPARE(reading.problems.size(), 1);
        QCOMPARE(reading.problems.first().error.code, Error::Code::CannotRead);
        QCOMPARE(reading.problems.first().line, 0);
        const Status careful = file.save(Configuration());
        QVERIFY(!careful);
        QCOMPARE(careful.error().code, Error::Code::CannotWrite);
        const Status forced = file.save(Configuration(), true);
        QVERIFY(!forced);
        QCOMPARE(forced.error().code, Error::Code::CannotWrite);
    }

    void changesOfOthersAreKept_data()
    {
        QTest::addColumn<bool>("present"); // when it was loaded
        QTest::addColumn<bool>("removed"); // by somebody else; otherwise written
        QTest::newRow("a file changed") << true << false;
        QTest::newRow("a file came") << false << false;
        QTest::newRow("a file was taken away") << true << true;
    }
    void changesOfOthersAreKept()
    {
        QFETCH(bool, present);
        QFETCH(bool, removed);
        const QByteArray theirs = R"({"threads": 9})";
        if (present)
            QVERIFY(write(m_fileName, "{}"));
        ConfigurationFile file(m_fileName);
        QVERIFY(file.load());
        QVERIFY(removed ? QFile::remove(m_fileName) : write(m_fileName, theirs));
        const Status status = file.save(withThreads(1));
        QVERIFY(!status);
        QCOMPARE(status.error().code, Error::Code::ChangedOnDisk);
        QCOMPARE(contentOf(m_fileName), removed ? QByteArray() : theirs);
        QVERIFY(file.save(withThreads(1), true));
        QVERIFY(file.save(withThreads(2)));
        QCOMPARE(ConfigurationFile(m_fileName).load().configuration, withThreads(2));
    }

    void aFileThatWasNeverLoadedIsKept()
    {
        QVERIFY(write(m_fileName, "{}"));
        const Status status = ConfigurationFile(m_fileName).save(Configuration());
        QVERIFY(!status);
        QCOMPARE(status.error().code, Error::Code::ChangedOnDisk);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_fileName;
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestConfigurationFile)
#include "tst_configurationfile.moc"
