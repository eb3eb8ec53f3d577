#include "tests/support/testprogram.h"
#include "ui/compose/resend.h"

#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestResend : public QObject
{
    Q_OBJECT
private:
    inline static const ClientId Ann = ClientId::create();

    static LogEntry entry(LogKind kind, Why why, const QString &detail, const QByteArray &payload)
    {
        LogEntry entry;
        entry.kind = kind;
        entry.why = why;
        entry.detail = detail;
        entry.payload = payload;
        entry.size = quint64(payload.size());
        entry.type = PayloadType::Text;
        entry.client = Ann;
        return entry;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    /// The window does not wait for a long one, and the order stays.
    void aLongRowIsReadBesideTheWindow()
    {
        RowReader reader;
        QByteArrayList read;
        const auto take = [&read](const std::optional<Signal> &signal, const QString &whyNot) {
            read.append(signal ? signal->payload.first(5) : whyNot.toUtf8());
        };
        const QByteArray values = QByteArray("1,").repeated(int(RowReader::AtOnce) / 2);
        reader.read(entry(LogKind::In, Why::ToAll, {}, R"({"message":"short"})"), take);
        QCOMPARE(read, QByteArrayList{"short"});
        read.clear();
        reader.read(entry(LogKind::In, Why::ToAll, {}, "{\"message\":[" + values + "2]}"), take);
        reader.read(entry(LogKind::In, Why::ToAll, {}, "[" + values + "2]"), take);
        reader.read(entry(LogKind::In, Why::ToAll, {}, R"({"message":"after"})"), take);
        QVERIFY(read.isEmpty());
        QTRY_COMPARE(read.size(), 3);
        QCOMPARE(read, (QByteArrayList{"[1,1,", "Nothing was sent of this message.", "after"}));
        reader.read(entry(LogKind::In, Why::ToAll, {}, R"({"message":"again"})"), take);
        QCOMPARE(read.constLast(), "again");
    }

    void whatWasSentGoesToTheSameRule_data()
    {
        QTest::addColumn<LogEntry>("row");
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<Target>("target");
        const QByteArray envelope = "{\"message\": {\"n\": 1.50}, \"path\": \"/x\"}";
        QTest::newRow("to everyone")
            << entry(LogKind::Console, Why::ToAll, {}, "a") << QByteArray("a") << Target{};
        QTest::newRow("to a path") << entry(LogKind::Http, Why::ToPath, u"/x"_s, "a")
                                   << QByteArray("a") << Target{u"/x"_s, {}, {}};
        QTest::newRow("to a group") << entry(LogKind::Timer, Why::ToGroup, u"blue"_s, "a")
                                    << QByteArray("a") << Target{{}, u"blue"_s, {}};
        QTest::newRow("to one client") << entry(LogKind::Out, Why::ToClient, Ann.toString(), "a")
                                       << QByteArray("a") << Target{{}, {}, {Ann}};
        QTest::newRow("back to its sender") << entry(LogKind::Out, Why::Direct, {}, "a")
                                            << QByteArray("a") << Target{{}, {}, {Ann}};
        QTest::newRow("a client's message: what was made of it")
            << entry(LogKind::In, Why::ToPath, u"/x"_s, envelope) << QByteArray("{\"n\":1.50}")
            << Target{u"/x"_s, {}, {}};
    }
    void whatWasSentGoesToTheSameRule()
    {
        QFETCH(LogEntry, row);
        QFETCH(QByteArray, payload);
        QFETCH(Target, target);
        const auto signal = signalOf(row);
        QVERIFY(signal);
        QCOMPARE(signal->payload, payload);
        QVERIFY(signal->target == target);
    }

    void whatCannotBeSentAgainIsNoSignal_data()
    {
        QTest::addColumn<LogEntry>("row");
        QTest::addColumn<QString>("why");
        QTest::newRow("a message that nothing came of")
            << entry(LogKind::In, Why::NotJson, {}, "hello") << u"This message went to nobody."_s;
        QTest::newRow("a message that is no envelope")
            << entry(LogKind::In, Why::ToAll, {}, "[]") << u"Nothing was sent of this message."_s;
        QTest::newRow("to clients that are not known any more")
            << entry(LogKind::Console, Why::ToClients, {}, "a")
            << u"To which clients this went is not known any more."_s;
        QTest::newRow("a client that joined")
            << entry(LogKind::Join, Why::None, {}, {}) << u"This row is no message."_s;
        LogEntry cut = entry(LogKind::Out, Why::ToAll, {}, "a");
        cut.size = 2;
        QTest::newRow("a payload of which only a part was kept")
            << cut << u"Only 1 B of 2 B of this message were kept."_s;
        LogEntry binary = entry(LogKind::In, Why::ToAll, {}, "a");
        binary.type = PayloadType::Binary;
        QTest::newRow("a binary message") << binary << u"This message is binary."_s;
    }
    void whatCannotBeSentAgainIsNoSignal()
    {
        QFETCH(LogEntry, row);
        QVERIFY(!signalOf(row));
        QTEST(noSignalText(row), "why");
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestResend)
#include "tst_resend.moc"
