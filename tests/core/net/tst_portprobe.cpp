#include "core/net/portprobe.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestPortProbe : public QObject
{
    Q_OBJECT
private:
    static std::optional<Error::Code> codeOf(const Status &status)
    {
        return status ? std::nullopt : std::optional(status.error().code);
    }
    static std::optional<Error::Code> codeIn(const QSignalSpy &answers, int index)
    {
        const auto problem = answers.at(index).at(2).value<std::optional<Error>>();
        return problem ? std::optional(problem->code) : std::nullopt;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aTakenPort_data()
    {
        QTest::addColumn<QString>("theirs");
        QTest::addColumn<QString>("ours");
        QTest::newRow("the same address") << u"127.0.0.1"_s << u"127.0.0.1"_s;
        QTest::newRow("by its name") << u"127.0.0.1"_s << u"localhost"_s;
        QTest::newRow("every address over one") << u"127.0.0.1"_s << u"*"_s;
        QTest::newRow("one under every address") << u"0.0.0.0"_s << u"127.0.0.1"_s;
        QTest::newRow("a name that would have to be looked up counts as every address")
            << u"127.0.0.1"_s << u"lab.example"_s;
    }
    void aTakenPort()
    {
        QFETCH(QString, theirs);
        QFETCH(QString, ours);
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress(theirs), 0));
        const quint16 port = other.serverPort();
        QCOMPARE(codeOf(probePort(ours, port)), std::optional(Error::Code::PortInUse));
        other.close();
        QCOMPARE(codeOf(probePort(ours, port)), std::nullopt);
        QVERIFY(other.listen(QHostAddress(theirs), port)); // the probe gave it back
    }

    void theOtherEndOfAClosedConnectionIsNoObstacle()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, 0));
        const quint16 port = other.serverPort();
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, port);
        QVERIFY(other.waitForNewConnection(5000));
        QTcpSocket *accepted = other.nextPendingConnection();
        accepted->disconnectFromHost(); // first: its end waits out the time of late packets
        QVERIFY(client.waitForDisconnected(5000) || client.state() == QTcpSocket::UnconnectedState);
        other.close();
        QCOMPARE(codeOf(probePort(u"127.0.0.1"_s, port)), std::nullopt);
    }

    void anAddressOfSomebodyElse()
    {
        QCOMPARE(codeOf(probePort(u"203.0.113.9"_s, 0)),
                 std::optional(Error::Code::AddressUnavailable));
    }

    void theAnswerComesLater()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, 0));
        PortProbe probe;
        QSignalSpy answers(&probe, &PortProbe::answered);
        probe.probe(u"127.0.0.1"_s, other.serverPort());
        QCOMPARE(answers.count(), 0);
        QVERIFY(answers.wait());
        QCOMPARE(answers.at(0).at(0).toString(), u"127.0.0.1"_s);
        QCOMPARE(answers.at(0).at(1).value<quint16>(), other.serverPort());
        QCOMPARE(codeIn(answers, 0), std::optional(Error::Code::PortInUse));
    }

    void onlyTheLatestQuestionIsAnswered()
    {
        PortProbe probe;
        QSignalSpy answers(&probe, &PortProbe::answered);
        probe.probe(u"nowhere.invalid"_s, 1);
        probe.probe(u"127.0.0.1"_s, 2);
        probe.probe(u"127.0.0.1"_s, 0);
        QVERIFY(answers.wait());
        QCOMPARE(answers.count(), 1);
        QCOMPARE(answers.at(0).at(1).value<quint16>(), quint16(0));
        QCOMPARE(codeIn(answers, 0), std::nullopt);
        probe.probe(u"127.0.0.1"_s, 0);
        probe.cancel();
        QCoreApplication::processEvents();
        QCOMPARE(answers.count(), 1);
    }

    void anUnknownName()
    {
        PortProbe probe;
        QSignalSpy answers(&probe, &PortProbe::answered);
        probe.probe(u"nowhere.invalid"_s, 0);
        QVERIFY(answers.wait(20'000));
        QCOMPARE(codeIn(answers, 0), std::optional(Error::Code::AddressUnavailable));
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestPortProbe)
#include "tst_portprobe.moc"
