#include "tests/support/testprogram.h"
#include "ui/clients/clientmodel.h"
#include "ui/clients/clientspanel.h"
#include "ui/clients/clientview.h"
#include "ui/log/inspector.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"
#include "ui/log/logview.h"
#include "ui/model/clientdirectory.h"
#include "ui/model/configurationcontroller.h"
#include "ui/widgets/banner.h"
#include "windowfixture.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTimer>
#include <QToolButton>

using namespace Signalbox;
using namespace Qt::StringLiterals;

/// The window on a real server with real clients, driven with keyboard and mouse.
class TestMainWindow : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<WindowFixture> m_fixture;
    std::unique_ptr<Peer> m_ada; ///< on /chat
    std::unique_ptr<Peer> m_bob; ///< on /line

    LogPanel *log() const { return m_fixture->part<LogPanel>(); }
    ClientsPanel *clients() const { return m_fixture->part<ClientsPanel>(); }
    QPlainTextEdit *payload() const { return m_fixture->part<QPlainTextEdit>("payload"); }
    QString target() const { return m_fixture->part<QComboBox>("target")->currentText(); }
    QPushButton *sendButton() const { return m_fixture->part<QPushButton>("send"); }

    /// What a column of the last rows says, newest last.
    QStringList column(LogModel::Column column, int rows) const
    {
        QStringList texts;
        const LogModel *model = log()->model();
        for (int row = std::max(0, model->rowCount() - rows); row < model->rowCount(); ++row)
            texts += model->index(row, column).data().toString();
        return texts;
    }
    QString last(LogModel::Column which) const { return column(which, 1).value(0); }
    void chooseLastRow() const
    {
        log()->showSequence(log()->model()->entryAt(log()->model()->rowCount() - 1).sequence);
    }
    ClientId idOf(const QString &path) const
    {
        const auto *directory = m_fixture->part<ClientDirectory>();
        return directory->matching({path, {}, {}}).value(0);
    }
    /// Ada, on /chat.
    void chooseFirstClient() const
    {
        QTRY_VERIFY(m_fixture->part<QWidget>("clientView")->isVisible());
        QTRY_COMPARE(m_fixture->part<ClientModel>()->shownCount(),
                     2); // it shows who came later, later
        press(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"clientView"_s);
        press(Qt::Key_Home);
        press(Qt::Key_Down);
    }
    /// In the order of the list.
    QStringList listedNames() const
    {
        const QAbstractItemModel *model = m_fixture->part<ClientView>()->model();
        QStringList found;
        for (int group = 0; group < model->rowCount(); ++group)
            for (int row = 0; row < model->rowCount(model->index(group, 0)); ++row)
                found += model->index(row, ClientModel::NameColumn, model->index(group, 0))
                             .data()
                             .toString();
        return found;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }

private Q_SLOTS:
    void init()
    {
        // the offscreen platform has no hints about sizes
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_fixture = std::make_unique<WindowFixture>();
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        m_ada = m_fixture->connectPeer(u"/chat?name=Ada"_s);
        m_bob = m_fixture->connectPeer(u"/line"_s);
        QVERIFY(m_ada && m_bob);
        QTRY_COMPARE(m_fixture->part<ClientDirectory>()->count(), 2);
        QTRY_COMPARE(column(LogModel::MessageColumn, 2), QStringList(2, u"joined"_s));
    }
    void cleanup()
    {
        m_ada.reset();
        m_bob.reset();
        m_fixture.reset();
    }

    void aSignalReachesWhomItIsFor_data()
    {
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("bobToo");
        QTest::addColumn<QString>("receivers");
        QTest::addColumn<QString>("why");
        QTest::newRow("everyone") << u"all"_s << true << u"2 clients"_s << u"to everyone"_s;
        QTest::newRow("everyone on a path")
            << u"/chat"_s << false << u"1 client"_s << u"to everyone on /chat"_s;
        QTest::newRow("one client") << u"Ada"_s << false << u"Ada"_s << u"to one client"_s;
    }
    void aSignalReachesWhomItIsFor()
    {
        QFETCH(QString, to);
        QFETCH(bool, bobToo);
        QFETCH(QString, receivers);
        QFETCH(QString, why);
        press(Qt::Key_L, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), to);
        press(Qt::Key_Return);
        QCOMPARE(QApplication::focusWidget(), payload());
        QTest::keyClicks(payload(), u"{ \"train\": 4711.0 }"_s);
        QTRY_COMPARE(sendButton()->text(), bobToo ? u"Send to 2 clients"_s : u"Send to 1 client"_s);
        press(Qt::Key_Return, Qt::ControlModifier);

        const QStringList text{u"{\"train\":4711.0}"_s};
        QTRY_COMPARE(m_ada->received, text);
        QTRY_COMPARE(m_bob->received, bobToo ? text : QStringList());
        QTRY_COMPARE(last(LogModel::MessageColumn), text.first());
        QCOMPARE(last(LogModel::ClientColumn), receivers);
        QCOMPARE(last(LogModel::WhyColumn), why);
        QTRY_VERIFY(m_fixture->part<QLabel>("sendResult")
                        ->text()
                        .endsWith(bobToo ? u"Sent to 2: done"_s : u"Sent to 1: done"_s));
    }

    void aChangeThatCannotBeSavedIsCalledWhatItIs()
    {
        const QString file = m_fixture->configurationFile();
        QVERIFY(QDir().mkdir(file)); // in the way
        auto *controller = m_fixture->window().findChild<ConfigurationController *>();
        Configuration after = controller->configuration();
        TimerConfig timer;
        timer.name = u"beat"_s;
        timer.action = ClockSignal{.value = "1"};
        timer.enabled = false;
        after.timers.append(timer);
        controller->change(u"add timer beat"_s, after);
        const auto *banner = m_fixture->part<Banner>("saveBanner");
        QVERIFY(banner->isVisible());
        QVERIFY2(banner->text().startsWith(u"Your changes are in effect, but not saved: "_s),
                 qPrintable(banner->text()));
        QVERIFY2(!banner->text().contains(u"endpoint"_s), qPrintable(banner->text()));
        QVERIFY(QDir().rmdir(file));
        banner->findChild<QPushButton *>()->click();
        QVERIFY(!banner->isVisible());
        QCOMPARE(ConfigurationFile(file).load().configuration, after);
    }

    void whatAClientSendsIsARowWithWhatCameOfIt()
    {
        m_bob->send(u"{\"message\":\"mind the gap\",\"path\":\"/chat\"}"_s);
        QTRY_COMPARE(m_ada->received, QStringList{u"mind the gap"_s});
        QTRY_COMPARE(column(LogModel::WhyColumn, 2),
                     (QStringList{u"passed on to 1 client on /chat"_s, u"to everyone on /chat"_s}));
        QCOMPARE(last(LogModel::MessageColumn), u"mind the gap"_s);
        m_bob->send(u"not json"_s);
        QTRY_VERIFY(last(LogModel::WhyColumn).startsWith(u"not passed on: not JSON"_s));
    }

    void nothingLeavesWhileHeld()
    {
        auto *banner = m_fixture->part<Banner>("holdBanner");
        QVERIFY(!banner->isVisible());
        QTest::mouseClick(m_fixture->part<QToolButton>("holdButton"), Qt::LeftButton);
        QVERIFY(m_fixture->server().isHeld());
        QVERIFY(banner->isVisible());
        QCOMPARE(sendButton()->text(), u"Sends are on hold"_s);
        QVERIFY(!sendButton()->isEnabled());
        m_bob->send(u"{\"message\":\"lost\"}"_s);
        QTRY_VERIFY(banner->text().endsWith(u"1 skipped."_s));
        QTRY_VERIFY(last(LogModel::WhyColumn).contains(u"on hold"_s));

        QTest::mouseClick(banner->findChild<QPushButton *>(), Qt::LeftButton);
        QVERIFY(!banner->isVisible());
        m_bob->send(u"{\"message\":\"heard\"}"_s);
        QTRY_COMPARE(m_ada->received, QStringList{u"heard"_s});
        press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(banner->isVisible());
    }

    void aPausedLogLosesNothing()
    {
        press(Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget(), log()->view());
        press(Qt::Key_P);
        QVERIFY(log()->isPaused());
        const int rows = log()->model()->rowCount();
        for (int i = 0; i < 50; ++i)
            m_bob->send(u"{\"message\":%1}"_s.arg(i));
        QTRY_COMPARE(log()->model()->waiting(), 100); // each, and what came of it
        QCOMPARE(log()->model()->rowCount(), rows);
        press(Qt::Key_P);
        QTRY_COMPARE(log()->model()->rowCount(), rows + 100);
        QCOMPARE(last(LogModel::MessageColumn), u"49"_s);
    }

    void aClientIsDisconnectedWithCodeAndReason()
    {
        chooseFirstClient();
        press(Qt::Key_Delete);
        auto *dialog = m_fixture->part<QDialog>("disconnectDialog");
        QVERIFY(dialog != nullptr && dialog->isVisible());
        auto *code = dialog->findChild<QComboBox *>(u"closeCode"_s);
        code->setCurrentIndex(code->findData(4000));
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"closeReason"_s), u"time is over"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"confirmDisconnect"_s), Qt::LeftButton);
        QTRY_VERIFY(m_ada->isClosed());
        QCOMPARE(m_ada->closeCode(), 4000);
        QCOMPARE(m_ada->closeReason(), u"time is over"_s);
        QVERIFY(!m_bob->isClosed());
        QTRY_VERIFY(last(LogModel::MessageColumn).contains(u"by the operator"_s));
        QTRY_COMPARE(m_fixture->part<ClientDirectory>()->count(), 1);
    }

    void theChosenClientsAreATarget()
    {
        chooseFirstClient();
        press(Qt::Key_L, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), u"@selected"_s);
        press(Qt::Key_Return);
        QTest::keyClicks(payload(), u"1"_s);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_ada->received, QStringList{u"1"_s});
        QCOMPARE(m_bob->received, QStringList());

        press(Qt::Key_1, Qt::ControlModifier);
        press(Qt::Key_End); // Bob, on /line
        press(Qt::Key_Return);
        QVERIFY(payload()->hasFocus());
        QTest::keyClick(payload(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(payload(), u"2"_s);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_bob->received, QStringList{u"2"_s});
    }

    void theLogIsFiltered()
    {
        m_bob->send(u"{\"message\":\"x\"}"_s);
        QTRY_COMPARE(last(LogModel::MessageColumn), u"x"_s);
        const int all = log()->model()->rowCount();
        press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClicks(QApplication::focusWidget(), u"kind:join"_s);
        QTRY_COMPARE(log()->model()->rowCount(), 2);
        press(Qt::Key_Escape); // leave
        QVERIFY(log()->view()->hasFocus());
        press(Qt::Key_Escape); // clear
        QTRY_COMPARE(log()->model()->rowCount(), all); // the first of them come from the disk
        QTest::mouseClick(m_fixture->part<QToolButton>("statusIn"), Qt::LeftButton);
        QCOMPARE(log()->filterText(), u"dir:in"_s);
        Q_EMIT clients()->logFilterRequested(u"path=\"/line\""_s);
        QCOMPARE(log()->filterText(), u"path=\"/line\""_s);
    }

    void theSlowFigureLeadsToSlowClients()
    {
        QTcpSocket slow; // does not read
        slow.setReadBufferSize(1024);
        slow.connectToHost(u"127.0.0.1"_s, quint16(m_fixture->url({}).port()));
        slow.write("GET /chat?name=slow HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        QTRY_COMPARE(m_fixture->server().totals().clients, 3U);
        for (int i = 0; i < 20 && m_fixture->server().totals().waitingClients == 0; ++i) {
            m_fixture->server().send({QByteArray(1024 * 1024, 'x'), {.path = u"/chat"_s}});
            QTest::qWait(300);
        }
        auto *figure = m_fixture->part<QToolButton>("statusSlow");
        QTRY_VERIFY(figure->text().startsWith(u"1 slow"_s));
        QTest::mouseClick(figure, Qt::LeftButton);
        QCOMPARE(clients()->filterText(), u"state:slow"_s);
        QTRY_COMPARE(listedNames(), QStringList{u"slow"_s});
        slow.abort();
    }

    void itIsSaidWhenNoBrowserOpensThePage()
    {
        m_ada.reset();
        m_bob.reset();
        QTRY_COMPARE(m_fixture->server().totals().clients, 0U);
        clients()->setFilterText({});
        Q_EMIT clients()->openPageRequested(u"http://127.0.0.1:8091/"_s); // nor does the test's
        auto *banner = m_fixture->part<Banner>("wordBanner");
        QVERIFY(banner->isVisible());
        QVERIFY(banner->text().contains(u"http://127.0.0.1:8091/"_s));
    }

    void whoAnswersPingsLateIsSlowInTheStripToo()
    {
        QTcpSocket late;
        connect(&late, &QTcpSocket::readyRead, &late, [&late] {
            const QByteArray read = late.readAll();
            const qsizetype ping = read.lastIndexOf('\x89');
            if (ping < 0)
                return;
            const qsizetype size = read.at(ping + 1);
            const QByteArray pong = '\x8a' + QByteArray(1, char(0x80 | size)) + QByteArray(4, '\0')
                                    + read.sliced(ping + 2, size);
            QTimer::singleShot(SlowRoundTrip * 3 / 2, &late, [&late, pong] { late.write(pong); });
        });
        late.connectToHost(u"127.0.0.1"_s, quint16(m_fixture->url({}).port()));
        late.write("GET /late?name=late HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        QTRY_VERIFY(!idOf(u"/late"_s).isNull());
        auto *figure = m_fixture->part<QToolButton>("statusSlow");
        QCOMPARE(figure->text(), u"none slow"_s);
        m_fixture->server().pingClients({idOf(u"/late"_s)});
        QTRY_COMPARE(figure->text(), u"1 slow"_s);
        QTest::mouseClick(figure, Qt::LeftButton);
        QTRY_COMPARE(listedNames(), QStringList{u"late"_s});
        QTest::mouseClick(m_fixture->part<QToolButton>("statusClients"), Qt::LeftButton);
        late.abort();
        QTRY_COMPARE(figure->text(), u"none slow"_s);
    }

    void aRowIsInspectedAnsweredAndSentAgain()
    {
        m_bob->send(u"{\"message\":{\"n\":1.50},\"path\":\"/chat\"}"_s);
        QTRY_COMPARE(m_ada->received.size(), 1);
        QTRY_COMPARE(last(LogModel::MessageColumn), u"{\"n\":1.50}"_s);
        press(Qt::Key_2, Qt::ControlModifier);
        chooseLastRow();
        const auto *inspector = m_fixture->part<Inspector>();
        QCOMPARE(inspector->entry()->payload, "{\"n\":1.50}");

        press(Qt::Key_R, Qt::ControlModifier);
        QTRY_COMPARE(m_ada->received, QStringList(2, u"{\"n\":1.50}"_s));
        QCOMPARE(m_bob->received, QStringList());

        press(Qt::Key_BracketLeft); // to the message that caused it
        QCOMPARE(inspector->entry()->kind, LogKind::In);
        press(Qt::Key_E);
        QVERIFY(payload()->hasFocus());
        QCOMPARE(target(), u"/chat"_s);
        QCOMPARE(payload()->toPlainText(), u"{\"n\":1.50}"_s);

        press(Qt::Key_2, Qt::ControlModifier);
        press(Qt::Key_R);
        QVERIFY(payload()->hasFocus());
        QTest::keyClick(payload(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(payload(), u"2"_s);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_bob->received, QStringList{u"2"_s});
    }

    void mistakesAreSaidAndNothingIsSent()
    {
        QTest::keyClicks(payload(), u"{\"a\":1,}"_s);
        QVERIFY(!sendButton()->isEnabled());
        QTRY_VERIFY(m_fixture->part<QLabel>("jsonProblem")->isVisible());
        press(Qt::Key_Return, Qt::ControlModifier);
        QTest::mouseClick(m_fixture->part<QPushButton>("jsonFix"), Qt::LeftButton);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_ada->received, QStringList{u"{\"a\":1}"_s});
    }
};

SIGNALBOX_TEST(TestMainWindow)
#include "tst_mainwindow.moc"
