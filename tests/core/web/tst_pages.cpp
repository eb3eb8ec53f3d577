#include "core/web/pages.h"
#include "tests/support/testprogram.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestPages : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    const QByteArray m_content = "0123456789";

    Response ask(const QString &path, const QList<std::pair<QByteArray, QByteArray>> &fields = {},
                 const QByteArray &method = "GET") const
    {
        Request request;
        request.method = method;
        request.target = '/' + path.toUtf8().toPercentEncoding("/");
        request.fields = fields;
        return pageResponse(request, m_folder.filePath(u"public"_s), path);
    }
    static QByteArray field(const Response &response, QByteArrayView name)
    {
        for (const auto &[key, value] : response.fields)
            if (key == name)
                return value;
        return {};
    }
    static QByteArray body(const Response &response)
    {
        return response.file ? response.file->read(response.fileBytes) : response.body;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QDir root(m_folder.path());
        for (const QString &folder :
             {u"public/docs"_s, u"public/empty"_s, u"public/.git"_s, u"public2"_s})
            QVERIFY(root.mkpath(folder));
        for (const QString &name :
             {u"public/a.txt"_s, u"public/index.html"_s, u"public/docs/index.html"_s,
              u"public/.secret"_s, u"public/.git/config"_s, u"outside.txt"_s, u"public2/a.txt"_s,
              u"public/b c.svg"_s}) {
            QFile file(root.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(m_content);
        }
#ifdef Q_OS_UNIX
        QVERIFY(QFile::link(root.filePath(u"outside.txt"_s), root.filePath(u"public/link.txt"_s)));
        QVERIFY(QFile::link(root.filePath(u"public2"_s), root.filePath(u"public/folder"_s)));
        QVERIFY(QFile::link(u"a.txt"_s, root.filePath(u"public/inside.txt"_s)));
#endif
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
    }

    void statuses_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("the folder") << u""_s << 200 << "text/html; charset=utf-8"_ba;
        QTest::newRow("a file") << u"a.txt"_s << 200 << "text/plain; charset=utf-8"_ba;
        QTest::newRow("a name with a space")
            << u"b c.svg"_s << 200 << "image/svg+xml; charset=utf-8"_ba;
        QTest::newRow("a folder's index") << u"docs/"_s << 200 << "text/html; charset=utf-8"_ba;
        QTest::newRow("a folder without its slash") << u"docs"_s << 301 << QByteArray();
        QTest::newRow("a folder without an index") << u"empty/"_s << 404 << QByteArray();
        QTest::newRow("not there") << u"none"_s << 404 << QByteArray();
        QTest::newRow("a file with a slash behind it") << u"a.txt/"_s << 404 << QByteArray();
        QTest::newRow("hidden") << u".secret"_s << 404 << QByteArray();
        QTest::newRow("in a hidden folder") << u".git/config"_s << 404 << QByteArray();
        QTest::newRow("out of the folder") << u"../outside.txt"_s << 404 << QByteArray();
        QTest::newRow("a folder beside it with a longer name")
            << u"../public2/a.txt"_s << 404 << QByteArray();
        QTest::newRow("absolute") << m_folder.filePath(u"outside.txt"_s) << 404 << QByteArray();
        QTest::newRow("a stream of a file") << u"a.txt:x"_s << 404 << QByteArray();
        QTest::newRow("a backslash") << u"..\\outside.txt"_s << 404 << QByteArray();
#ifdef Q_OS_UNIX
        QTest::newRow("a link that leads out") << u"link.txt"_s << 404 << QByteArray();
        QTest::newRow("through a link that leads out") << u"folder/a.txt"_s << 404 << QByteArray();
        QTest::newRow("a link inside") << u"inside.txt"_s << 200 << "text/plain; charset=utf-8"_ba;
#endif
    }
    void statuses()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, type);
        const Response response = ask(path);
        QTEST(response.status, "status");
        if (response.status == 200) {
            QCOMPARE(response.type, type);
            QCOMPARE(body(response), m_content);
            QVERIFY(field(response, "ETag").startsWith('"'));
        }
    }

    void ranges_data()
    {
        QTest::addColumn<QByteArray>("range");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("the first") << "bytes=0-0"_ba << 206 << "0"_ba
                                   << "bytes 0-0/10"_ba;
        QTest::newRow("the middle") << "bytes=3-5"_ba << 206 << "345"_ba
                                    << "bytes 3-5/10"_ba;
        QTest::newRow("from there on") << "bytes=8-"_ba << 206 << "89"_ba
                                       << "bytes 8-9/10"_ba;
        QTest::newRow("the last") << "bytes=-3"_ba << 206 << "789"_ba
                                  << "bytes 7-9/10"_ba;
        QTest::newRow("more than there is") << "bytes=5-99"_ba << 206 << "56789"_ba
                                            << "bytes 5-9/10"_ba;
        QTest::newRow("the last, more than there is")
            << "bytes=-99"_ba << 206 << m_content << "bytes 0-9/10"_ba;
        QTest::newRow("behind the end") << "bytes=10-"_ba << 416 << QByteArray() << "bytes */10"_ba;
        QTest::newRow("the last none") << "bytes=-0"_ba << 416 << QByteArray() << "bytes */10"_ba;
        QTest::newRow("several") << "bytes=0-1,3-4"_ba << 200 << m_content << QByteArray();
        QTest::newRow("backwards") << "bytes=5-3"_ba << 200 << m_content << QByteArray();
        QTest::newRow("nonsense") << "bytes=a-b"_ba << 200 << m_content << QByteArray();
        QTest::newRow("signs") << "bytes=+1-+2"_ba << 200 << m_content << QByteArray();
        QTest::newRow("another unit") << "lines=0-1"_ba << 200 << m_content << QByteArray();
        QTest::newRow("a number without end")
            << "bytes=99999999999999999999-"_ba << 200 << m_content << QByteArray();
    }
    void ranges()
    {
        QFETCH(QByteArray, range);
        QFETCH(QByteArray, body);
        const Response response = ask(u"a.txt"_s, {{"Range", range}});
        QTEST(response.status, "status");
        QTEST(field(response, "Content-Range"), "content");
        if (!body.isEmpty())
            QCOMPARE(this->body(response), body);
    }

    void conditions()
    {
        const Response first = ask(u"a.txt"_s);
        const QByteArray tag = field(first, "ETag");
        const QByteArray changed = field(first, "Last-Modified");
        for (const QByteArray &each : QByteArrayList{tag, "W/" + tag, "\"x\", " + tag, "*"})
            QCOMPARE(ask(u"a.txt"_s, {{"If-None-Match", each}}).status, 304);
        QCOMPARE(ask(u"a.txt"_s, {{"If-None-Match", "\"x\""}}).status, 200);
        QCOMPARE(ask(u"a.txt"_s, {{"If-Modified-Since", changed}}).status, 304);
        QCOMPARE(ask(u"a.txt"_s, {{"If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"}}).status,
                 200);
        QCOMPARE(ask(u"a.txt"_s, {{"If-Modified-Since", "soon"}}).status, 200);
        // the tag counts, not the time
        QCOMPARE(
            ask(u"a.txt"_s, {{"If-None-Match", "\"x\""}, {"If-Modified-Since", changed}}).status,
            200);
        QCOMPARE(ask(u"a.txt"_s, {{"Range", "bytes=0-1"}, {"If-Range", tag}}).status, 206);
        QCOMPARE(ask(u"a.txt"_s, {{"Range", "bytes=0-1"}, {"If-Range", "\"x\""}}).status, 200);
        QCOMPARE(ask(u"a.txt"_s, {{"Range", "bytes=0-1"}}, "HEAD").status, 200);
    }

    void aFolderLeadsToItself()
    {
        Request request;
        request.method = "GET";
        request.target = "//evil.example/..%2fdocs?x=1";
        const Response response = pageResponse(request, m_folder.filePath(u"public"_s), u"docs"_s);
        QCOMPARE(response.status, 301);
        QCOMPARE(field(response, "Location"), "./..%2fdocs/"_ba); // relative: no other host
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestPages)
#include "tst_pages.moc"
