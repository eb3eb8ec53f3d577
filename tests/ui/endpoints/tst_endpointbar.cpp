#include "core/net/tlsidentity.h"
#include "core/values/utc.h"
#include "endpointfixture.h"
#include "tests/support/testprogram.h"
#include "tests/ui/savepicture.h"
#include "ui/endpoints/endpointbar.h"
#include "ui/endpoints/endpointbutton.h"
#include "ui/endpoints/endpointdialog.h"
#include "ui/endpoints/endpointlook.h"
#include "ui/endpoints/joinsheet.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QSet>
#include <QWebSocket>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestEndpointBar : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    std::unique_ptr<EndpointFixture> m_fixture;
    std::unique_ptr<QWidget> m_window;
    EndpointBar *m_bar = nullptr;

    void make(const QList<EndpointConfig> &endpoints, int width = 700)
    {
        m_window.reset();
        m_fixture = std::make_unique<EndpointFixture>(endpoints);
        m_window = std::make_unique<QWidget>();
        m_bar = new EndpointBar(m_fixture->server(), m_fixture->controller(), m_window.get());
        m_window->resize(width, 60);
        m_bar->setGeometry(0, 10, width, 40);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    static QList<EndpointConfig> several(int count)
    {
        const QStringList names{u"Local"_s,   u"Class"_s,  u"Signal tower"_s,
                                u"Sensors"_s, u"Public"_s, u"Night & day"_s};
        QList<EndpointConfig> endpoints;
        for (int i = 0; i < count; ++i)
            endpoints += endpointOf(names.at(i));
        return endpoints;
    }
    QList<EndpointButton *> buttons() const { return m_bar->findChildren<EndpointButton *>(); }
    QList<EndpointButton *> visibleButtons() const
    {
        QList<EndpointButton *> visible = buttons();
        visible.removeIf([](const EndpointButton *button) { return !button->isVisible(); });
        return visible;
    }
    QToolButton *tool(const char *name) const
    {
        return m_bar->findChild<QToolButton *>(QString::fromLatin1(name));
    }
    /// What the menu holds when it opens.
    static QAction *action(QMenu *menu, const char *name)
    {
        Q_EMIT menu->aboutToShow();
        return menu->findChild<QAction *>(QString::fromLatin1(name));
    }
    EndpointState stateOf(const QString &name) const
    {
        return m_fixture->server().endpoint(name).value_or(EndpointStatus()).state;
    }
    std::unique_ptr<QWebSocket> connectPeer(const QString &name)
    {
        auto peer = std::make_unique<QWebSocket>();
        peer->open(QUrl(m_fixture->server().endpoint(name)->url));
        return QTest::qWaitFor([&peer] { return peer->state() == QAbstractSocket::ConnectedState; })
                   ? std::move(peer)
                   : nullptr;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }
    void cleanup()
    {
        m_theme.setChoice(SchemeChoice::Light);
        m_theme.setZoom(100);
        m_window.reset();
        m_fixture.reset();
    }

    void theOnlyEndpointShowsItsWholeAddress()
    {
        make({endpointOf(u"local"_s)});
        QCOMPARE(buttons().size(), 1);
        QCOMPARE(buttons().first()->detail(), EndpointButton::Detail::Alone);
        const QString url = m_fixture->server().endpoints().first().url;
        QCOMPARE(buttons().first()->accessibleName(), u"local: Listening, %1, nobody"_s.arg(url));
        QVERIFY(tool("copyAddress")->isVisible());
        QTest::mouseClick(tool("copyAddress"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), url);
    }

    void whatIsShownFits_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::addColumn<int>("endpoints");
        QTest::addColumn<int>("width");
        for (const SchemeChoice scheme : {SchemeChoice::Light, SchemeChoice::Dark})
            for (int endpoints = 1; endpoints <= 6; ++endpoints)
                for (const int width : {140, 420, 560, 1100})
                    QTest::addRow("%s-%d-in-%d", scheme == SchemeChoice::Dark ? "dark" : "light",
                                  endpoints, width)
                        << scheme << endpoints << width;
    }
    void whatIsShownFits()
    {
        QFETCH(SchemeChoice, scheme);
        QFETCH(int, endpoints);
        QFETCH(int, width);
        m_theme.setChoice(scheme);
        make(several(endpoints), width);
        if (endpoints > 2)
            m_fixture->server().stopEndpoint(u"Signal tower"_s);
        QTRY_VERIFY(endpoints <= 2 || stateOf(u"Signal tower"_s) == EndpointState::Stopped);
        QCoreApplication::processEvents();
        QTest::qWait(20);
        QVERIFY(savePicture(*m_window,
                            u"endpoint-bar-"_s + QString::fromLatin1(QTest::currentDataTag())));
        const QRect inside = m_bar->rect();
        QRect before;
        const QList<QToolButton *> all = m_bar->findChildren<QToolButton *>();
        for (const QToolButton *button : all) {
            if (!button->isVisible())
                continue;
            QVERIFY2(inside.contains(button->geometry()), qPrintable(button->accessibleName()));
            for (const QToolButton *other : all)
                QVERIFY(other == button || !other->isVisible()
                        || !other->geometry().intersects(button->geometry()));
        }
        QVERIFY(tool("addEndpoint")->isVisible());
        const qsizetype hidden = endpoints - visibleButtons().size();
        QCOMPARE(tool("moreEndpoints")->isVisible(), hidden > 0);
        Q_EMIT tool("moreEndpoints")->menu()->aboutToShow();
        QCOMPARE(tool("moreEndpoints")->menu()->actions().size(), hidden);
    }

    void everyStateHasAWordOfItsOwn()
    {
        const QDateTime now(QDate(2026, 11, 24), QTime(12, 0), Utc);
        EndpointStatus status;
        status.name = u"Class"_s;
        status.url = u"wss://192.168.1.20:8443/"_s;
        status.address = u"192.168.1.20"_s;
        status.port = 8443;
        status.secure = true;
        status.certificateExpiry = now.addDays(90);
        status.clients = 212;
        status.error = Error{Error::Code::PortInUse, {}};
        QWidget sheet;
        QStringList words;
        QList<EndpointMark> marks;
        const auto show = [&](bool held) {
            const EndpointLook look = lookOf(status, held, now);
            words += look.word;
            marks += look.mark;
            for (const auto detail :
                 {EndpointButton::Detail::Alone, EndpointButton::Detail::Wide,
                  EndpointButton::Detail::Medium, EndpointButton::Detail::Short}) {
                auto *button = new EndpointButton(&sheet);
                button->setEndpoint(status, look);
                button->setDetail(detail);
                button->setGeometry(QRect(QPoint(int(detail) * 360, int(words.size()) * 34 - 30),
                                          button->sizeHint()));
                QVERIFY(button->toolTip().contains(look.word)
                        || button->toolTip().contains(u"Port 8443"_s)
                        || button->toolTip().contains(u"still to close"_s));
            }
        };
        using State = EndpointState;
        for (const State state :
             {State::Stopped, State::Starting, State::Running, State::Stopping, State::Failed}) {
            status.state = state;
            show(false);
        }
        status.state = State::Stopping;
        status.closing = 17;
        show(false);
        status.state = State::Running;
        show(true);
        status.certificateExpiry = now.addDays(6);
        show(false);
        QCOMPARE(words, (QStringList{u"Stopped"_s, u"Starting"_s, u"Listening"_s, u"Stopping"_s,
                                     u"Error"_s, u"Closing 17"_s, u"On hold"_s, u"TLS warning"_s}));
        QCOMPARE(QSet<EndpointMark>(marks.begin(), marks.end()).size(), 7);
        sheet.resize(1100, 290);
        QVERIFY(savePicture(sheet, u"endpoint-states"_s));
        m_theme.setChoice(SchemeChoice::Dark);
        QVERIFY(savePicture(sheet, u"endpoint-states-dark"_s));
    }

    void itGrowsWithTheZoom()
    {
        make(several(6), 900);
        const int before = buttons().first()->height();
        m_theme.setZoom(200);
        QTRY_COMPARE(buttons().first()->height(), before * 2);
        QTRY_VERIFY(tool("moreEndpoints")->isVisible());
        QVERIFY(visibleButtons().size() < 6);
        QVERIFY(tool("addEndpoint")->isVisible());
        QVERIFY(tool("addEndpoint")->geometry().right() <= m_bar->width());
        QVERIFY(savePicture(*m_window, u"endpoint-bar-zoomed"_s));
    }

    void theMenuIsReadable()
    {
        make(several(2));
        m_fixture->server().setHold(true);
        const auto peer = connectPeer(u"Class"_s);
        QVERIFY(peer);
        QTRY_COMPARE(buttons().at(1)->status().clients, 1);
        QMenu *menu = buttons().at(1)->menu();
        menu->popup(m_window->pos());
        QVERIFY(QTest::qWaitForWindowExposed(menu));
        QStringList texts;
        for (const QAction *each : menu->actions())
            if (!each->isSeparator())
                texts += QString(each->text()).remove(u'&');
        QCOMPARE(texts, (QStringList{u"On hold: clients may connect, but nothing is being sent."_s,
                                     u"Start"_s, u"Stop (closes 1 client)"_s,
                                     u"Restart (closes 1 client)"_s, u"Copy the address"_s,
                                     u"Open the demo page"_s, u"Let phones join…"_s, u"Edit…"_s,
                                     u"Remove (closes 1 client)"_s}));
        QVERIFY(savePicture(*menu, u"endpoint-menu"_s));
        menu->close();
        m_fixture->server().setHold(false);
    }

    void stateAndClientsAreTold()
    {
        make(several(2));
        const auto peer = connectPeer(u"Class"_s);
        QVERIFY(peer);
        QTRY_VERIFY(buttons().at(1)->accessibleName().endsWith(u", 1 client"_s));
        QCOMPARE(action(buttons().at(1)->menu(), "stop")->text(), u"S&top (closes 1 client)"_s);
        action(buttons().at(1)->menu(), "stop")->trigger();
        QTRY_COMPARE(buttons().at(1)->accessibleName(), u"Class: Stopped"_s);
        QVERIFY(!action(buttons().at(1)->menu(), "stop")->isEnabled());
        QVERIFY(!action(buttons().at(1)->menu(), "copyAddress")->isEnabled());
        action(buttons().at(1)->menu(), "start")->trigger();
        QTRY_VERIFY(buttons().at(1)->accessibleName().startsWith(u"Class: Listening"_s));
    }

    void aHoldShowsOnEachThatListens()
    {
        make(several(2));
        m_fixture->server().setHold(true);
        for (const EndpointButton *button : buttons())
            QVERIFY(button->accessibleName().contains(u"On hold"_s));
        m_fixture->server().setHold(false);
        QVERIFY(buttons().first()->accessibleName().contains(u"Listening"_s));
    }

    void aCertificateThatEndsSoonIsToldWhileItRuns()
    {
        const auto made = makeSelfSigned({u"localhost"_s}, std::chrono::days(6));
        QVERIFY(bool(made));
        QTemporaryDir folder;
        QFile file(folder.filePath(u"soon.pem"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(made->certificate + made->key) > 0);
        file.close();
        EndpointConfig endpoint = endpointOf(u"secure"_s);
        endpoint.tls = TlsConfig{.certificate = file.fileName()};
        make({endpoint});
        QVERIFY(buttons().first()->accessibleName().startsWith(u"secure: TLS warning, wss://"_s));
        QVERIFY(buttons().first()->toolTip().contains(u"The certificate ends in 5 days, on "_s));
        QVERIFY(action(buttons().first()->menu(), "sentence")
                    ->text()
                    .contains(u"Put a new one in its place: it is used at once."_s));
    }

    void aFailureSaysWhy()
    {
        make({endpointOf(u"local"_s)});
        const quint16 taken = m_fixture->server().endpoints().first().port;
        m_fixture->controller().add(endpointOf(u"two"_s, taken));
        QTRY_COMPARE(buttons().size(), 2);
        QTRY_COMPARE(buttons().at(1)->accessibleName(),
                     u"two: Port %1 is taken by another program."_s.arg(taken));
        Q_EMIT buttons().at(1)->menu()->aboutToShow();
        QVERIFY(buttons().at(1)->menu()->actions().first()->text().contains(u"is taken"_s));
    }

    void endpointsAreRemovedAndComeBack()
    {
        make(several(3));
        action(buttons().at(1)->menu(), "remove")->trigger();
        QTRY_COMPARE(visibleButtons().size(), 2);
        QCOMPARE(m_fixture->names(), (QStringList{u"Local"_s, u"Signal tower"_s}));
        m_fixture->controller().undoStack()->undo();
        QTRY_COMPARE(visibleButtons().size(), 3);
        QCOMPARE(visibleButtons().at(1)->status().name, u"Class"_s);
        QTRY_COMPARE(stateOf(u"Class"_s), EndpointState::Running);
    }

    void theMenuMeansTheEndpointItWasOpenedFor()
    {
        make(several(2));
        QAction *remove = action(buttons().at(1)->menu(), "remove");
        m_fixture->controller().remove(u"Local"_s); // moves the other to its place
        remove->trigger();
        QCOMPARE(m_fixture->names(), QStringList());
    }

    void aNewEndpointIsAskedForAndStarted()
    {
        make(several(1));
        QTest::mouseClick(tool("addEndpoint"), Qt::LeftButton);
        auto *dialog = m_window->findChild<EndpointDialog *>();
        QVERIFY(dialog);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"endpointName"_s), u"x"_s);
        QTest::mouseClick(dialog->findChild<QAbstractButton *>(u"endpointApply"_s), Qt::LeftButton);
        QTRY_COMPARE(m_fixture->names(), (QStringList{u"Local"_s, u"endpoint-2x"_s}));
        QTRY_COMPARE(stateOf(u"endpoint-2x"_s), EndpointState::Running);
        m_fixture->controller().undoStack()->undo();
        QTRY_COMPARE(visibleButtons().size(), 1);
    }

    void editingIsOneStep()
    {
        make(several(2));
        action(buttons().first()->menu(), "edit")->trigger();
        auto *dialog = m_window->findChild<EndpointDialog *>();
        QVERIFY(dialog);
        auto *name = dialog->findChild<QLineEdit *>(u"endpointName"_s);
        name->clear();
        QTest::keyClicks(name, u"Here"_s);
        QTest::mouseClick(dialog->findChild<QAbstractButton *>(u"endpointApply"_s), Qt::LeftButton);
        QTRY_COMPARE(m_fixture->names(), (QStringList{u"Here"_s, u"Class"_s}));
        QCOMPARE(m_fixture->controller().undoStack()->count(), 1);
        m_fixture->controller().undoStack()->undo();
        QTRY_COMPARE(m_fixture->names(), (QStringList{u"Local"_s, u"Class"_s}));
    }

    void nothingChangedIsNoStep()
    {
        make(several(1));
        m_bar->editEndpoint(u"Local"_s);
        auto *dialog = m_window->findChild<EndpointDialog *>();
        QVERIFY(dialog);
        QTest::mouseClick(dialog->findChild<QAbstractButton *>(u"endpointApply"_s), Qt::LeftButton);
        QTRY_VERIFY(!m_window->findChild<EndpointDialog *>());
        QCOMPARE(m_fixture->controller().undoStack()->count(), 0);
    }

    void thereIsOneDialogAtATime()
    {
        make(several(1));
        action(buttons().first()->menu(), "join")->trigger();
        auto *sheet = m_window->findChild<JoinSheet *>();
        QVERIFY(sheet);
        QTest::mouseClick(sheet->findChild<QAbstractButton *>(u"joinEdit"_s), Qt::LeftButton);
        QTRY_VERIFY(!m_window->findChild<JoinSheet *>());
        QVERIFY(m_window->findChild<EndpointDialog *>());
        m_bar->addEndpoint();
        QTRY_COMPARE(m_window->findChildren<EndpointDialog *>().size(), 1);
    }

    void theBarCanBeWalkedByKeyboard()
    {
        make(several(3), 1100);
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        buttons().first()->setFocus(Qt::TabFocusReason);
        for (const QWidget *next :
             {static_cast<QWidget *>(buttons().at(1)), static_cast<QWidget *>(buttons().at(2)),
              static_cast<QWidget *>(tool("addEndpoint"))}) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QCOMPARE(QApplication::focusWidget(), next);
        }
    }

    void certificateStages_data()
    {
        QTest::addColumn<qint64>("minutes"); // left
        QTest::addColumn<CertificateStage>("stage");
        QTest::addColumn<QString>("warning"); // begins with
        constexpr qint64 Day = 24 * 60;
        QTest::newRow("31 days are fine") << 31 * Day << CertificateStage::Fine << QString();
        QTest::newRow("30 days are said")
            << 30 * Day << CertificateStage::Month << u"The certificate ends in 30 days, on "_s;
        QTest::newRow("a week") << 7 * Day << CertificateStage::Week
                                << u"The certificate ends in 7 days, on "_s;
        QTest::newRow("a day and an hour")
            << Day + 60 << CertificateStage::Week << u"The certificate ends in one day, on "_s;
        QTest::newRow("the last day") << Day - 1 << CertificateStage::Day
                                      << u"The certificate ends in less than a day, on "_s;
        QTest::newRow("over") << qint64(-1) << CertificateStage::Ended
                              << u"The certificate ended on "_s;
    }
    void certificateStages()
    {
        QFETCH(qint64, minutes);
        QFETCH(CertificateStage, stage);
        QFETCH(QString, warning);
        const QDateTime now(QDate(2026, 11, 24), QTime(12, 0), Utc);
        EndpointStatus status;
        status.name = u"a"_s;
        status.state = EndpointState::Running;
        status.secure = true;
        status.certificateExpiry = now.addSecs(minutes * 60);
        QCOMPARE(certificateStage(status.certificateExpiry, now), stage);
        QVERIFY(certificateWarning(status, now).startsWith(warning));
        QCOMPARE(certificateWarning(status, now).isEmpty(), warning.isEmpty());
        const EndpointLook look = lookOf(status, false, now);
        QCOMPARE(look.mark, warning.isEmpty() ? EndpointMark::Listening : EndpointMark::TlsWarning);
        QCOMPARE(look.sentence.startsWith(warning), true);
        status.state = EndpointState::Stopped;
        QVERIFY(certificateWarning(status, now).isEmpty());
    }
};

SIGNALBOX_TEST(TestEndpointBar)
#include "tst_endpointbar.moc"
