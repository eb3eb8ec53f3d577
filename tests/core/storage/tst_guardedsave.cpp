#include "core/storage/guardedsave.h"
#include "tests/core/filecontent.h"
#include "tests/support/testprogram.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStorageInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <memory>
#include <random>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

/// Of another length each time, and too long for one block of a disk.
QByteArray contentOfRound(int round)
{
    return QByteArray::number(round) + '\n' + QByteArray(3000 + round * 37 % 20'000, 'x');
}

bool run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit
           && process.exitCode() == 0;
}

/// A file system of its own in memory; only root can have one.
class TinyDisk
{
public:
    TinyDisk(const QString &folder, const QString &options)
        : m_folder(folder)
        , m_mounted(
              run(u"mount"_s, {u"-t"_s, u"tmpfs"_s, u"-o"_s, options, u"signalbox-test"_s, folder}))
    {
    }
    ~TinyDisk()
    {
        if (m_mounted)
            run(u"umount"_s, {m_folder});
    }
    Q_DISABLE_COPY_MOVE(TinyDisk)
    bool isMounted() const { return m_mounted; }

private:
    QString m_folder;
    bool m_mounted;
};

} // namespace

class TestGuardedSave : public QObject
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

    void aNewFileIsForItsOwnerOnly()
    {
        QVERIFY(guardedSave(m_fileName, "content"));
        QCOMPARE(contentOf(m_fileName), "content"_ba);
        const auto all = QFileInfo(m_fileName).permissions();
        QCOMPARE(
            all & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions());
        QVERIFY(all & QFile::ReadOwner);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void anOldFileIsReplacedAndMadePrivate()
    {
        QVERIFY(write(m_fileName, QByteArray(100'000, 'x')));
        QVERIFY(QFile::setPermissions(m_fileName, QFile::ReadOwner | QFile::WriteOwner
                                                      | QFile::ReadGroup | QFile::ReadOther));
        QVERIFY(guardedSave(m_fileName, "new"));
        QCOMPARE(contentOf(m_fileName), "new"_ba);
        QVERIFY(!(QFileInfo(m_fileName).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void earlierSavesStayBeside()
    {
        for (const char *content : {"1", "2", "3", "3", "4", "5"})
            QVERIFY(guardedSave(m_fileName, content, Earlier::Kept));
        QCOMPARE(contentOf(m_fileName), "5"_ba);
        QCOMPARE(contentOf(generationName(m_fileName, 1)), "4"_ba);
        QCOMPARE(contentOf(generationName(m_fileName, 2)), "3"_ba);
        QCOMPARE(contentOf(generationName(m_fileName, 3)), "2"_ba);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 4);
    }

    void emptyContentIsContentToo()
    {
        QVERIFY(guardedSave(m_fileName, "old"));
        QVERIFY(guardedSave(m_fileName, ""));
        QVERIFY(QFileInfo::exists(m_fileName));
        QCOMPARE(QFileInfo(m_fileName).size(), 0);
    }

    void missingFoldersAreMadeForTheirOwnerOnly()
    {
        const QString outer = m_folder->filePath(u"a"_s);
        QVERIFY(guardedSave(outer + u"/b/file.json"_s, "x"));
        for (const QString &folder : {outer, QString(outer + u"/b"_s)}) {
            const auto mode = QFileInfo(folder).permissions();
            QVERIFY(mode & QFile::ExeOwner);
            QVERIFY(!(mode
                      & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther)));
        }
    }

    void aLinkStaysALink()
    {
        const QString real = m_folder->filePath(u"real.json"_s);
        QVERIFY(write(real, "old"));
        QVERIFY(QFile::link(real, m_fileName));
        QVERIFY(guardedSave(m_fileName, "new"));
        QVERIFY(QFileInfo(m_fileName).isSymLink());
        QCOMPARE(contentOf(real), "new"_ba);
    }

    void killedWhileItSaves()
    {
#ifdef Q_OS_UNIX
        const int kills = qEnvironmentVariableIsSet("SIGNALBOX_FULL") ? 1000 : 60;
        QVERIFY(guardedSave(m_fileName, contentOfRound(0), Earlier::Kept));
        std::mt19937 random(1);
        int rounds = 0;
        for (int kill = 0; kill < kills; ++kill) {
            const pid_t child = ::fork();
            QVERIFY(child >= 0);
            if (child == 0) {
                for (int round = rounds;; ++round)
                    if (!guardedSave(m_fileName, contentOfRound(round), Earlier::Kept))
                        ::_exit(1);
            }
            // longer and longer until a save was through: a busy disk takes its time
            const unsigned longest = rounds == 0 ? 30'000U << std::min(kill, 5) : 30'000U;
            ::usleep(useconds_t(500 + random() % longest));
            ::kill(child, SIGKILL);
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFSIGNALED(status)); // it saved until then
            const QByteArray content = contentOf(m_fileName);
            const int round = content.left(content.indexOf('\n')).toInt();
            QVERIFY(round >= rounds);
            QCOMPARE(content, contentOfRound(round));
            rounds = round;
        }
        QVERIFY(rounds > 0);
        for (int age = 1; age <= Generations; ++age) {
            const QByteArray content = contentOf(generationName(m_fileName, age));
            if (!content.isEmpty())
                QCOMPARE(content, contentOfRound(content.left(content.indexOf('\n')).toInt()));
        }
#else
        QSKIP("there is no fork here");
#endif
    }

    void aFolderInPlaceOfTheFile()
    {
        QVERIFY(QDir().mkdir(m_fileName));
        const Status status = guardedSave(m_fileName, "x");
        QVERIFY(!status);
        QCOMPARE(status.error().code, Error::Code::CannotWrite);
        QVERIFY(QFileInfo(m_fileName).isDir());
    }

    void aFileInPlaceOfTheFolder()
    {
        QVERIFY(write(m_fileName, "a file"));
        const Status status = guardedSave(m_fileName + u"/x/file.json"_s, "x");
        QVERIFY(!status);
        QCOMPARE(status.error().code, Error::Code::CannotWrite);
        QCOMPARE(contentOf(m_fileName), "a file"_ba);
    }

    void aFolderThatMayNotBeWritten()
    {
#ifdef Q_OS_UNIX
        QVERIFY(write(m_fileName, "old"));
        const bool isRoot = ::geteuid() == 0;
        QVERIFY(QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::ExeOwner
                                                            | QFile::ReadOther | QFile::ExeOther));
        if (isRoot) // who may write anywhere: be nobody for a moment
            QCOMPARE(::seteuid(65534), 0);
        const Status status = guardedSave(m_fileName, "new");
        const Status fresh = guardedSave(m_folder->filePath(u"other.json"_s), "new");
        if (isRoot)
            QCOMPARE(::seteuid(0), 0);
        QVERIFY(QFile::setPermissions(m_folder->path(),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(!status);
        QCOMPARE(status.error().code, Error::Code::CannotWrite);
        QVERIFY(!fresh);
        QCOMPARE(fresh.error().code, Error::Code::CannotWrite);
        QCOMPARE(contentOf(m_fileName), "old"_ba);
#else
        QSKIP("only POSIX has folders that may not be written");
#endif
    }

    void aWriteThatStopsHalfWay_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("a little too much") << 8'200;
        QTest::newRow("one buffer too much") << 20'000;
        QTest::newRow("many times too much") << 1'000'000;
    }
    void aWriteThatStopsHalfWay()
    {
#ifdef Q_OS_UNIX
        QFETCH(int, size);
        QVERIFY(write(m_fileName, "old"));
        // the system refuses what goes beyond the limit, in the middle of a write, as a disk does
        // that fills
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{8192, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const Status status = guardedSave(m_fileName, QByteArray(size, 'x'));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!status);
        QCOMPARE(status.error().code, Error::Code::CannotWrite);
        QVERIFY(!status.error().detail.isEmpty());
        QCOMPARE(contentOf(m_fileName), "old"_ba);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
#else
        QSKIP("only POSIX can limit the size of files");
#endif
    }

    void aDiskThatIsTooSmall_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<int>("filled"); // bytes
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("saved");
        QTest::newRow("full to the last byte") << u"size=64k"_s << 60 * 1024 << 1 << false;
        QTest::newRow("a page left") << u"size=64k"_s << 56 * 1024 << 100 << false;
        QTest::newRow("room for the file, not for safety") << u"size=1m"_s << 0 << 1000 << false;
        QTest::newRow("room for one copy only") << u"size=2m"_s << 0 << 900 * 1024 << false;
        QTest::newRow("room enough") << u"size=2m"_s << 0 << 400 * 1024 << true;
        QTest::newRow("bytes left but no file entries")
            << u"size=4m,nr_inodes=3"_s << 0 << 10 << false;
    }
    void aDiskThatIsTooSmall()
    {
        QFETCH(QString, options);
        QFETCH(int, filled);
        QFETCH(int, size);
        const TinyDisk disk(m_folder->path(), options);
        if (!disk.isMounted())
            QSKIP("a small disk of its own needs root");
        QVERIFY(write(m_fileName, "old"));
        QVERIFY(write(m_folder->filePath(u"ballast"_s), QByteArray(filled, 'b')));
        const QByteArray content(size, 'x');
        const Status status = guardedSave(m_fileName, content);
        QTEST(bool(status), "saved");
        if (status) {
            QCOMPARE(contentOf(m_fileName), content);
            return;
        }
        QCOMPARE(status.error().code, Error::Code::NoSpace);
        QCOMPARE(contentOf(m_fileName), "old"_ba);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 2);
    }

    void aDiskThatMayNotBeWritten()
    {
        const TinyDisk disk(m_folder->path(), u"size=4m,ro"_s);
        if (!disk.isMounted())
            QSKIP("a disk of its own needs root");
        const Status status = guardedSave(m_fileName, "x");
        QVERIFY(!status);
        QCOMPARE(status.error().code, Error::Code::CannotWrite);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_fileName;
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestGuardedSave)
#include "tst_guardedsave.moc"
