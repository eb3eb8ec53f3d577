#include "core/net/handshake.h"
#include "core/net/request.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_Handshake : public QObject
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
        Request request;
        request.method = "GET";
        request.target = "/chat?name=Ada";
        request.fields = {
            {"Host", "127.0.0.1:8091"},         {"Upgrade", "websocket"},
            {"Connection", "Upgrade"},          {"Sec-WebSocket-Version", "13"},
            {"Sec-WebSocket-Protocol", "chat"}, {"Sec-WebSocket-Extensions", "permessage-deflate"},
            {"Sec-WebSocket-Key", key}};
        // No protocol and no extension is chosen.
        const QByteArray answer = "HTTP/1.1 101 Switching Protocols\r\n"
                                  "Upgrade: websocket\r\n"
                                  "Connection: Upgrade\r\n"
                                  "Sec-WebSocket-Accept: "
                                  + accept + "\r\n\r\n";
        QCOMPARE(handshakeAnswer(request), answer);
        QCOMPARE(handshakeAnswer(request, "permessage-deflate"),
                 answer.chopped(2) + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_Handshake)

#include "tst_handshake.moc"
