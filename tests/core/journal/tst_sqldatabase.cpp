#include "core/journal/sqldatabase.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// What is bound to a statement is what comes into the file, whatever was bound before.
class tst_SqlDatabase : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        Result<SqlDatabase> database =
            SqlDatabase::open(m_folder->filePath(u"a.db"_s), SqlDatabase::Mode::Write);
        QVERIFY(database);
        m_database = std::move(database).value();
        QVERIFY(m_database.run("CREATE TABLE t(id INTEGER PRIMARY KEY, a, b)"));
        Result<SqlStatement> insert = m_database.prepare("INSERT INTO t(a, b) VALUES(?, ?)");
        QVERIFY(insert);
        m_insert = std::move(insert).value();
    }
    void cleanup()
    {
        m_insert = {};
        m_database = {};
    }

    void theSameTextAgain()
    {
        for (const QString &text : {u"ä"_s, u"ä"_s, u"o"_s, u""_s, u""_s, u"ä"_s}) {
            m_insert.bindText(1, text);
            m_insert.bindText(2, u"x"_s);
            QVERIFY(m_insert.step());
        }
        QCOMPARE(rows(),
                 (QStringList{u"text ä, text x"_s, u"text ä, text x"_s, u"text o, text x"_s,
                              u"text , text x"_s, u"text , text x"_s, u"text ä, text x"_s}));
    }

    void aNullStringIsAnEmptyText()
    {
        m_insert.bindText(1, QString());
        m_insert.bindText(2, u""_s);
        QVERIFY(m_insert.step());
        m_insert.bindText(1, u""_s);
        m_insert.bindText(2, QString());
        QVERIFY(m_insert.step());
        QCOMPARE(rows(), (QStringList{u"text , text "_s, u"text , text "_s}));
    }

    void somethingElseBetween_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("seen");
        QTest::newRow("a number") << 0 << u"integer 7, text b"_s;
        QTest::newRow("bytes") << 1 << u"blob \u0001, text b"_s;
        QTest::newRow("no bytes") << 2 << u"blob , text b"_s;
        QTest::newRow("a copy of bytes") << 3 << u"blob \u0001, text b"_s;
    }
    void somethingElseBetween()
    {
        QFETCH(const int, what);
        QFETCH(const QString, seen);
        const QByteArray bytes(1, '\1');
        for (int run = 0; run < 3; ++run) {
            if (run != 1)
                m_insert.bindText(1, u"a"_s);
            else if (what == 0)
                m_insert.bind(1, 7);
            else if (what == 3)
                m_insert.bindCopy(1, bytes);
            else
                m_insert.bindBytes(1, what == 1 ? bytes : QByteArray());
            m_insert.bindText(2, u"b"_s);
            QVERIFY(m_insert.step());
        }
        QCOMPARE(rows(), (QStringList{u"text a, text b"_s, seen, u"text a, text b"_s}));
    }

    void anotherStatementHasItsOwn()
    {
        m_insert.bindText(1, u"a"_s);
        m_insert.bindText(2, u"a"_s);
        QVERIFY(m_insert.step());
        Result<SqlStatement> prepared = m_database.prepare("INSERT INTO t(b, a) VALUES(?, ?)");
        QVERIFY(prepared);
        m_insert = std::move(prepared).value();
        m_insert.bindText(1, u"a"_s);
        m_insert.bindText(2, u"c"_s);
        QVERIFY(m_insert.step());
        QCOMPARE(rows(), (QStringList{u"text a, text a"_s, u"text c, text a"_s}));
    }

private:
    QStringList rows() const
    {
        Result<SqlStatement> prepared =
            m_database.prepare("SELECT typeof(a), a, typeof(b), b FROM t ORDER BY id");
        if (!prepared)
            return {};
        SqlStatement select = std::move(prepared).value();
        QStringList found;
        for (Result<bool> row = select.step(); row && row.value(); row = select.step())
            found.append(u"%1 %2, %3 %4"_s.arg(select.text(0), select.text(1), select.text(2),
                                               select.text(3)));
        return found;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    SqlDatabase m_database;
    SqlStatement m_insert;
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_SqlDatabase)
#include "tst_sqldatabase.moc"
