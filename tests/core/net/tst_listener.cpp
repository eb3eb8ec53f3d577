#include "core/net/listener.h"
#include "tests/support/testprogram.h"

#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <vector>

using namespace Signalbox;

class tst_Listener : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_peers.clear(); }

    void letsOthersHaveTheirTurn();
    void pausesAtOnce();

private:
    /// They wait in the backlog: nothing is accepted before the event loop runs.
    void connectPeers(int count);
    void take(qintptr descriptor);

    std::unique_ptr<Listener> m_listener;
    std::vector<std::unique_ptr<QTcpSocket>> m_peers;
    int m_accepted = 0;
};

void tst_Listener::init()
{
    m_accepted = 0;
    m_listener = std::make_unique<Listener>();
    QVERIFY(m_listener->start(QHostAddress::LocalHost, 0));
    connect(m_listener.get(), &Listener::accepted, this, &tst_Listener::take);
}

void tst_Listener::connectPeers(int count)
{
    for (int i = 0; i < count; ++i) {
        auto peer = std::make_unique<QTcpSocket>();
        peer->connectToHost(QHostAddress::LocalHost, m_listener->serverPort());
        m_peers.push_back(std::move(peer));
    }
    for (const auto &peer : m_peers)
        QVERIFY(peer->state() == QAbstractSocket::ConnectedState || peer->waitForConnected(5000));
}

void tst_Listener::take(qintptr descriptor)
{
    ++m_accepted;
    auto socket = std::make_unique<QTcpSocket>();
    socket->setSocketDescriptor(descriptor);
    m_peers.push_back(std::move(socket));
}

void tst_Listener::letsOthersHaveTheirTurn()
{
    constexpr int Count = 300;
    connectPeers(Count);
    int most = 0;
    int before = m_accepted;
    QTimer other;
    connect(&other, &QTimer::timeout, this, [&] {
        most = std::max(most, m_accepted - before);
        before = m_accepted;
    });
    other.start(0);
    QTRY_COMPARE(m_accepted, Count);
    QVERIFY2(most <= 100, qPrintable(QString::number(most)));
}

void tst_Listener::pausesAtOnce()
{
    connect(m_listener.get(), &Listener::accepted, this, [this] {
        if (m_accepted == 3)
            m_listener->pause();
    });
    connectPeers(100);
    QTRY_COMPARE(m_accepted, 3);
    QTest::qWait(50);
    QCOMPARE(m_accepted, 3);
    m_listener->resume();
    QTRY_COMPARE(m_accepted, 100);
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_Listener)
#include "tst_listener.moc"
