#include "core/storage/filelock.h"
#include "tests/core/filecontent.h"
#include "tests/support/testprogram.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <memory>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestFileLock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_fileName = m_folder->filePath(u"in-use"_s);
    }

    void onlyOneHasIt()
    {
        FileLock first(m_fileName);
        QCOMPARE(first.take(), FileLock::Outcome::Taken);
        QVERIFY(first.isTaken());
        FileLock second(m_fileName);
        QCOMPARE(second.take(), FileLock::Outcome::Held);
        QVERIFY(!second.isTaken());
        QCOMPARE(second.process(), QCoreApplication::applicationPid());
        first.release();
        QVERIFY(QFileInfo::exists(m_fileName));
        QCOMPARE(second.take(), FileLock::Outcome::Taken);
    }

    void itIsForItsOwnerOnly()
    {
        QVERIFY(write(m_fileName, ""));
        QVERIFY(QFile::setPermissions(m_fileName, QFile::Permissions(0x7777)));
        FileLock lock(m_fileName);
        QCOMPARE(lock.take(), FileLock::Outcome::Taken);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
                            | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QCOMPARE(QFileInfo(m_fileName).permissions() & others, QFile::Permissions());
    }

    void whatTheFileHoldsMeansNothing_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("nothing, as after a power cut") << QByteArray();
        QTest::newRow("the number of a process that lives")
            << QByteArray::number(QCoreApplication::applicationPid()) + '\n';
        QTest::newRow("the number of process 1") << "1\nsignalbox\nhost\n"_ba;
        QTest::newRow("zeros") << QByteArray(100, '\0');
    }
    void whatTheFileHoldsMeansNothing()
    {
        QFETCH(QByteArray, content);
        QVERIFY(write(m_fileName, content));
        FileLock lock(m_fileName);
        QCOMPARE(lock.take(), FileLock::Outcome::Taken);
        QCOMPARE(contentOf(m_fileName),
                 QByteArray::number(QCoreApplication::applicationPid()) + '\n');
    }

    void aFileThatIsRemovedIsMadeAnew()
    {
        FileLock first(m_fileName);
        QCOMPARE(first.take(), FileLock::Outcome::Taken);
        QVERIFY(QFile::remove(m_fileName));
        FileLock second(m_fileName);
        QCOMPARE(second.take(), FileLock::Outcome::Taken);
        FileLock third(m_fileName);
        QCOMPARE(third.take(), FileLock::Outcome::Held);
    }

    void thereIsNoFolder()
    {
        FileLock lock(m_fileName + u"/none/in-use"_s);
        QCOMPARE(lock.take(), FileLock::Outcome::Impossible);
        QCOMPARE(lock.process(), 0);
    }

    void itEndsWithItsProcess()
    {
#ifdef Q_OS_UNIX
        int ready[2];
        QCOMPARE(::pipe(ready), 0);
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            FileLock lock(m_fileName);
            const char isTaken = lock.take() == FileLock::Outcome::Taken;
            [[maybe_unused]] const auto written = ::write(ready[1], &isTaken, 1);
            for (;;)
                ::pause();
        }
        char isTaken = 0;
        QCOMPARE(::read(ready[0], &isTaken, 1), 1);
        FileLock lock(m_fileName);
        const FileLock::Outcome meanwhile = lock.take();
        const qint64 holder = lock.process();
        ::kill(child, SIGKILL);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        ::close(ready[0]);
        ::close(ready[1]);
        QVERIFY(isTaken);
        QCOMPARE(meanwhile, FileLock::Outcome::Held);
        QCOMPARE(holder, qint64(child));
        QCOMPARE(lock.take(), FileLock::Outcome::Taken);
#else
        QSKIP("there is no fork here");
#endif
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_fileName;
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestFileLock)
#include "tst_filelock.moc"
