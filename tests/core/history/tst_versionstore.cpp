#include "core/history/versionstore.h"
#include "core/values/utc.h"
#include "tests/support/testprogram.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestVersionStore : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QDateTime m_now{QDate(2026, 11, 24), QTime(10, 0), Utc};

    QString folder() const { return m_folder->filePath(u"routes"_s); }
    QStringList texts() const
    {
        return QDir(folder() + u"/texts"_s).entryList(QDir::Files, QDir::Name);
    }
    void add(VersionStore &store, const QString &key, const QString &text)
    {
        m_now = m_now.addSecs(60);
        store.add(key, text, m_now);
    }
    static QStringList textsOf(const VersionStore &store, const QString &key)
    {
        QStringList all;
        const QList<TextVersion> versions = store.versions(key);
        for (const TextVersion &version : versions) {
            const Result<QString> text = store.text(version);
            all.append(text ? *text : u"?"_s);
        }
        return all;
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void keepsVersionsOverARestart()
    {
        {
            VersionStore store(folder());
            QVERIFY(store.versions(u"a"_s).isEmpty());
            QVERIFY(!QDir(folder()).exists());
            add(store, u"a"_s, u"one"_s);
            add(store, u"a"_s, u"zw\u00f6lf"_s);
            add(store, u"b"_s, {});
            QCOMPARE(textsOf(store, u"a"_s), (QStringList{u"zw\u00f6lf"_s, u"one"_s}));
        }
        const VersionStore store(folder());
        QCOMPARE(textsOf(store, u"a"_s), (QStringList{u"zw\u00f6lf"_s, u"one"_s}));
        QCOMPARE(textsOf(store, u"b"_s), QStringList{QString()});
        QCOMPARE(store.versions(u"a"_s).first().bytes, 6);
        QCOMPARE(store.versions(u"a"_s).first().at, m_now.addSecs(-60));
        QVERIFY(store.setAside().isEmpty());
        const QFileInfo text(folder() + u"/texts/"_s + texts().first());
        QCOMPARE(text.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void theSameTextIsNoNewVersion()
    {
        VersionStore store(folder());
        QSignalSpy changed(&store, &VersionStore::changed);
        add(store, u"a"_s, u"one"_s);
        add(store, u"a"_s, u"one"_s);
        QCOMPARE(changed.count(), 1);
        add(store, u"a"_s, u"two"_s);
        add(store, u"a"_s, u"one"_s);
        QCOMPARE(textsOf(store, u"a"_s), (QStringList{u"one"_s, u"two"_s, u"one"_s}));
        store.flush();
        QCOMPARE(texts().size(), 2);
    }

    void theOldestGoes()
    {
        VersionStore store(folder());
        add(store, u"other"_s, u"text 1"_s);
        for (int i = 0; i < VersionStore::MaxVersions + 3; ++i)
            add(store, u"a"_s, u"text %1"_s.arg(i));
        const QStringList kept = textsOf(store, u"a"_s);
        QCOMPARE(kept.size(), VersionStore::MaxVersions);
        QCOMPARE(kept.first(), u"text 52"_s);
        QCOMPARE(kept.last(), u"text 3"_s);
        QVERIFY(!kept.contains(u"?"_s));
        store.flush();
        QCOMPARE(texts().size(), VersionStore::MaxVersions + 1); // "text 1" is still another's
        QCOMPARE(textsOf(store, u"other"_s), QStringList{u"text 1"_s});
    }

    void tooManyKeysLoseTheOldest()
    {
        VersionStore store({}); // in memory: 500 files take a while
        for (int i = 0; i <= VersionStore::MaxKeys; ++i)
            add(store, u"key %1"_s.arg(i), u"text"_s);
        QVERIFY(store.versions(u"key 0"_s).isEmpty());
        QCOMPARE(textsOf(store, u"key 1"_s), QStringList{u"text"_s});
        QCOMPARE(textsOf(store, u"key 500"_s), QStringList{u"text"_s});
    }

    void aRenamedKeyTakesItsVersionsAlong()
    {
        {
            VersionStore store(folder());
            add(store, u"a"_s, u"a1"_s);
            add(store, u"b"_s, u"b1"_s);
            add(store, u"a"_s, u"a2"_s);
            store.rename(u"a"_s, u"b"_s);
            store.rename(u"nothing"_s, u"b"_s);
            QCOMPARE(textsOf(store, u"b"_s), (QStringList{u"a2"_s, u"b1"_s, u"a1"_s}));
        }
        const VersionStore store(folder());
        QVERIFY(store.versions(u"a"_s).isEmpty());
        QCOMPARE(textsOf(store, u"b"_s), (QStringList{u"a2"_s, u"b1"_s, u"a1"_s}));
    }

    void aDamagedListIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("not JSON") << QByteArray("{\"version\": 1, ");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("another version") << QByteArray("{\"version\":2,\"key\":\"a\"}");
        QTest::newRow("another key") << QByteArray("{\"version\":1,\"key\":\"b\",\"versions\":[]}");
        QTest::newRow("a hash that is none")
            << QByteArray("{\"version\":1,\"key\":\"a\",\"versions\":[{\"sha256\":\"00\","
                          "\"at\":\"2026-11-24T10:00:00.000Z\"}]}");
    }
    void aDamagedListIsSetAside()
    {
        QFETCH(QByteArray, content);
        {
            VersionStore store(folder());
            add(store, u"a"_s, u"one"_s);
        }
        const QStringList lists = QDir(folder()).entryList({u"*.json"_s});
        QCOMPARE(lists.size(), 1);
        QFile file(folder() + u'/' + lists.first());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        VersionStore store(folder());
        QVERIFY(store.versions(u"a"_s).isEmpty());
        QCOMPARE(store.setAside().size(), 1);
        QVERIFY(store.setAside().first().startsWith(file.fileName() + u".broken-"_s));
        QFile aside(store.setAside().first());
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), content);
        add(store, u"a"_s, u"two"_s);
        QCOMPARE(textsOf(store, u"a"_s), QStringList{u"two"_s});
    }

    void aDamagedTextIsAnError()
    {
        {
            VersionStore store(folder());
            add(store, u"a"_s, u"one"_s);
            add(store, u"a"_s, u"two"_s);
        }
        const VersionStore store(folder());
        const TextVersion version = store.versions(u"a"_s).first();
        QFile file(folder() + u"/texts/"_s + QString::fromLatin1(version.hash.toHex()) + u".txt"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("twO");
        file.close();
        const Result<QString> changed = store.text(version);
        QVERIFY(!changed);
        QCOMPARE(changed.error().code, Error::Code::CannotRead);
        QVERIFY(file.remove());
        QVERIFY(!store.text(version));
        QCOMPARE(textsOf(store, u"a"_s), (QStringList{u"?"_s, u"one"_s}));
    }

    void whatCannotBeWrittenIsSaidAndKept()
    {
        QFile inTheWay(folder());
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        VersionStore store(folder());
        QSignalSpy failed(&store, &VersionStore::saveFailed);
        add(store, u"a"_s, u"one"_s);
        QTRY_VERIFY(!failed.isEmpty());
        QCOMPARE(failed.first().first().value<Error>().code, Error::Code::CannotWrite);
        QCOMPARE(textsOf(store, u"a"_s), QStringList{u"one"_s});
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestVersionStore)
#include "tst_versionstore.moc"
