#include "endpointfixture.h"
#include "tests/support/testprogram.h"
#include "tests/ui/savepicture.h"
#include "tests/ui/window/windowfixture.h"
#include "ui/endpoints/endpointbar.h"
#include "ui/endpoints/endpointdialog.h"
#include "ui/endpoints/joinsheet.h"
#include "ui/widgets/banner.h"

#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QTcpServer>

using namespace Signalbox;
using namespace Qt::StringLiterals;

/// Endpoints in the whole window: what the banners and the menus ask of the bar.
class TestEndpointWindow : public QObject
{
    Q_OBJECT
private:
    static Configuration onPort(quint16 port)
    {
        Configuration configuration = WindowFixture::onFreePort();
        configuration.endpoints.first().port = port;
        return configuration;
    }
    static QPushButton *buttonOf(const Banner *banner, const QString &text)
    {
        const QList<QPushButton *> buttons = banner->findChildren<QPushButton *>();
        for (QPushButton *button : buttons)
            if (button->text().startsWith(text))
                return button;
        return nullptr;
    }
    static void answer(QDialog *dialog, const char *button)
    {
        QTest::mouseClick(dialog->findChild<QPushButton *>(QString::fromLatin1(button)),
                          Qt::LeftButton);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    void aTakenPort()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, 0));
        WindowFixture fixture(onPort(other.serverPort()));
        auto *banner = fixture.part<Banner>("endpointBanner");
        QVERIFY(banner);
        QCOMPARE(banner->text(),
                 u"local could not start. Port %1 is taken by another program."_s.arg(
                     other.serverPort()));
        QVERIFY(savePicture(fixture.window(), u"endpoint-window-taken"_s));
        QVERIFY(buttonOf(banner, u"Try again"_s));
        QTest::mouseClick(buttonOf(banner, u"Change…"_s), Qt::LeftButton);
        auto *dialog = fixture.part<EndpointDialog>();
        QVERIFY(dialog);
        QTRY_COMPARE(dialog->findChild<QLabel *>(u"portNote"_s)->text(),
                     u"It is taken by another program."_s);
        answer(dialog, "endpointCancel");
        QTRY_VERIFY(!fixture.part<EndpointDialog>());
        QPushButton *use = buttonOf(banner, u"Use "_s);
        QVERIFY(use);
        const int port = use->text().section(u' ', 1).toInt();
        QTest::mouseClick(use, Qt::LeftButton);
        const auto status = [&fixture] { return fixture.server().endpoints().first(); };
        QTRY_COMPARE(status().state, EndpointState::Running);
        QCOMPARE(int(status().port), port);
        QTRY_VERIFY(!fixture.part<Banner>("endpointBanner"));
    }

    void theFirstStartGivesWay()
    {
        QTcpServer other;
        other.listen(QHostAddress::LocalHost, 8091); // or it is taken already
        WindowFixture fixture{Configuration()};
        const auto status = [&fixture] { return fixture.server().endpoints().first(); };
        QTRY_COMPARE(status().state, EndpointState::Running);
        auto *banner = fixture.part<Banner>("firstRunBanner");
        QVERIFY(banner && banner->isVisible());
        QCOMPARE(banner->text(), u"Only this computer can connect. Port 8091 is taken by another "
                                 "program, so this time it is port %1."_s.arg(status().port));
        QTRY_VERIFY(!fixture.part<Banner>("endpointBanner"));
    }

    void letOthersConnect()
    {
        WindowFixture fixture;
        auto *banner = fixture.part<Banner>("firstRunBanner");
        QVERIFY(banner && banner->isVisible());
        QTest::mouseClick(buttonOf(banner, u"Let others connect…"_s), Qt::LeftButton);
        auto *dialog = fixture.part<EndpointDialog>();
        QVERIFY(dialog);
        QCOMPARE(dialog->endpoint().name, u"local"_s);
        answer(dialog, "endpointCancel");
    }

    void theMenuBarHasThemToo()
    {
        WindowFixture fixture;
        const QList<QAction *> menus = fixture.window().menuBar()->actions();
        QMenu *menu = nullptr;
        for (const QAction *action : menus)
            if (action->text() == u"E&ndpoint"_s)
                menu = action->menu();
        QVERIFY(menu);
        Q_EMIT menu->aboutToShow();
        menu->findChild<QAction *>(u"edit"_s)->trigger();
        QVERIFY(fixture.part<EndpointDialog>());
        answer(fixture.part<EndpointDialog>(), "endpointCancel");
        QTRY_VERIFY(!fixture.part<EndpointDialog>());
        menu->findChild<QAction *>(u"join"_s)->trigger();
        QVERIFY(fixture.part<JoinSheet>());
        menu->actions().first()->trigger();
        QVERIFY(fixture.part<EndpointDialog>());
        QCOMPARE(fixture.part<EndpointDialog>()->endpoint().name, u"endpoint-2"_s);
        answer(fixture.part<EndpointDialog>(), "endpointApply");
        QTRY_COMPARE(fixture.server().endpoints().size(), 2);
        QVERIFY(savePicture(fixture.window(), u"endpoint-window-two"_s));
    }

    void sixEndpointsInASmallWindow()
    {
        Configuration configuration = WindowFixture::onFreePort();
        const QStringList names{u"Class"_s, u"Sensors"_s, u"Public"_s, u"Signal tower"_s,
                                u"Depot"_s};
        for (const QString &name : names)
            configuration.endpoints.append(endpointOf(name));
        WindowFixture fixture(configuration);
        fixture.window().resize(1024, 640);
        auto *bar = fixture.part<EndpointBar>("endpointBar");
        QCOMPARE(fixture.window().width(), 1024);
        QTRY_VERIFY(bar->geometry().right() < 1024);
        const QList<QToolButton *> buttons = bar->findChildren<QToolButton *>();
        for (const QToolButton *button : buttons)
            if (button->isVisible())
                QVERIFY2(bar->rect().contains(button->geometry()),
                         qPrintable(button->accessibleName()));
        const auto *hold = fixture.part<QToolButton>("holdButton");
        QVERIFY(hold->mapTo(&fixture.window(), QPoint(hold->width(), 0)).x() <= 1024);
        QVERIFY(savePicture(fixture.window(), u"endpoint-window-six"_s));
    }
};

SIGNALBOX_TEST(TestEndpointWindow)
#include "tst_endpointwindow.moc"
