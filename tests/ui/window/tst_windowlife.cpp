#include "tests/support/testprogram.h"
#include "ui/compose/composer.h"
#include "ui/endpoints/endpointbutton.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/window/keysheet.h"
#include "ui/window/problemsheet.h"
#include "ui/window/windowbanners.h"
#include "ui/window/windowlayout.h"
#include "windowfixture.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScreen>
#include <QSplitter>
#include <QTabBar>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QToolButton>
#include <QTreeWidget>
#include <QWheelEvent>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using Pane = WindowLayout::Pane;

/// Opening, closing and what stays in between.
class TestWindowLife : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<WindowFixture> m_fixture;

    MainWindow &window() const { return m_fixture->window(); }
    WindowLayout *layout() const { return m_fixture->part<WindowLayout>(); }
    void make(const Configuration &configuration = WindowFixture::onFreePort())
    {
        m_fixture.reset();
        m_fixture = std::make_unique<WindowFixture>(configuration);
        activate();
    }
    void activate() const
    {
        window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }
    QList<QAction *> actions(const QMenu *menu) const
    {
        QList<QAction *> found;
        for (QAction *action : menu->actions())
            found += action->menu() != nullptr ? actions(action->menu()) : QList{action};
        return found;
    }
    QList<QAction *> allActions() const
    {
        QList<QAction *> found;
        for (const QAction *title : window().menuBar()->actions())
            found += actions(title->menu());
        return found;
    }
    QAction *action(const QString &start) const
    {
        for (QAction *action : allActions())
            if (QString(action->text()).remove(u'&').startsWith(start))
                return action;
        return nullptr;
    }
    /// Shakes hands, and says no more by itself.
    static std::unique_ptr<QTcpSocket> connectSilent(quint16 port)
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(u"127.0.0.1"_s, port);
        socket->write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                      "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        QByteArray head;
        while (!head.endsWith("\r\n\r\n") && socket->waitForReadyRead(5000))
            head += socket->readAll();
        return socket;
    }
    std::unique_ptr<QTcpSocket> connectSilent() const
    {
        return connectSilent(quint16(m_fixture->url({}).port()));
    }
    static QPushButton *button(QWidget *banner, const QString &start)
    {
        for (QPushButton *button : banner->findChildren<QPushButton *>())
            if (button->text().startsWith(start))
                return button;
        return nullptr;
    }

private Q_SLOTS:
    void init()
    {
        // the offscreen platform has no hints about sizes
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        make();
    }
    void cleanup() { m_fixture.reset(); }

    void withoutClientsItClosesAtOnce()
    {
        window().close();
        QVERIFY(!window().isVisible());
    }

    void withClientsItAsks()
    {
        const auto peer = m_fixture->connectPeer(u"/chat"_s);
        QTRY_COMPARE(m_fixture->server().totals().clients, 1u);
        window().close();
        QVERIFY(window().isVisible());
        auto *question = m_fixture->part<QMessageBox>("quitQuestion");
        QCOMPARE(question->text(), u"1 client will be disconnected."_s);
        const auto another = m_fixture->connectPeer(u"/chat"_s);
        QTRY_COMPARE(question->text(), u"2 clients will be disconnected."_s);
        window().close(); // does not ask twice
        QCOMPARE(window().findChildren<QMessageBox *>().size(), 1);
        QTest::keyClick(question, Qt::Key_Escape);
        QVERIFY(window().isVisible());
        QVERIFY(!peer->isClosed());

        QTest::keyClick(&window(), Qt::Key_Q, Qt::ControlModifier);
        QTest::mouseClick(m_fixture->part<QPushButton>("confirmQuit"), Qt::LeftButton);
        QTRY_VERIFY(!window().isVisible());
        QTRY_VERIFY(peer->isClosed() && another->isClosed());
        QCOMPARE(peer->closeCode(), 1001);
    }

    void aSignalOfTheSystemAsksNothing()
    {
        const auto peer = m_fixture->connectPeer(u"/chat"_s);
        QTRY_COMPARE(m_fixture->server().totals().clients, 1u);
        window().close(); // even while it asks
        window().quit();
        QTRY_VERIFY(!window().isVisible());
        QTRY_COMPARE(peer->closeCode(), 1001);
    }

    void whoDoesNotAnswerIsWaitedForUnlessSkipped_data()
    {
        QTest::addColumn<bool>("byButton");
        QTest::newRow("the button skips") << true;
        QTest::newRow("closing again skips") << false;
    }
    void whoDoesNotAnswerIsWaitedForUnlessSkipped()
    {
        QFETCH(bool, byButton);
        const std::unique_ptr<QTcpSocket> silent = connectSilent();
        QTRY_COMPARE(m_fixture->server().totals().clients, 1u);
        auto *banner = m_fixture->part<Banner>("closingBanner");
        window().quit();
        QTRY_COMPARE(banner->text(), u"Closing: 0 of 1 disconnected."_s);
        QVERIFY(window().isVisible());
        if (byButton)
            QTest::mouseClick(button(banner, u"Skip"_s), Qt::LeftButton);
        else
            window().close();
        // sooner than the five seconds it has to answer
        QTRY_VERIFY_WITH_TIMEOUT(!window().isVisible(), 3000);
    }

    void theEndOfTheSessionWaitsForNobody()
    {
        const std::unique_ptr<QTcpSocket> silent = connectSilent();
        const auto peer = m_fixture->connectPeer(u"/chat"_s);
        QTRY_COMPARE(m_fixture->server().totals().clients, 2u);
        m_fixture->part<QPlainTextEdit>("payload")->setPlainText(u"a draft"_s);
        QElapsedTimer timer;
        timer.start();
        window().endSession();
        qInfo("closed %lld ms after the end of the session", timer.elapsed());
        QVERIFY(timer.elapsed() < 4000);
        QTRY_COMPARE(peer->closeCode(), 1001);
        QTRY_VERIFY(!window().isVisible());
        m_fixture->openWindow();
        QCOMPARE(m_fixture->part<QPlainTextEdit>("payload")->toPlainText(), u"a draft"_s);
    }

    /// The server has threads of its own: pings are answered, whatever the window does.
    void aWindowThatHangsHoldsNobodyUp()
    {
        const quint16 port = quint16(m_fixture->url({}).port());
        std::atomic<bool> over = false;
        int answered = 0;
        qint64 longest = 0;
        std::thread client([&] {
            const std::unique_ptr<QTcpSocket> socket = connectSilent(port);
            QElapsedTimer timer;
            while (!over) {
                timer.start();
                socket->write(QByteArray::fromHex("898100000000") + 'x'); // a ping
                QByteArray pong;
                while (pong.size() < 3 && socket->waitForReadyRead(5000))
                    pong += socket->readAll();
                if (pong != QByteArray::fromHex("8a01") + 'x')
                    return;
                longest = std::max(longest, timer.elapsed());
                ++answered;
                QThread::msleep(20);
            }
        });
        const auto peer = m_fixture->connectPeer(u"/chat"_s);
        QThread::sleep(5);
        over = true;
        client.join();
        qInfo("%d pings were answered while the window hung, the slowest after %lld ms", answered,
              longest);
        QVERIFY(answered > 20);
        QVERIFY(!peer->isClosed());
    }

    void theLayoutIsRestored()
    {
        window().resize(780, 700); // the screen of the tests is small
        action(u"Show the inspector"_s)->trigger();
        QTest::keyClick(&window(), Qt::Key_Plus, Qt::ControlModifier);
        QTest::keyClick(&window(), Qt::Key_Plus, Qt::ControlModifier);
        QCOMPARE(m_fixture->theme().zoom(), 125);
        QTest::keyClick(&window(), Qt::Key_Minus, Qt::ControlModifier);
        QTest::keyClick(&window(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(m_fixture->theme().zoom(), 100);
        m_fixture->part<QPlainTextEdit>("payload")->setPlainText(u"a draft"_s);
        const QSize size = window().size();
        window().close();

        m_fixture->openWindow(StoreUse::Kept, WindowFixture::Size::Own);
        QCOMPARE(window().size(), size);
        QVERIFY(!layout()->isPaneVisible(Pane::Inspector));
        QVERIFY(!action(u"Show the inspector"_s)->isChecked());
        QCOMPARE(m_fixture->part<QPlainTextEdit>("payload")->toPlainText(), u"a draft"_s);
        action(u"Reset the layout"_s)->trigger();
        QVERIFY(layout()->isPaneVisible(Pane::Inspector));
    }

    void aScreenThatIsGoneDoesNotHideTheWindow()
    {
        window().resize(760, 500); // the screen of the tests is small
        window().move(7000, 5000);
        window().close();
        m_fixture->openWindow(StoreUse::Kept, WindowFixture::Size::Own);
        const QRect screen = QGuiApplication::primaryScreen()->geometry();
        QVERIFY(screen.contains(window().geometry().topLeft()));
    }

    void theFirstWindowFitsTheScreen_data()
    {
        QTest::addColumn<QSize>("available");
        QTest::addColumn<QSize>("size");
        QTest::newRow("a large screen") << QSize(1920, 1040) << QSize(1360, 860);
        QTest::newRow("a laptop") << QSize(1366, 728) << QSize(1350, 680);
        QTest::newRow("a projector") << QSize(1024, 768) << QSize(1008, 720);
    }
    void theFirstWindowFitsTheScreen()
    {
        QFETCH(QSize, available);
        QTEST(MainWindow::firstSize(available), "size");
        m_fixture->openWindow(StoreUse::Kept, WindowFixture::Size::Own);
        const QRect room = window().screen()->availableGeometry();
        QVERIFY(room.contains(window().frameGeometry()));
    }

    void aWindowOfALargerScreenIsMadeToFit()
    {
        window().resize(1900, 1000);
        window().close();
        m_fixture->openWindow(StoreUse::Kept, WindowFixture::Size::Own);
        const QRect room = window().screen()->availableGeometry();
        QVERIFY(room.contains(window().frameGeometry()));
        QVERIFY(window().width() > 700);
    }

    void lookAndZoomAreRemembered()
    {
        action(u"Dark"_s)->trigger();
        QCOMPARE(m_fixture->theme().choice(), SchemeChoice::Dark);
        QCOMPARE(m_fixture->settings().value(Keys::Theme), int(SchemeChoice::Dark));
        QWidget *log = m_fixture->part<QWidget>("logView");
        const QPoint at = log->rect().center();
        QWheelEvent wheel(at, log->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::ControlModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(log, &wheel);
        QCOMPARE(m_fixture->theme().zoom(), 110);
        QCOMPARE(m_fixture->settings().value(Keys::Zoom), 110);
        m_fixture->theme().setZoom(200);
        for (const char *payload : {"payload", "inspectorPretty"}) {
            const auto *pane = m_fixture->part<QWidget>(payload);
            const auto *text = qobject_cast<const QPlainTextEdit *>(pane);
            text = text != nullptr ? text : pane->findChild<QPlainTextEdit *>();
            QTRY_VERIFY(text->font().pixelSize() >= payloadFont().pixelSize());
        }
    }

    void itFitsTheScreensItIsMeantFor_data()
    {
        QTest::addColumn<QSize>("screen");
        QTest::addColumn<int>("zoom");
        QTest::newRow("the smallest") << QSize(1024, 640) << 100;
        QTest::newRow("twice the size on a laptop") << QSize(1280, 720) << 200;
        QTest::newRow("three times the size") << QSize(1920, 1080) << 300;
    }
    void itFitsTheScreensItIsMeantFor()
    {
        QFETCH(QSize, screen);
        QFETCH(int, zoom);
        m_fixture->theme().setZoom(zoom);
        window().resize(screen);
        QCoreApplication::processEvents();
        QCOMPARE(window().size(), screen);
        for (const Pane pane : {Pane::Clients, Pane::Log, Pane::Composer, Pane::Inspector}) {
            layout()->activate(pane);
            QCoreApplication::processEvents();
            QCOMPARE(window().size(), screen);
        }
        m_fixture->part<QPlainTextEdit>("payload")->setPlainText(u"{\"a\":"_s);
        QCoreApplication::processEvents();
        QCOMPARE(window().size(), screen);
        auto *send = m_fixture->part<QPushButton>("send");
        QVERIFY(send->isVisible());
        QVERIFY(window().rect().contains(QRect(send->mapTo(&window(), QPoint()), send->size())));
    }

    /// Bars take their room from the log, in the smallest window too.
    void barsLeaveTheComposerWhereItIs_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QString>("word");
        const QSize inside(1008, 582); // of a screen of 1024x640, within the frame of the desktop
        const QString line = u"Timers are off."_s;
        const QString lines = u"The folder cannot be written. "_s.repeated(7);
        QTest::newRow("of one line") << QSize(1024, 640) << line;
        QTest::newRow("of several lines") << QSize(1024, 640) << lines;
        QTest::newRow("of one line, within a frame") << inside << line;
        QTest::newRow("of several lines, within a frame") << inside << lines;
    }
    void barsLeaveTheComposerWhereItIs()
    {
        QFETCH(QSize, size);
        QFETCH(QString, word);
        window().resize(size);
        auto *firstRun = m_fixture->part<Banner>("firstRunBanner");
        const auto *send = m_fixture->part<QPushButton>("send");
        const auto *composer = m_fixture->part<QWidget>("composer");
        const auto place = [&] {
            QCoreApplication::processEvents();
            return QRect(composer->mapTo(&window(), QPoint()), composer->size());
        };
        firstRun->hide();
        const QRect before = place();
        QVERIFY(send->isVisible() && !layout()->isShort());
        firstRun->show();
        QCOMPARE(place(), before);
        auto *banners = m_fixture->part<WindowBanners>();
        const int one = banners->height();
        banners->say(word);
        QCOMPARE(place(), before);
        QVERIFY(banners->height() > one);
        QVERIFY(send->isVisible() && !layout()->isShort());
        QCOMPARE(window().size(), size);
        QVERIFY(m_fixture->part<QWidget>("logView")->height() > 2 * scaled(26));
        firstRun->hide();
        QCOMPARE(place(), before);
    }

    void inALowWindowSendingIsATab()
    {
        window().resize(1008, 582);
        QCoreApplication::processEvents();
        QVERIFY(!layout()->isShort());
        action(u"Hold"_s)->trigger();
        QCoreApplication::processEvents();
        QVERIFY(!layout()->isShort());
        window().resize(1000, 480);
        QCoreApplication::processEvents();
        QVERIFY(layout()->isShort());
        const auto *tabs = m_fixture->part<QTabBar>("narrowTabs");
        QCOMPARE(tabs->tabText(1), u"Send"_s);
        QVERIFY(tabs->isTabVisible(1));
        QVERIFY(tabs->tabRect(1).width() > 20);
        QVERIFY(tabs->tabRect(1).right() < tabs->tabRect(2).left());
    }

    void anEndpointThatCannotStartIsABanner()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        Configuration configuration;
        configuration.endpoints.first().port = taken.serverPort();
        make(configuration);
        auto *banner = m_fixture->part<Banner>("endpointBanner");
        QVERIFY(banner->isVisible());
        QVERIFY(banner->text().contains(u"Port %1 is taken"_s.arg(taken.serverPort())));
        QPushButton *use = button(banner, u"Use "_s);
        const int other = use->text().mid(4).toInt();
        QVERIFY(other != taken.serverPort());
        QTest::mouseClick(use, Qt::LeftButton);
        const QString name = configuration.endpoints.first().name;
        QTRY_COMPARE(m_fixture->server().endpoint(name)->state, EndpointState::Running);
        QCOMPARE(m_fixture->server().endpoint(name)->port, quint16(other));
        QTRY_VERIFY(m_fixture->part<Banner>("endpointBanner") == nullptr);
        QVERIFY(m_fixture->connectPeer(u"/"_s));
        ConfigurationFile file(m_fixture->configurationFile());
        QCOMPARE(file.load().configuration.endpoints.first().port, quint16(other));

        QCOMPARE(action(u"Undo"_s)->text(), u"&Undo change endpoint %1"_s.arg(name));
        taken.close();
        QTest::keyClick(&window(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(m_fixture->server().endpoint(name)->port,
                     configuration.endpoints.first().port);
        QTRY_COMPARE(m_fixture->server().endpoint(name)->state, EndpointState::Running);
    }

    void theFirstRunSaysWhoCanConnect()
    {
        auto *banner = m_fixture->part<Banner>("firstRunBanner");
        QVERIFY(banner->isVisible());
        QCOMPARE(banner->text(), u"Only this computer can connect."_s);
        QTest::mouseClick(banner->findChild<QToolButton *>(), Qt::LeftButton);
        QVERIFY(!banner->isVisible());
        m_fixture->openWindow();
        QVERIFY(!m_fixture->part<Banner>("firstRunBanner")->isVisible());
    }

    void noKeyMeansTwoThings()
    {
        QHash<QString, QString> taken;
        const QList<QAction *> actions = allActions();
        for (const QAction *action : actions) {
            if (action->shortcutContext() != Qt::WindowShortcut)
                continue; // means something in one part only
            for (const QKeySequence &key : action->shortcuts()) {
                const QString text = key.toString();
                QVERIFY2(!taken.contains(text),
                         qPrintable(text + u": "_s + action->text() + u", "_s + taken.value(text)));
                taken.insert(text, action->text());
            }
        }
        QVERIFY(taken.size() > 15);
    }

    void theKeysCanBeLookedUp()
    {
        QTest::keyClick(&window(), Qt::Key_F1);
        const auto *sheet = m_fixture->part<KeySheet>();
        QVERIFY(sheet != nullptr && sheet->isVisible());
        const auto *tree = sheet->findChild<QTreeWidget *>();
        QVERIFY(!tree->findItems(u"Hold sends"_s, Qt::MatchExactly | Qt::MatchRecursive).isEmpty());
    }

    void thePanesAreReachedByKey()
    {
        const auto peer = m_fixture->connectPeer(u"/chat"_s);
        QTRY_VERIFY(m_fixture->part<QWidget>("logView")->isVisible());
        QTest::keyClick(&window(), Qt::Key_1, Qt::ControlModifier);
        QVERIFY(
            m_fixture->part<QWidget>("clientsPanel")->isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"logView"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"payload"_s);
    }

    /// Tab goes through the window as the eye does.
    void tabFollowsTheEye()
    {
        const QStringList order{u"holdButton"_s, u"clientFilter"_s, u"clientView"_s,
                                u"logFilter"_s,  u"logView"_s,      u"target"_s,
                                u"payload"_s,    u"send"_s,         u"statusClients"_s};
        QStringList found;
        QWidget *first = m_fixture->part<QWidget>("toolBar");
        for (QWidget *next = first->nextInFocusChain(); next != first;
             next = next->nextInFocusChain())
            if (order.contains(next->objectName()) && (next->focusPolicy() & Qt::TabFocus))
                found += next->objectName();
        m_fixture->part<QPlainTextEdit>("payload")->setPlainText(u"1"_s);
        QCOMPARE(found, order);
    }

    void aConfigurationThatCannotBeReadIsExplained()
    {
        const auto reading = parseConfiguration("{\n  \"endpoints\": [{\"port\": 99999}],\n"
                                                "  \"endponts\": []\n}");
        QCOMPARE(reading.problems.size(), 2);
        ProblemSheet sheet(u"/tmp/a.json"_s, reading.problems);
        const QString text = sheet.findChild<QPlainTextEdit *>()->toPlainText();
        QVERIFY(text.contains(u"line 2, column 26 · endpoints[0].port"_s));
        QVERIFY(text.contains(u"line 3, column 3 · endponts"_s));
        QVERIFY(text.contains(u"65535"_s));
    }
};

SIGNALBOX_TEST(TestWindowLife)
#include "tst_windowlife.moc"
