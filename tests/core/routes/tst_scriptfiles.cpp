#include "core/routes/scriptfiles.h"
#include "core/routes/scriptstatefile.h"
#include "core/routes/scriptvalues.h"
#include "tests/support/testprogram.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestScriptFiles : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void reads()
    {
        ScriptFiles files{QDir(m_folder->path())};
        write(u"a.js"_s, "reply('é')");
        QCOMPARE(*files.open(u"a.js"_s), u"reply('é')"_s);
        write(u"bad.js"_s, "\xff");
        write(u"big.js"_s, QByteArray(MaxScriptSource + 1, ' '));
        for (const auto &[name, why] :
             {std::pair(u"bad.js"_s, u"UTF-8"_s), std::pair(u"big.js"_s, u"larger"_s),
              std::pair(u"none.js"_s, u"not there"_s), std::pair(u"."_s, u"folder"_s)}) {
            const auto text = files.open(name);
            QVERIFY(!text);
            QCOMPARE(text.error().code, Error::Code::CannotRead);
            QVERIFY2(text.error().detail.contains(why), qPrintable(text.error().detail));
        }
    }

    void tellsOfChanges()
    {
        ScriptFiles files{QDir(m_folder->path())};
        QSignalSpy changed(&files, &ScriptFiles::changed);
        write(u"a.js"_s, "1");
        QVERIFY(files.open(u"a.js"_s));
        QVERIFY(!files.open(u"later.js"_s));
        const auto last = [&changed] {
            return changed.isEmpty() ? QString() : changed.last()[0].toString();
        };
        write(u"a.js"_s, "2"); // in its place
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(last(), u"a.js"_s);
        write(u"new"_s, "3"); // another file in its place
        QVERIFY(QFile::remove(path(u"a.js"_s)));
        QVERIFY(QFile::rename(path(u"new"_s), path(u"a.js"_s)));
        QTRY_VERIFY(changed.size() >= 2);
        QTRY_COMPARE(*files.read(u"a.js"_s), u"3"_s);
        write(u"later.js"_s, "4"); // a file that was not there
        QTRY_COMPARE(last(), u"later.js"_s);
        QVERIFY(QFile::remove(path(u"later.js"_s)));
        const auto before = changed.size();
        QTRY_VERIFY(changed.size() > before);
        files.keepOnly({u"a.js"_s});
        changed.clear();
        write(u"later.js"_s, "5");
        write(u"a.js"_s, "6");
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(last(), u"a.js"_s);
    }

    void theStateIsKept()
    {
        const ScriptStateFile file(path(u"store/state.json"_s));
        QCOMPARE(file.load()->state, "{}"_ba);
        QVERIFY(file.save("{\"a\":1}"));
        QCOMPARE(file.load()->state, "{\"a\":1}"_ba);
        QVERIFY(!file.load()->recovery);
    }

    void aDamagedStateIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("cut off where a block ends") << "{\"a\":\"" + QByteArray(506, 'x');
        QTest::newRow("zeros") << QByteArray(100, '\0');
    }
    void aDamagedStateIsSetAside()
    {
        QFETCH(QByteArray, content);
        write(u"state.json"_s, content);
        const ScriptStateFile file(path(u"state.json"_s));
        const auto loaded = file.load();
        QVERIFY(loaded);
        QCOMPARE(loaded->state, "{}"_ba);
        QVERIFY(loaded->recovery);
        QFile aside(loaded->recovery->setAside);
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), content);
        QVERIFY(!QFile::exists(path(u"state.json"_s)));
        QVERIFY(!file.load()->recovery);
    }

    void aMistakeInTheStateIsToldWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("told");
        QTest::newRow("empty") << QByteArray() << u":1:1: "_s;
        QTest::newRow("a bracket too few") << "{\"a\":\n1"_ba << u":2:2: "_s;
        QTest::newRow("not an object") << "[1]"_ba << u": it is not an object"_s;
        QTest::newRow("Latin-1") << "{\"gr\xf6\xdf e\": 1}"_ba << u":1:5: "_s;
        QTest::newRow("too large")
            << "{\"a\":\"" + QByteArray(MaxScriptState, 'x') + "\"}" << u": it is larger than"_s;
    }
    void aMistakeInTheStateIsToldWithItsPlace()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, told);
        write(u"state.json.1"_s, "{\"a\":1}");
        write(u"state.json"_s, content);
        const ScriptStateFile file(path(u"state.json"_s));
        QVERIFY(file.mistake());
        const auto loaded = file.load();
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, Error::Code::BadDocument);
        QVERIFY2(loaded.error().detail.startsWith(path(u"state.json"_s) + told),
                 qPrintable(loaded.error().detail));
        QFile untouched(path(u"state.json"_s));
        QVERIFY(untouched.open(QIODevice::ReadOnly));
        QCOMPARE(untouched.readAll(), content);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 2);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestScriptFiles)
#include "tst_scriptfiles.moc"
