#include "core/server/sendtarget.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

const ClientId Sender = *ClientId::fromString(u"7d0c2f6e-6e1a-4b0a-9f55-0a1b2c3d4e5f"_s);
const ClientId Other = *ClientId::fromString(u"11111111-2222-4333-8444-555555555555"_s);
using Mode = ScriptEffect::Mode;

} // namespace

class TestSendTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void inheritance_data()
    {
        QTest::addColumn<ScriptEffect>("effect");
        QTest::addColumn<ClientMessage>("message");
        QTest::addColumn<Target>("target");
        QTest::addColumn<bool>("isSender");
        const Target sender{.clients = {Sender}};
        const ScriptEffect plain;
        QTest::newRow("nothing given, nothing to inherit")
            << plain << ClientMessage{} << Target{} << false;
        QTest::newRow("path and group are inherited")
            << plain << ClientMessage{.path = u"/a"_s, .group = u"g"_s}
            << Target{.path = u"/a"_s, .group = u"g"_s} << false;
        QTest::newRow("what is given wins")
            << ScriptEffect{.path = u"/b"_s} << ClientMessage{.path = u"/a"_s, .group = u"g"_s}
            << Target{.path = u"/b"_s, .group = u"g"_s} << false;
        QTest::newRow("given as nothing")
            << ScriptEffect{.path = QString(), .group = QString()}
            << ClientMessage{.path = u"/a"_s, .group = u"g"_s} << Target{} << false;
        QTest::newRow("direct is inherited")
            << plain << ClientMessage{.direct = true} << sender << true;
        QTest::newRow("a broadcast of a direct message")
            << ScriptEffect{.mode = Mode::Broadcast} << ClientMessage{.direct = true} << Target{}
            << false;
        QTest::newRow("direct") << ScriptEffect{.mode = Mode::Direct, .path = u"/b"_s}
                                << ClientMessage{} << sender << true;
        QTest::newRow("to the sender's own id")
            << plain << ClientMessage{.clientId = Sender.toString()} << sender << true;
        QTest::newRow("a client is inherited")
            << plain << ClientMessage{.clientId = Other.toString()} << Target{.clients = {Other}}
            << false;
    }
    void inheritance()
    {
        QFETCH(ScriptEffect, effect);
        QFETCH(ClientMessage, message);
        QFETCH(Target, target);
        QFETCH(bool, isSender);
        const SendTarget to = sendTargetOf(effect, message, Sender);
        QCOMPARE(to.target, target);
        QCOMPARE(to.isSender, isSender);
        QVERIFY(to.unknownClient.isEmpty());
    }

    void aClientThatIsNoId()
    {
        const SendTarget to =
            sendTargetOf({.clientId = u"nobody"_s}, {.path = u"/a"_s}, ClientId());
        QCOMPARE(to.unknownClient, u"nobody"_s);
        QVERIFY(!to.isSender);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestSendTarget)
#include "tst_sendtarget.moc"
