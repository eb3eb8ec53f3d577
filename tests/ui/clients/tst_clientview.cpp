#include "clientspaneltest.h"
#include "tests/support/testprogram.h"
#include "ui/clients/clientdetails.h"
#include "ui/editors/filteredit.h"

#include <QAction>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestClientView : public ClientsPanelTest
{
    Q_OBJECT
private Q_SLOTS:
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

    void aFilteredListBeginsAtItsBeginning()
    {
        apply(batchOf(madeClients(1, 200)));
        m_view->scrollToBottom();
        QVERIFY(m_view->verticalScrollBar()->value() > 0);
        m_panel->setFilterText(u"addr:10"_s);
        QTRY_COMPARE(m_view->verticalScrollBar()->value(), 0); // a filter may take several turns
        QVERIFY(m_view->verticalScrollBar()->maximum() > 0);
        choose(rowOf(150)); // what is chosen stays in sight
        m_panel->setFilterText({});
        QTRY_VERIFY(m_view->viewport()->rect().contains(m_view->visualRect(rowOf(150)).center()));
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

    void chosenRowStaysInSightWhenDetailsOpen_data()
    {
        QTest::addColumn<int>("client");
        QTest::newRow("one in the lower half") << 12;
        QTest::newRow("one that had to be scrolled to, at the lower edge") << 30;
        QTest::newRow("one in the upper half") << 2;
    }
    void chosenRowStaysInSightWhenDetailsOpen()
    {
        QFETCH(int, client);
        apply(batchOf(madeClients(1, 60)));
        m_view->setCurrentIndex(rowOf(client));
        const auto isInSight = [this] {
            return m_view->viewport()->rect().contains(
                m_view->visualRect(m_view->currentIndex()).center());
        };
        QVERIFY(isInSight());
        const int height = m_view->height();
        find(m_panel->menuActions(), u"Details"_s)->trigger();
        QTRY_VERIFY(m_view->height() < height * 3 / 4);
        QVERIFY(isInSight());
        QCOMPARE(m_view->verticalScrollBar()->value() == 0, client == 2);
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

SIGNALBOX_TEST(TestClientView)
#include "tst_clientview.moc"
