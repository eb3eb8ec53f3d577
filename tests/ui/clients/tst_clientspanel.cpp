#include "clientfeed.h"
#include "ui/clients/clientdetails.h"
#include "ui/clients/clientmodel.h"
#include "ui/clients/clientspanel.h"
#include "ui/clients/clientview.h"
#include "ui/clients/disconnectdialog.h"
#include "ui/log/filteredit.h"
#include "ui/log/logfilter.h"
#include "ui/theme/theme.h"
#include "ui/widgets/emptystate.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

EndpointStatus endpointIn(EndpointState state)
{
    EndpointStatus status;
    status.name = u"local"_s;
    status.state = state;
    status.url = u"ws://127.0.0.1:8091/"_s;
    status.pageUrl = u"http://127.0.0.1:8091/"_s;
    status.address = u"127.0.0.1"_s;
    status.port = 8091;
    return status;
}

QList<ClientInfo> madeClients(int first, int count, const QString &path = u"/chat"_s)
{
    QList<ClientInfo> infos;
    for (int i = first; i < first + count; ++i)
        infos.append(madeClient(i, path));
    return infos;
}

QString withoutMarks(QString text)
{
    return text.replace(u"&&"_s, u"\n"_s).remove(u'&').replace(u'\n', u'&');
}

} // namespace

class TestClientsPanel : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    std::unique_ptr<ClientDirectory> m_directory;
    std::unique_ptr<ClientsPanel> m_panel;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    ClientView *m_view = nullptr;
    ClientModel *m_model = nullptr;

    template<class T>
    T *child(const QString &name) const
    {
        return m_panel->findChild<T *>(name);
    }
    FilterEdit *filter() const { return child<FilterEdit>(u"clientFilter"_s); }
    EmptyState *empty() const { return m_panel->findChild<EmptyState *>(); }

    /// Those it has now: what is to be deleted is hidden.
    QList<QPushButton *> emptyButtons() const
    {
        QCoreApplication::processEvents(); // a layout shows what is new later
        QList<QPushButton *> buttons = empty()->findChildren<QPushButton *>();
        buttons.removeIf([](const QPushButton *button) { return !button->isVisible(); });
        return buttons;
    }

    void apply(const FeedBatch &batch)
    {
        m_directory->apply(batch);
        m_panel->refresh();
    }
    QModelIndex rowOf(int number) const { return m_model->indexOf(madeClient(number).id); }
    QModelIndex pathRow(int row) const { return m_model->index(row, 0); }
    void choose(const QModelIndex &index, bool more = false)
    {
        m_view->scrollTo(index);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton,
                          more ? Qt::ControlModifier : Qt::NoModifier,
                          m_view->visualRect(index).center());
        leaveList(); // the order is not held for the rest of the test
    }
    void enterList(const QPoint &at)
    {
        QEnterEvent event(at, at, m_view->viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(m_view->viewport(), &event);
    }
    void leaveList()
    {
        QEvent event(QEvent::Leave);
        QCoreApplication::sendEvent(m_view->viewport(), &event);
    }
    QMenu *openMenu(const QModelIndex &index)
    {
        Q_EMIT m_view->customContextMenuRequested(m_view->visualRect(index).center());
        return child<QMenu>(u"clientMenu"_s);
    }
    static QStringList texts(const QMenu *menu)
    {
        QStringList list;
        for (const QAction *action : menu->actions()) {
            if (!action->isSeparator())
                list.append(withoutMarks(action->text()));
        }
        return list;
    }
    static QAction *find(const QList<QAction *> &actions, const QString &text)
    {
        for (QAction *action : actions) {
            if (action && withoutMarks(action->text()).contains(text))
                return action;
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_theme.setZoom(100);
        m_directory = std::make_unique<ClientDirectory>();
        m_panel = std::make_unique<ClientsPanel>(*m_directory);
        m_panel->setEndpoints({endpointIn(EndpointState::Running)});
        m_view = m_panel->findChild<ClientView *>();
        m_model = m_panel->findChild<ClientModel *>();
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_panel->resize(290, 600);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        m_view->setFocus(Qt::MouseFocusReason);
    }
    void cleanup()
    {
        m_tester.reset();
        m_panel.reset();
        m_directory.reset();
        QGuiApplication::clipboard()->clear();
    }

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
            states.append(endpointIn(state));
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
        QVERIFY(empty()->isVisible());
        QCOMPARE(empty()->title(), u"250 clients, none match"_s);
        apply(batchOf(madeClients(251, 1)));
        QCOMPARE(empty()->title(), u"251 clients, none match"_s);
        QTest::mouseClick(emptyButtons().value(0), Qt::LeftButton);
        QVERIFY(!empty()->isVisible());
        QCOMPARE(m_model->shownCount(), 251);
        QCOMPARE(m_panel->filterText(), QString());
    }

    // What is chosen

    void tellsWhoIsChosen()
    {
        apply(batchOf(madeClients(1, 3) + madeClients(4, 1, u"/line"_s)));
        QSignalSpy told(m_panel.get(), &ClientsPanel::selectionChanged);
        const auto last = [&told] { return told.last()[0].value<QList<ClientId>>(); };
        choose(rowOf(2));
        QCOMPARE(last(), QList{madeClient(2).id});
        choose(rowOf(1), true);
        QCOMPARE(last(), (QList{madeClient(1).id, madeClient(2).id}));
        const qsizetype before = told.size();
        apply(batchOf({}, {}, {madeStats(madeClient(1).id, 9)}));
        QCOMPARE(told.size(), before);
        apply(batchOf({}, {madeLeft(madeClient(1).id)}));
        QCOMPARE(last(), QList{madeClient(2).id});
        choose(pathRow(0));
        QCOMPARE(last(), (QList{madeClient(2).id, madeClient(3).id}));
        apply(batchOf(madeClients(5, 1)));
        QCOMPARE(last(), (QList{madeClient(2).id, madeClient(3).id, madeClient(5).id}));
        m_view->clearSelection();
        QCOMPARE(last(), QList<ClientId>());
    }

    void staysChosenThroughFilterAndOrder()
    {
        apply(batchOf(madeClients(1, 12)));
        choose(rowOf(3));
        choose(rowOf(12), true);
        m_panel->setFilterText(u"12"_s);
        QCOMPARE(m_view->choice().rows, QList{madeClient(12).id});
        m_view->sortByColumn(ClientModel::NameColumn, Qt::DescendingOrder);
        m_panel->setFilterText({});
        QCOMPARE(m_view->choice().rows, (QList{madeClient(12).id, madeClient(3).id}));
        choose(rowOf(5));
        m_panel->setFilterText(u"12"_s);
        m_panel->setFilterText({});
        QCOMPARE(m_view->choice().rows, QList{madeClient(5).id});
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

    void menuOfAClient()
    {
        apply(batchOf(madeClients(1, 3)));
        choose(rowOf(2));
        QMenu *menu = openMenu(rowOf(2));
        QVERIFY(menu);
        QCOMPARE(texts(menu), (QStringList{u"Send to Client 2…"_s, u"Only this in the log"_s,
                                           u"Ping now"_s, u"Copy id"_s, u"Copy row"_s,
                                           u"Copy address"_s, u"Disconnect Client 2…"_s,
                                           u"Disconnect at once (1000)"_s, u"Details"_s}));
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
                              u"Disconnect 2 clients at once (1000)"_s, u"Details"_s}));
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
        const LogFilter::Parsed parsed = LogFilter::parse(filtered.value(0).value(0).toString());
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

    // What stands still

    void nothingMovesUnderTheMouse()
    {
        apply(batchOf(madeClients(100, 4, u"/b"_s)));
        const QRect place = m_view->visualRect(rowOf(102));
        enterList(place.center());
        m_panel->refresh();
        QVERIFY(m_view->isOrderHeld());
        apply(batchOf(madeClients(1, 3, u"/a"_s))); // a path above, with its clients
        QCOMPARE(m_view->visualRect(rowOf(102)).top(), place.top());
        QCOMPARE(m_view->indexAt(place.center()), rowOf(102));
        apply(batchOf(madeClients(4, 30, u"/a"_s)));
        QCOMPARE(m_view->visualRect(rowOf(102)).top(), place.top());
        m_view->sortByColumn(ClientModel::NameColumn, Qt::AscendingOrder);
        apply(batchOf(madeClients(50, 3, u"/b"_s)));
        QCOMPARE(m_view->visualRect(rowOf(102)).top(), place.top());
        leaveList();
        m_panel->refresh();
        QVERIFY(!m_view->isOrderHeld());
        QVERIFY(m_view->verticalScrollBar()->value() <= m_view->verticalScrollBar()->maximum());
    }

    void nobodyVanishesWhileTheOrderIsHeld()
    {
        apply(batchOf(madeClients(1, 4)));
        m_panel->setFilterText(u"in<5"_s);
        enterList(m_view->visualRect(rowOf(3)).center());
        apply(batchOf({}, {}, {madeStats(madeClient(2).id, 9)}));
        QVERIFY(rowOf(2).isValid());
        apply(batchOf({}, {}, {madeStats(madeClient(2).id, 10)}));
        QVERIFY(rowOf(2).isValid());
        leaveList();
        m_panel->refresh();
        QVERIFY(!rowOf(2).isValid());
        QVERIFY(rowOf(3).isValid());
    }

    void orderIsHeldByKeysAndSaid()
    {
        apply(batchOf(madeClients(1, 3)));
        QVERIFY(!m_view->isOrderHeld());
        QTest::keyClick(m_view, Qt::Key_Down);
        QTest::keyClick(m_view, Qt::Key_Down);
        m_panel->refresh();
        QVERIFY(m_view->isOrderHeld());
        auto *sign = child<QLabel>(u"orderHeld"_s);
        QVERIFY(!sign->isVisible());
        m_view->sortByColumn(ClientModel::MessagesInColumn, Qt::DescendingOrder);
        apply(batchOf({}, {}, {madeStats(madeClient(3).id, 5)}));
        QTRY_VERIFY(sign->isVisible()); // the order is looked at every two seconds
        QCOMPARE(rowOf(3).row(), 2);
        filter()->setFocus(Qt::TabFocusReason);
        m_panel->refresh();
        QVERIFY(!m_view->isOrderHeld());
        QVERIFY(!sign->isVisible());
        QTRY_COMPARE(rowOf(3).row(), 0);
    }

    void orderIsHeldWhileAMenuIsOpen()
    {
        apply(batchOf(madeClients(1, 3)));
        choose(rowOf(2));
        m_panel->refresh();
        QVERIFY(!m_view->isOrderHeld());
        QMenu *menu = openMenu(rowOf(2));
        m_panel->refresh();
        QVERIFY(m_view->isOrderHeld());
        menu->close();
        leaveList(); // the mouse may be over it now
        m_panel->refresh();
        QVERIFY(!m_view->isOrderHeld());
    }

    void whatIsReadStaysWhenPeopleComeAbove()
    {
        apply(batchOf(madeClients(1, 60, u"/b"_s)));
        m_view->verticalScrollBar()->setValue(800);
        const QModelIndex top = m_view->indexAt(QPoint(1, 1));
        const QRect place = m_view->visualRect(top);
        const QPersistentModelIndex kept(top);
        apply(batchOf(madeClients(100, 7, u"/a"_s)));
        QCOMPARE(m_view->visualRect(kept), place);
    }

    // Columns

    void columnsComeAndGo()
    {
        apply(batchOf(madeClients(1, 40)));
        QVERIFY(!m_view->header()->isVisible());
        QVERIFY(!m_view->horizontalScrollBar()->isVisible());
        QTRY_COMPARE(m_view->header()->length(), m_view->viewport()->width());
        m_view->setColumnShown(ClientModel::RoundTripColumn, true);
        QVERIFY(m_view->header()->isVisible());
        QVERIFY(m_view->isColumnShown(ClientModel::RoundTripColumn));
        QVERIFY(m_view->columnWidth(ClientModel::NameColumn) > 200);
        m_view->setColumnShown(ClientModel::NameColumn, false);
        QVERIFY(m_view->isColumnShown(ClientModel::NameColumn));
        m_view->resetColumns();
        QVERIFY(!m_view->header()->isVisible());
        QTRY_COMPARE(m_view->header()->length(), m_view->viewport()->width());
    }

    void optionsHoldColumnsAndOrder()
    {
        apply(batchOf(madeClients(1, 3)));
        auto *menu = child<QMenu>(u"clientOptionsMenu"_s);
        Q_EMIT menu->aboutToShow();
        const QMenu *columns = find(menu->actions(), u"Columns"_s)->menu();
        find(columns->actions(), u"RTT"_s)->trigger();
        QVERIFY(m_view->isColumnShown(ClientModel::RoundTripColumn));
        QMenu *order = find(menu->actions(), u"Order"_s)->menu();
        find(order->actions(), u"Queue"_s)->trigger();
        QCOMPARE(m_model->sortColumn(), ClientModel::QueueColumn);
        QCOMPARE(m_model->sortOrder(), Qt::DescendingOrder);
        find(order->actions(), u"Ascending"_s)->trigger();
        QCOMPARE(m_model->sortColumn(), ClientModel::QueueColumn);
        QCOMPARE(m_model->sortOrder(), Qt::AscendingOrder);
    }

    void remembersItsLook()
    {
        m_view->setColumnShown(ClientModel::QueueColumn, true);
        m_view->sortByColumn(ClientModel::NameColumn, Qt::DescendingOrder);
        find(m_panel->menuActions(), u"Details"_s)->trigger();
        m_panel->setFilterText(u"queue>0"_s);
        const QByteArray state = m_panel->saveState();

        ClientsPanel other(*m_directory);
        QVERIFY(other.restoreState(state));
        const auto *view = other.findChild<ClientView *>();
        QVERIFY(view->isColumnShown(ClientModel::QueueColumn));
        QVERIFY(!view->isColumnShown(ClientModel::RoundTripColumn));
        const auto *model = other.findChild<ClientModel *>();
        QCOMPARE(model->sortColumn(), ClientModel::NameColumn);
        QCOMPARE(model->sortOrder(), Qt::DescendingOrder);
        QVERIFY(!other.findChild<ClientDetails *>()->isHidden());
        QCOMPARE(other.filterText(), u"queue>0"_s);
    }

    void refusesAStateThatIsNotItsOwn_data()
    {
        QTest::addColumn<QByteArray>("state");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("something else") << QByteArray(200, 'x');
        QTest::newRow("zeros") << QByteArray(200, '\0');
    }
    void refusesAStateThatIsNotItsOwn()
    {
        QFETCH(QByteArray, state);
        QVERIFY(!m_panel->restoreState(state));
        QVERIFY(!m_panel->restoreState(m_panel->saveState().chopped(9)));
        QVERIFY(!m_view->header()->isVisible());
        QCOMPARE(m_model->sortColumn(), ClientModel::SinceColumn);
    }

    void zoomScalesRows()
    {
        apply(batchOf(madeClients(1, 3)));
        const int before = m_view->visualRect(rowOf(2)).height();
        m_theme.setZoom(200);
        QTRY_COMPARE(m_view->visualRect(rowOf(2)).height(), 2 * before);
        QTRY_COMPARE(m_view->header()->length(), m_view->viewport()->width());
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
                 u"Path /chat, 2 client(s)"_s);
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

    /// Prints how long the window's thread is kept; nothing is asserted of it.
    void tenThousandClients()
    {
        m_tester.reset();
        QList<ClientInfo> infos;
        for (int i = 0; i < 10'000; ++i)
            infos.append(madeClient(i, u"/line/%1"_s.arg(i % 40)));
        QElapsedTimer timer;
        timer.start();
        apply(batchOf(infos));
        qInfo("10,000 clients shown: %lld ms", timer.restart());
        m_view->selectAll();
        qInfo("all chosen: %lld ms", timer.restart());
        m_view->clearSelection();
        m_view->sortByColumn(ClientModel::RateInColumn, Qt::DescendingOrder);

        // ten seconds: 100 joins and 100 leaves, 4,000 counters each second
        QList<double> looks;
        int next = 10'000;
        for (int look = 0; look < 40; ++look) {
            FeedBatch batch;
            for (int j = 0; j < 25; ++j) {
                const qsizetype at = (next * 37) % infos.size();
                batch.left.append(madeLeft(infos[at].id));
                infos[at] = madeClient(next, u"/line/%1"_s.arg(next % 40));
                batch.joined.append(infos[at]);
                ++next;
            }
            for (int j = 0; j < 1000; ++j)
                batch.stats.append(
                    madeStats(infos[(look * 1000 + j) % infos.size()].id, quint64(look * j % 997)));
            timer.start();
            apply(batch);
            m_view->viewport()->repaint();
            looks.append(double(timer.nsecsElapsed()) / 1e6);
        }
        std::sort(looks.begin(), looks.end());
        qInfo("refresh and paint: median %.1f ms, longest %.1f ms", looks[20], looks.last());
        QCOMPARE(m_model->connectedCount(), 10'000);
    }
};

QTEST_MAIN(TestClientsPanel)
#include "tst_clientspanel.moc"
