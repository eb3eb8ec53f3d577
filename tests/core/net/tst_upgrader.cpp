#include "core/net/request.h"
#include "core/net/upgrader.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

Request upgradeRequest(const QByteArray &key)
{
    Request request;
    request.method = "GET";
    request.target = "/chat?name=Ada";
    request.fields = {{"Host", "127.0.0.1:8091"},
                      {"Upgrade", "websocket"},
                      {"Connection", "Upgrade"},
                      {"Sec-WebSocket-Version", "13"},
                      {"Sec-WebSocket-Key", key}};
    return request;
}

} // namespace

class tst_Upgrader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("accept");
        QTest::newRow("the example of RFC 6455")
            << QByteArray("dGhlIHNhbXBsZSBub25jZQ==") << QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        QTest::newRow("another key")
            << QByteArray("x3JJHMbDL1EzLkh9GBhXDw==") << QByteArray("HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
    }
    void answers()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, accept);
        Upgrader upgrader(u"Signalbox"_s, this);
        for (int i = 0; i < 3; ++i) { // one is no trouble for the next
            const QByteArray answer = upgrader.answer(upgradeRequest(key));
            QVERIFY2(answer.startsWith("HTTP/1.1 101 "), answer);
            const QByteArray field = "\r\nSec-WebSocket-Accept: " + accept + "\r\n";
            QVERIFY2(answer.contains(field), answer);
            QVERIFY2(answer.endsWith("\r\n\r\n"), answer);
            QCOMPARE(answer.count("\r\n\r\n"), 1); // and not a close frame behind it
            QVERIFY2(!answer.contains("Sec-WebSocket-Extensions"), answer);
        }
    }
    void keepsNothing()
    {
        Upgrader upgrader(u"Signalbox"_s, this);
        upgrader.answer(upgradeRequest("dGhlIHNhbXBsZSBub25jZQ=="));
        const qsizetype before = findChildren<QObject *>().size();
        for (int i = 0; i < 10; ++i)
            upgrader.answer(upgradeRequest("dGhlIHNhbXBsZSBub25jZQ=="));
        QCOMPARE(findChildren<QObject *>().size(), before);
    }
    void refusesWhatQtDoesNotUpgrade()
    {
        Upgrader upgrader(u"Signalbox"_s, this);
        QVERIFY(upgrader.answer(upgradeRequest("")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_Upgrader)

#include "tst_upgrader.moc"
