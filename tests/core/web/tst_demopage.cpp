#include "core/web/demopage.h"
#include "tests/support/testprogram.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QThread>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestDemoPage : public QObject
{
    Q_OBJECT

private:
    /// The text of the only element that `open` begins; empty if there is none or a second one.
    static QByteArray onlyElement(const QByteArray &open, const QByteArray &close)
    {
        const QByteArray &html = demoPage().html;
        const qsizetype begin = html.indexOf(open);
        if (begin < 0 || html.indexOf(open, begin + 1) >= 0)
            return {};
        const qsizetype textBegin = html.indexOf('>', begin) + 1;
        return html.mid(textBegin, html.indexOf(close, textBegin) - textBegin);
    }

    static QByteArray source(const QByteArray &text)
    {
        return "'sha256-" + QCryptographicHash::hash(text, QCryptographicHash::Sha256).toBase64()
               + '\'';
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void pageIsOneSmallWholeDocument()
    {
        const QByteArray &html = demoPage().html;
        QVERIFY(html.startsWith("<!DOCTYPE html>"));
        QVERIFY(html.trimmed().endsWith("</html>"));
        QVERIFY(html.size() < 64 * 1024);
        QVERIFY(!html.contains('\r'));
        QVERIFY(!onlyElement("<style", "</style>").isEmpty());
        QVERIFY(!onlyElement("<script", "</script>").isEmpty());
    }

    void policyNamesTheHashesOfTheBytes()
    {
        QList<QByteArray> directives = demoPage().contentSecurityPolicy.split(';');
        for (QByteArray &directive : directives)
            directive = directive.trimmed();
        const QList<QByteArray> expected{"default-src 'none'",
                                         "script-src "
                                             + source(onlyElement("<script", "</script>")),
                                         "style-src " + source(onlyElement("<style", "</style>")),
                                         "connect-src 'self' ws: wss:",
                                         "img-src data:",
                                         "base-uri 'none'",
                                         "form-action 'none'",
                                         "frame-ancestors 'none'"};
        QCOMPARE(directives, expected);
    }

    void pageHasNothingThePolicyBlocks_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::newRow("an address outside, other than the name of SVG")
            << u"\\b(https?|ftp):(?!//www\\.w3\\.org/2000/svg['\"])//"_s;
        QTest::newRow("an address without a scheme") << u"(src|href|action)\\s*=\\s*[\"']?//"_s;
        QTest::newRow("a style that loads something") << u"@import|url\\("_s;
        QTest::newRow("an element that loads something")
            << u"<(img|iframe|object|embed|base|audio|video|source)\\b"_s;
        QTest::newRow("an inline event handler") << u"<[^>]*\\son\\w+\\s*="_s;
        QTest::newRow("a style attribute") << u"<[^>]*\\sstyle\\s*="_s;
        QTest::newRow("a script or style of another kind") << u"<(script|style)\\s"_s;
        QTest::newRow("code made from text") << u"\\beval\\s*\\(|new Function|javascript:"_s;
        QTest::newRow("markup made from text")
            << u"innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|createContextualFragment|srcdoc"_s;
        QTest::newRow("something kept in the browser")
            << u"document\\.cookie|localStorage|sessionStorage|indexedDB"_s;
    }

    void pageHasNothingThePolicyBlocks()
    {
        QFETCH(QString, pattern);
        const QRegularExpression expression(pattern, QRegularExpression::CaseInsensitiveOption);
        QVERIFY2(expression.isValid(), qPrintable(expression.errorString()));
        const QRegularExpressionMatch match = expression.match(QString::fromUtf8(demoPage().html));
        QVERIFY2(!match.hasMatch(), qPrintable(match.captured()));
    }

    void elementsKeepTheirIds_data()
    {
        QTest::addColumn<QByteArray>("id");
        for (const char *id : {"status", "client-id", "path", "message", "send", "messages",
                               "frames", "close-info", "reconnect", "target", "name"})
            QTest::newRow(id) << QByteArray(id);
    }

    void elementsKeepTheirIds()
    {
        QFETCH(QByteArray, id);
        QCOMPARE(demoPage().html.count(QByteArray(" id=\"" + id + '"')), 1);
    }

    void everyIdTheScriptLooksUpExists()
    {
        const QString html = QString::fromUtf8(demoPage().html);
        const QRegularExpression lookup(u"\\$\\('([^']+)'\\)"_s);
        int found = 0;
        for (auto it = lookup.globalMatch(html); it.hasNext(); ++found) {
            const QString id = it.next().captured(1);
            QVERIFY2(html.contains(QString(u" id=\""_s + id + u'"')), qPrintable(id));
        }
        QVERIFY(found > 10);
    }

    void etagIsAQuotedHash()
    {
        const QByteArray etag = demoPage().etag;
        QCOMPARE(
            etag,
            '"' + QCryptographicHash::hash(demoPage().html, QCryptographicHash::Sha256).toBase64()
                + '"');
    }

    void everyThreadGetsTheSamePage()
    {
        const DemoPage *seen = nullptr;
        const std::unique_ptr<QThread> thread(QThread::create([&seen] { seen = &demoPage(); }));
        thread->start();
        QVERIFY(thread->wait(10000));
        QCOMPARE(seen, &demoPage());
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestDemoPage)
#include "tst_demopage.moc"
