#include "core/config/configurationfile.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString &fileName, const QByteArray &content)
{
    QFile file(fileName);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

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

QTEST_GUILESS_MAIN(TestConfigurationFile)
#include "tst_configurationfile.moc"
