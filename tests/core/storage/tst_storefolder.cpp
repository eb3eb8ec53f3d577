#include "core/storage/storefolder.h"
#include "tests/core/filecontent.h"
#include "tests/support/testprogram.h"

#include <QCoreApplication>
#include <QLockFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSysInfo>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestStoreFolder : public QObject
{
    Q_OBJECT

    const QString Configuration = u"/home/ada/demo/signalbox.json"_s;
    const QString NewName = u"e8c341bda964c200"_s; // printf %s NAME | sha256sum
    std::unique_ptr<QTemporaryDir> m_data;

    QDir data() const { return QDir(m_data->path()); }

    static QString oldName(const QString &configuration)
    {
        return QString::number(qHash(configuration.toUtf8(), 0), 16);
    }

    /// A folder as version 0.1 left it.
    QString makeOld()
    {
        const QString name = oldName(Configuration);
        data().mkpath(name);
        write(data().filePath(name + u"/timers.json"_s), "{}");
        return data().filePath(name);
    }

    /// The lock of version 0.1, as QLockFile writes it.
    static void lock(const QString &folder, qint64 process, const QByteArray &program)
    {
        write(folder + u"/in-use"_s, QByteArray::number(process) + '\n' + program + '\n'
                                         + QSysInfo::machineHostName().toUtf8() + '\n');
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_data = std::make_unique<QTemporaryDir>();
        QVERIFY(m_data->isValid());
    }

    void theNameIsTheSameInEveryVersion()
    {
        const StoreFolder found = findStoreFolder(data(), Configuration);
        QCOMPARE(found.folder.path(), data().filePath(NewName));
        QCOMPARE(found.movedFrom, QString());
        QVERIFY(!found.folder.exists());
    }

    void aRelativeNameMeansTheSameFile()
    {
        const QString name = QDir::current().absoluteFilePath(u"signalbox.json"_s);
        QCOMPARE(findStoreFolder(data(), u"signalbox.json"_s).folder,
                 findStoreFolder(data(), name).folder);
    }

    void theFolderOfAnEarlierVersionIsMoved()
    {
        const QString old = makeOld();
        const StoreFolder found = findStoreFolder(data(), Configuration);
        QCOMPARE(found.folder.path(), data().filePath(NewName));
        QCOMPARE(found.movedFrom, old);
        QCOMPARE(contentOf(found.folder.filePath(u"timers.json"_s)), "{}");
        QVERIFY(!QDir(old).exists());
        QCOMPARE(findStoreFolder(data(), Configuration).movedFrom, QString()); // once
    }

    void whereBothAreThereTheNewOneIsUsed()
    {
        const QString old = makeOld();
        data().mkpath(NewName);
        const StoreFolder found = findStoreFolder(data(), Configuration);
        QCOMPARE(found.folder.path(), data().filePath(NewName));
        QCOMPARE(found.movedFrom, QString());
        QVERIFY(QDir(old).exists());
    }

    void aFolderThatAProgramOfAnEarlierVersionUsesStays()
    {
        const QString old = makeOld();
        QLockFile other(old + u"/in-use"_s);
        QVERIFY(other.tryLock());
        QCOMPARE(findStoreFolder(data(), Configuration).folder.path(), old);
        QVERIFY(QFile::exists(old + u"/timers.json"_s));
        other.unlock();
        QCOMPARE(findStoreFolder(data(), Configuration).movedFrom, old);
    }

    void aLockThatIsLeftOverHoldsNothing_data()
    {
        QTest::addColumn<bool>("ours");
        QTest::newRow("of a process that has ended") << false;
        QTest::newRow("of process 1 of a container, which we are again") << true;
    }

    void aLockThatIsLeftOverHoldsNothing()
    {
        QFETCH(bool, ours);
        const QString old = makeOld();
        qint64 process = QCoreApplication::applicationPid();
        if (!ours) {
            QProcess other;
            other.start(u"sleep"_s, {u"0"_s});
            QVERIFY(other.waitForStarted());
            process = other.processId();
            QVERIFY(other.waitForFinished());
        }
        lock(old, process, QCoreApplication::applicationName().toUtf8());
        QCOMPARE(findStoreFolder(data(), Configuration).movedFrom, old);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestStoreFolder)
#include "tst_storefolder.moc"
