#include "tests/support/testprogram.h"
#include "ui/clients/clientspanel.h"
#include "ui/clients/clientview.h"
#include "ui/log/inspector.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"
#include "windowfixture.h"
#include "windowtexts.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTcpSocket>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

// no secrets: texts for this test
const QByteArray Token = "correct-horse-battery-staple";
const QByteArray Wrong = "incorrect-horse-battery-staple";
const QByteArray Code = "QX7K42";

/// The first line of the answer to an upgrade request.
QByteArray ask(quint16 port, const QByteArray &target, const QByteArray &fields = {})
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, port);
    socket.write("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                 + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                 + fields + "\r\n");
    if (!QTest::qWaitFor([&socket] { return socket.canReadLine(); }))
        return {};
    const QByteArray line = socket.readLine();
    QTest::qWait(150); // its client is listed and looked at
    return line;
}

} // namespace

/// Tokens and join codes are shown nowhere: not in a title, a list, a tool tip, a row or its
/// details, and so in no picture of the window either.
class TestSecrets : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<WindowFixture> m_fixture;
    QList<ShownText> m_seen;

    void look() { m_seen += shownTexts(); }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    void areShownNowhere()
    {
        Configuration configuration = WindowFixture::onFreePort();
        EndpointConfig &endpoint = configuration.endpoints.first();
        endpoint.token = QString::fromLatin1(Token);
        endpoint.joinCode = QString::fromLatin1(Code);
        endpoint.limits = {{u"failuresPerMinute"_s, 0}};
        m_fixture = std::make_unique<WindowFixture>(configuration);
        const quint16 port = quint16(m_fixture->url({}).port());
        const QByteArray referer = "Referer: http://127.0.0.1/?token=" + Token + "\r\n";
        const QByteArrayList targets{"/a?token=" + Token, "/a?name=Ada&access_token=" + Token,
                                     "/a?code=" + Code, "/a?t%6Fken=" + Token};
        for (const QByteArray &target : targets)
            QVERIFY(ask(port, target, referer).startsWith("HTTP/1.1 101"));
        QVERIFY(
            ask(port, "/b", "Authorization: Bearer " + Token + "\r\n").startsWith("HTTP/1.1 101"));
        QVERIFY(ask(port, "/b?token=" + Wrong).startsWith("HTTP/1.1 401"));
        QVERIFY(
            ask(port, "/b", "Authorization: Bearer " + Wrong + "\r\n").startsWith("HTTP/1.1 401"));
        const auto peer =
            m_fixture->connectPeer(u"/a?name=Bob&token="_s + QString::fromLatin1(Token));
        QVERIFY(peer);

        auto *tree = m_fixture->part<ClientView>();
        QTRY_COMPARE(int(m_fixture->server().totals().clients), 1); // the others have left
        QTest::qWait(100);
        m_fixture->part<ClientsPanel>()->refresh();
        tree->expandAll();
        for (int group = 0; group < tree->model()->rowCount(); ++group) {
            const QModelIndex path = tree->model()->index(group, 0);
            for (int row = 0; row < tree->model()->rowCount(path); ++row) {
                tree->setCurrentIndex(tree->model()->index(row, 0, path)); // shows its details
                look();
            }
        }
        auto *log = m_fixture->part<LogPanel>();
        QTRY_VERIFY(log->model()->rowCount() >= 8);
        auto *inspector = m_fixture->part<Inspector>();
        for (int row = 0; row < log->model()->rowCount(); ++row) {
            log->showSequence(log->model()->entryAt(row).sequence);
            inspector->showTab(Inspector::InfoTab);
            look();
        }

        bool hasBob = false;
        for (const ShownText &shown : std::as_const(m_seen)) {
            hasBob = hasBob || shown.text.contains(u"Bob"_s);
            for (const QByteArray &secret : {Token, Wrong, Code})
                QVERIFY2(!shown.text.contains(QString::fromLatin1(secret), Qt::CaseInsensitive),
                         qPrintable(shown.where));
        }
        QVERIFY(hasBob); // what was looked at is what is shown
    }

    void areInNoFile()
    {
        QVERIFY(m_fixture);
        const QFileInfo configuration(m_fixture->configurationFile());
        m_fixture->window().close();
        QDirIterator files(configuration.absolutePath(), QDir::Files | QDir::Hidden,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (QFileInfo(file).fileName().startsWith(configuration.fileName()))
                continue; // the configuration itself has them
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray content = file.readAll();
            for (const QByteArray &secret : {Token, Wrong, Code})
                QVERIFY2(!content.contains(secret), qPrintable(file.fileName()));
        }
        m_fixture.reset();
    }
};

SIGNALBOX_TEST(TestSecrets)
#include "tst_secrets.moc"
