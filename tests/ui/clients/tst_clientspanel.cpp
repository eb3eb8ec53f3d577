#include "clientspaneltest.h"
#include "tests/support/testprogram.h"
#include "ui/clients/bandialog.h"
#include "ui/clients/bansdialog.h"
#include "ui/clients/clientdetails.h"
#include "ui/clients/disconnectdialog.h"
#include "ui/editors/filteredit.h"
#include "ui/log/filtertext.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/twolinedelegate.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestClientsPanel : public ClientsPanelTest
{
    Q_OBJECT
private Q_SLOTS:
    // What it shows

    void showsByItselfWhoComes()
    {
        m_directory->apply(batchOf(madeClients(1, 3)));
        QTRY_COMPARE(child<QLabel>(u"clientCount"_s)->text(), u"3"_s);
        QCOMPARE(m_model->rowCount(pathRow(0)), 3);
        QVERIFY(m_view->isExpanded(pathRow(0)));
        QVERIFY(m_view->isVisible());
        QVERIFY(!empty()->isVisible());
    }

    void collapsedPathsStayCollapsed()
    {
        apply(batchOf(madeClients(1, 2, u"/a"_s) + madeClients(3, 2, u"/b"_s)));
        m_view->collapse(pathRow(0));
        m_panel->setFilterText(u"path:/b"_s);
        m_panel->setFilterText({});
        QVERIFY(!m_view->isExpanded(pathRow(0)));
        QVERIFY(m_view->isExpanded(pathRow(1)));
        auto *all = m_panel->findChild<QAction *>(u"collapseClients"_s);
        all->trigger();
        QVERIFY(!m_view->isExpanded(pathRow(1)));
        all->trigger();
        QVERIFY(m_view->isExpanded(pathRow(0)) && m_view->isExpanded(pathRow(1)));
        apply(batchOf(madeClients(5, 1, u"/c"_s)));
        QVERIFY(m_view->isExpanded(pathRow(2)));
    }

    void emptyStates_data()
    {
        QTest::addColumn<QList<EndpointState>>("endpoints");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QStringList>("buttons");
        using S = EndpointState;
        using States = QList<EndpointState>;
        const QStringList pageAndAddress{u"Open demo page"_s, u"Copy address"_s};
        QTest::newRow("nobody came")
            << States{S::Running} << u"Nobody is connected"_s << pageAndAddress;
        QTest::newRow("one of several runs")
            << States{S::Failed, S::Running} << u"Nobody is connected"_s << pageAndAddress;
        QTest::newRow("all are stopped")
            << States{S::Stopped, S::Stopped} << u"Stopped"_s << QStringList{u"Start"_s};
        QTest::newRow("one failed")
            << States{S::Stopped, S::Failed} << u"Could not start"_s << QStringList{u"Try again"_s};
        QTest::newRow("starting") << States{S::Starting} << u"Starting…"_s << QStringList{};
        QTest::newRow("there are none") << States{} << u"Stopped"_s << QStringList{u"Start"_s};
    }
    void emptyStates()
    {
        QFETCH(QList<EndpointState>, endpoints);
        QFETCH(QString, title);
        QFETCH(QStringList, buttons);
        QList<EndpointStatus> states;
        for (const EndpointState state : endpoints)
            states.append(madeEndpoint(state));
        m_panel->setEndpoints(states);
        QVERIFY(empty()->isVisible());
        QCOMPARE(empty()->title(), title);
        QSignalSpy page(m_panel.get(), &ClientsPanel::openPageRequested);
        QSignalSpy start(m_panel.get(), &ClientsPanel::startRequested);
        QStringList shown;
        for (QPushButton *button : emptyButtons()) {
            shown.append(button->text());
            QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(shown, buttons);
        QCOMPARE(page.size(), buttons.contains(u"Open demo page"_s) ? 1 : 0);
        QCOMPARE(start.size(), buttons.size() == 1 ? 1 : 0);
        if (buttons == QStringList{u"Open demo page"_s, u"Copy address"_s}) {
            QCOMPARE(page[0][0].toString(), u"http://127.0.0.1:8091/"_s);
            QCOMPARE(QGuiApplication::clipboard()->text(), u"ws://127.0.0.1:8091/"_s);
        }
    }

    // Filter

    void filterFromTheKeyboard()
    {
        apply(batchOf(madeClients(1, 12)));
        QTest::keyClick(m_view, Qt::Key_Slash);
        QVERIFY(filter()->hasFocus());
        QTest::keyClicks(filter(), u"\"Client 1\""_s);
        QTRY_COMPARE(m_model->shownCount(), 4);
        QCOMPARE(filter()->verdict(), u"4 of 12"_s);
        QTest::keyClick(filter(), Qt::Key_Escape);
        QVERIFY(m_view->hasFocus());
        QCOMPARE(m_model->shownCount(), 4);
        QTest::keyClick(m_view, Qt::Key_Escape);
        QCOMPARE(m_panel->filterText(), QString());
        QCOMPARE(m_model->shownCount(), 12);
        QCOMPARE(filter()->verdict(), QString());
    }

    void lastGoodFilterStaysAndTheProblemIsSaid()
    {
        apply(batchOf(madeClients(1, 12)));
        m_panel->setFilterText(u"12"_s);
        QCOMPARE(m_model->shownCount(), 1);
        m_panel->setFilterText(u"12 pth:/x"_s);
        QCOMPARE(m_model->shownCount(), 1);
        const auto *problem = child<QLabel>(u"clientFilterProblem"_s);
        QVERIFY(problem->isVisible());
        QVERIFY2(problem->text().startsWith(u"unknown field 'pth'"_s), qPrintable(problem->text()));
        m_panel->setFilterText(u"1 or 2"_s);
        QVERIFY(!problem->isVisible());
    }

    void filterThatHidesAllSaysSo()
    {
        apply(batchOf(madeClients(1, 250)));
        m_panel->setFilterText(u"nobody"_s);
        QTRY_VERIFY(empty()->isVisible());
        QCOMPARE(empty()->title(), u"250 clients, none match"_s);
        apply(batchOf(madeClients(251, 1)));
        QCOMPARE(empty()->title(), u"251 clients, none match"_s);
        QTest::mouseClick(emptyButtons().value(0), Qt::LeftButton);
        QTRY_VERIFY(!empty()->isVisible());
        QCOMPARE(m_model->shownCount(), 251);
        QCOMPARE(m_panel->filterText(), QString());
    }

    // Menus and keys

    void keysActOnTheChosen()
    {
        apply(batchOf(madeClients(1, 3)));
        choose(rowOf(2));
        QSignalSpy sent(m_panel.get(), &ClientsPanel::sendRequested);
        QSignalSpy pinged(m_panel.get(), &ClientsPanel::pingRequested);
        QSignalSpy filtered(m_panel.get(), &ClientsPanel::logFilterRequested);
        QSignalSpy closed(m_panel.get(), &ClientsPanel::closeRequested);
        const ClientId id = madeClient(2).id;
        QTest::keyClick(m_view, Qt::Key_Return);
        QCOMPARE(sent.value(0).value(0).value<Target>(), (Target{{}, {}, {id}}));
        QTest::keyClick(m_view, Qt::Key_F5);
        QCOMPARE(pinged.value(0).value(0).value<QList<ClientId>>(), QList{id});
        QTest::keyClick(m_view, Qt::Key_O);
        QCOMPARE(filtered.value(0).value(0).toString(), u"client:"_s + id.toString());
        QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), id.toString());
        QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const QStringList cells = QGuiApplication::clipboard()->text().split(u'\t');
        QCOMPARE(cells.size(), int(ClientModel::ColumnCount));
        QCOMPARE(cells[ClientModel::NameColumn], u"Client 2"_s);
        QCOMPARE(cells[ClientModel::AddressColumn], u"10.4.1.2:50002"_s);
        QTest::keyClick(m_view, Qt::Key_Delete, Qt::ShiftModifier);
        QCOMPARE(closed.size(), 1);
        QCOMPARE(closed[0][0].value<QList<ClientId>>(), QList{id});
        QCOMPARE(closed[0][1].toInt(), 1000);
    }

    void keysInTheFilterEditText()
    {
        apply(batchOf(madeClients(1, 3)));
        choose(rowOf(2));
        QSignalSpy closed(m_panel.get(), &ClientsPanel::closeRequested);
        QSignalSpy filtered(m_panel.get(), &ClientsPanel::logFilterRequested);
        filter()->setFocus();
        QTest::keyClick(filter(), Qt::Key_O);
        QTest::keyClick(filter(), Qt::Key_Delete);
        QTest::keyClick(filter(), Qt::Key_Delete, Qt::ShiftModifier);
        QCOMPARE(filter()->text(), u"o"_s);
        QCOMPARE(closed.size(), 0);
        QCOMPARE(filtered.size(), 0);
        QVERIFY(!m_panel->findChild<DisconnectDialog *>());
    }

    void disconnectsAfterAQuestion()
    {
        apply(batchOf(madeClients(1, 3)));
        choose(rowOf(1));
        choose(rowOf(3), true);
        QSignalSpy closed(m_panel.get(), &ClientsPanel::closeRequested);
        QTest::keyClick(m_view, Qt::Key_Delete);
        auto *dialog = m_panel->findChild<DisconnectDialog *>();
        QVERIFY(dialog);
        auto *confirm = dialog->findChild<QPushButton *>(u"confirmDisconnect"_s);
        QCOMPARE(confirm->text(), u"Disconnect 2 clients"_s);
        choose(rowOf(2)); // the question speaks of those who were chosen
        QCOMPARE(closed.size(), 0);
        dialog->findChild<QComboBox *>()->setCurrentIndex(2);
        dialog->findChild<QLineEdit *>(u"closeReason"_s)->setText(u"enough"_s);
        QTest::mouseClick(confirm, Qt::LeftButton);
        QCOMPARE(closed.size(), 1);
        QCOMPARE(closed[0][0].value<QList<ClientId>>(),
                 (QList{madeClient(1).id, madeClient(3).id}));
        QCOMPARE(closed[0][1].toInt(), 1008);
        QCOMPARE(closed[0][2].toString(), u"enough"_s);
    }

    void whoComesWhileItIsAskedStays()
    {
        apply(batchOf(madeClients(1, 2)));
        choose(pathRow(0));
        QMenu *menu = openMenu(pathRow(0));
        QVERIFY(menu);
        QSignalSpy closed(m_panel.get(), &ClientsPanel::closeRequested);
        find(menu->actions(), u"Disconnect all 2"_s)->trigger();
        auto *dialog = m_panel->findChild<DisconnectDialog *>();
        QVERIFY(dialog);
        apply(batchOf(madeClients(3, 5)));
        auto *confirm = dialog->findChild<QPushButton *>(u"confirmDisconnect"_s);
        QCOMPARE(confirm->text(), u"Disconnect 2 clients"_s);
        QTest::mouseClick(confirm, Qt::LeftButton);
        QCOMPARE(closed.value(0).value(0).value<QList<ClientId>>(),
                 (QList{madeClient(1).id, madeClient(2).id}));
    }

    void menuOfAClient()
    {
        apply(batchOf(madeClients(1, 3)));
        choose(rowOf(2));
        QMenu *menu = openMenu(rowOf(2));
        QVERIFY(menu);
        QCOMPARE(
            texts(menu),
            (QStringList{u"Send to Client 2…"_s, u"Only this in the log"_s, u"Ping now"_s,
                         u"Copy id"_s, u"Copy row"_s, u"Copy address"_s, u"Disconnect Client 2…"_s,
                         u"Disconnect at once (1000)"_s, u"Ban its address…"_s, u"Details"_s}));
    }

    void menuOfSeveralSaysHowMany()
    {
        apply(batchOf(madeClients(1, 3)));
        choose(rowOf(1));
        choose(rowOf(3), true);
        QMenu *menu = openMenu(rowOf(3));
        QVERIFY(menu);
        QCOMPARE(texts(menu),
                 (QStringList{u"Send to 2 clients…"_s, u"Only these 2 in the log"_s,
                              u"Ping 2 clients now"_s, u"Copy 2 ids"_s, u"Copy 2 rows"_s,
                              u"Copy 2 addresses"_s, u"Disconnect 2 clients…"_s,
                              u"Disconnect 2 clients at once (1000)"_s, u"Ban their addresses…"_s,
                              u"Details"_s}));
        QSignalSpy filtered(m_panel.get(), &ClientsPanel::logFilterRequested);
        find(menu->actions(), u"Only these"_s)->trigger();
        QCOMPARE(filtered.value(0).value(0).toString(),
                 u"client:%1 or client:%2"_s.arg(madeClient(1).id.toString(),
                                                 madeClient(3).id.toString()));
    }

    void menuOfAPath()
    {
        apply(batchOf(madeClients(1, 38, u"/a b\"&c"_s)));
        choose(pathRow(0));
        QMenu *menu = openMenu(pathRow(0));
        QVERIFY(menu);
        QCOMPARE(texts(menu), (QStringList{u"Send to /a b\"&c (38)…"_s,
                                           u"Only this path in the log"_s, u"Ping 38 clients now"_s,
                                           u"Copy URL"_s, u"Disconnect all 38…"_s, u"Details"_s}));
        QSignalSpy sent(m_panel.get(), &ClientsPanel::sendRequested);
        find(menu->actions(), u"Send to"_s)->trigger();
        QCOMPARE(sent.value(0).value(0).value<Target>(), (Target{u"/a b\"&c"_s, {}, {}}));
        find(menu->actions(), u"Copy URL"_s)->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"ws://127.0.0.1:8091/a%20b%22&c"_s);
        QSignalSpy filtered(m_panel.get(), &ClientsPanel::logFilterRequested);
        find(menu->actions(), u"in the log"_s)->trigger();
        const ParsedFilter parsed = parseFilter(filtered.value(0).value(0).toString());
        QCOMPARE(parsed.problem, QString());
        LogEntry entry;
        entry.path = u"/a b\"&c"_s;
        QVERIFY(parsed.filter.matches(entry));
        entry.path = u"/a"_s;
        QVERIFY(!parsed.filter.matches(entry));

        QSignalSpy closed(m_panel.get(), &ClientsPanel::closeRequested);
        QTest::keyClick(m_view, Qt::Key_Delete, Qt::ShiftModifier); // asks for clients alone
        QCOMPARE(closed.size(), 0);
    }

    void addressesAreBannedForAWhile()
    {
        QList<ClientInfo> clients = madeClients(1, 3);
        clients[0].address = clients[2].address = u"192.168.1.31"_s;
        clients[1].address = u"192.168.1.32"_s;
        apply(batchOf(clients));
        choose(rowOf(1));
        QMenu *menu = openMenu(rowOf(1));
        QVERIFY(menu);
        QSignalSpy banned(m_panel.get(), &ClientsPanel::banRequested);
        find(menu->actions(), u"Ban its address"_s)->trigger();
        auto *dialog = m_panel->window()->findChild<BanDialog *>();
        QVERIFY(dialog);
        const auto *text = dialog->findChild<QLabel *>(u"banText"_s);
        QVERIFY(text->text().contains(u"2 clients"_s));
        ClientInfo late = madeClient(4);
        late.address = u"192.168.1.31"_s;
        apply(batchOf({late})); // goes with the others: the address is banned
        QVERIFY2(text->text().contains(u"3 clients"_s), qPrintable(text->text()));
        auto *time = dialog->findChild<QComboBox *>(u"banTime"_s);
        time->setCurrentIndex(1);
        const QDateTime before = QDateTime::currentDateTimeUtc();
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"confirmBan"_s), Qt::LeftButton);
        const auto bans = banned.value(0).value(0).value<QList<BanConfig>>();
        QCOMPARE(bans.size(), 1);
        QCOMPARE(bans.first().address, u"192.168.1.31"_s);
        QVERIFY(!bans.first().note.isEmpty());
        const qint64 seconds = before.secsTo(bans.first().until.value());
        QVERIFY(seconds >= 3599 && seconds <= 3660);
    }

    void whoIsBannedCanBeLetInAgain()
    {
        BansDialog dialog(
            {{.address = u"10.0.0.1"_s, .note = u"Ada\u202E"_s}, {.address = u"10.0.0.2"_s}});
        dialog.show();
        auto *list = dialog.findChild<QListWidget *>(u"bansList"_s);
        auto *letIn = dialog.findChild<QPushButton *>(u"bansLetIn"_s);
        QCOMPARE(list->item(0)->data(Qt::AccessibleTextRole).toString(),
                 u"10.0.0.1, Ada⟨U+202E⟩ · for good"_s);
        QCOMPARE(list->item(0)->data(TwoLineDelegate::DetailRole).toString(),
                 u"Ada⟨U+202E⟩ · for good"_s);
        QVERIFY(!letIn->isEnabled());
        QSignalSpy asked(&dialog, &BansDialog::letInRequested);
        list->setCurrentRow(1);
        QTest::mouseClick(letIn, Qt::LeftButton);
        QCOMPARE(asked.value(0).value(0).value<QList<BanConfig>>(),
                 (QList{BanConfig{.address = u"10.0.0.2"_s}}));
        dialog.setBans({});
        QCOMPARE(list->count(), 0);
        QVERIFY(!list->isVisible());
        QVERIFY(!letIn->isEnabled());
    }

    void menuOfWhoHasLeft()
    {
        apply(batchOf(madeClients(1, 2)));
        apply(batchOf({}, {madeLeft(madeClient(2).id)}));
        choose(rowOf(2));
        QMenu *menu = openMenu(rowOf(2));
        QVERIFY(menu);
        QCOMPARE(texts(menu), (QStringList{u"Only this in the log"_s, u"Copy id"_s, u"Copy row"_s,
                                           u"Copy address"_s, u"Details"_s}));
    }

    void menuIsFrozenWhenItOpens()
    {
        apply(batchOf(madeClients(1, 2)));
        choose(pathRow(0));
        QMenu *menu = openMenu(pathRow(0));
        QVERIFY(menu);
        apply(batchOf(madeClients(3, 5)));
        m_view->clearSelection();
        QSignalSpy pinged(m_panel.get(), &ClientsPanel::pingRequested);
        find(menu->actions(), u"Ping 2 clients"_s)->trigger();
        QCOMPARE(pinged.value(0).value(0).value<QList<ClientId>>(),
                 (QList{madeClient(1).id, madeClient(2).id}));
    }

    void actionsForTheMenuBarSayWhatTheyDo()
    {
        const QList<QAction *> actions = m_panel->menuActions();
        QVERIFY(!find(actions, u"Send to"_s)->isEnabled());
        QVERIFY(!find(actions, u"Disconnect…"_s)->isEnabled());
        apply(batchOf(madeClients(1, 2)));
        choose(rowOf(1));
        QVERIFY(find(actions, u"Send to Client 1…"_s)->isEnabled());
        apply(batchOf({}, {madeLeft(madeClient(1).id)}));
        QVERIFY(!find(actions, u"Send to"_s)->isEnabled());
        for (const QAction *action : actions) {
            if (action)
                QVERIFY2(!action->text().isEmpty() && !action->icon().isNull(),
                         qPrintable(action->text()));
        }
    }

    // Details

    void detailsTellWhatIsKnown()
    {
        ClientInfo info = madeClient(2);
        info.headers.append(
            std::pair(QByteArray("X-Evil"), QByteArray("<b>bold</b> \xE2\x80\xAE")));
        apply(batchOf({madeClient(1), info}));
        QVERIFY(!child<ClientDetails>(u"clientDetails"_s)->isVisible());
        choose(rowOf(2));
        QTest::keyClick(m_view, Qt::Key_Return, Qt::AltModifier);
        const auto *details = child<ClientDetails>(u"clientDetails"_s);
        QVERIFY(details->isVisible());
        QVERIFY(details->height() > 100);
        const auto shown = [details] {
            QStringList lines;
            for (const QLabel *label : details->findChildren<QLabel *>())
                lines.append(label->text());
            return lines;
        };
        QVERIFY(shown().contains(info.id.toString()));
        QVERIFY(shown().contains(u"10.4.1.2:50002"_s));
        QVERIFY(shown().contains(u"not measured yet"_s));
        for (const int milliseconds : {10, 30, 20}) {
            ClientStats stats = madeStats(info.id, 3, 4);
            stats.roundTrip = std::chrono::milliseconds(milliseconds);
            apply(batchOf({}, {}, {stats}));
        }
        QVERIFY2(shown().contains(u"20 ms; of the last 3 pings: median 20 ms, shortest 10 ms, 95 % "
                                  "within 30 ms"_s),
                 qPrintable(shown().join(u'\n')));
        const QString headers = child<QPlainTextEdit>(u"clientHeaders"_s)->toPlainText();
        QVERIFY2(headers.contains(u"X-Evil: <b>bold</b> ⟨U+202E⟩"_s), qPrintable(headers));
        QTest::mouseClick(child<QToolButton>(u"copyClientId"_s), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), info.id.toString());

        choose(pathRow(0));
        QCOMPARE(child<QLabel>(u"detailsSentence"_s)->text(), u"/chat (2) chosen"_s);
        QVERIFY(!child<QToolButton>(u"copyClientId"_s)->isEnabled());
        m_view->setFocus();
        QTest::keyClick(m_view, Qt::Key_Return, Qt::AltModifier);
        QVERIFY(!details->isVisible());
    }

    // For everyone

    void hostileNamesArePlainEverywhere()
    {
        ClientInfo info = madeClient(1, u"/<b>&x\u202E"_s);
        info.name = u"<img src=x>&Ada\u202E"_s;
        apply(batchOf({info}));
        find(m_panel->menuActions(), u"Details"_s)->trigger();
        choose(rowOf(1));
        const QString shown = u"<img src=x>&Ada⟨U+202E⟩"_s;
        QMenu *menu = openMenu(rowOf(1));
        QVERIFY(texts(menu).contains(u"Send to %1…"_s.arg(shown)));
        find(menu->actions(), u"Disconnect <img"_s)->trigger();
        for (const QLabel *label : m_panel->findChildren<QLabel *>()) {
            if (label->text().contains(u'<'))
                QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY(!label->text().contains(QChar(0x202E)));
        }
    }

    void everythingHasAName()
    {
        apply(batchOf(madeClients(1, 2)));
        for (const QAbstractButton *button : m_panel->findChildren<QAbstractButton *>()) {
            const bool isControl = button->focusPolicy() != Qt::NoFocus;
            if (isControl && button->isVisibleTo(m_panel.get()))
                QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                         qPrintable(button->objectName()));
        }
        QVERIFY(!filter()->accessibleName().isEmpty());
        QVERIFY(!m_view->accessibleName().isEmpty());
        const QString sentence = rowOf(1).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(sentence.startsWith(u"Client 1 on /chat, ok, connected"_s), qPrintable(sentence));
        QAccessibleInterface *tree = QAccessible::queryAccessibleInterface(m_view);
        QVERIFY(tree && tree->tableInterface());
        QCOMPARE(tree->tableInterface()->cellAt(0, 0)->text(QAccessible::Name),
                 u"Path /chat, 2 clients"_s);
        QVERIFY(tree->tableInterface()->cellAt(0, 0)->state().expanded);
    }

    void tabGoesFromTheFilterToTheList()
    {
        apply(batchOf(madeClients(1, 2)));
        filter()->setFocus(Qt::TabFocusReason);
        QTest::keyClick(filter(), Qt::Key_Tab);
        QVERIFY(m_view->hasFocus());
        QTest::keyClick(m_view, Qt::Key_Tab);
        QVERIFY(!m_view->hasFocus());
    }
};

SIGNALBOX_TEST(TestClientsPanel)
#include "tst_clientspanel.moc"
