#include "busyoperator.h"

#include "tests/ui/window/windowfixture.h"
#include "threadclock.h"
#include "ui/clients/clientmodel.h"
#include "ui/clients/clientspanel.h"
#include "ui/clients/clientview.h"
#include "ui/editors/payloadedit.h"
#include "ui/log/logpanel.h"
#include "ui/log/logview.h"

#include <QScrollBar>
#include <QTest>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Round = 50; ///< turns until the same filter comes again: five seconds
constexpr ClientModel::Column SortColumns[] = {
    ClientModel::RateInColumn, ClientModel::NameColumn, ClientModel::MessagesOutColumn,
    ClientModel::SinceColumn, ClientModel::AddressColumn};

} // namespace

BusyOperator::BusyOperator(WindowFixture &fixture)
    : m_fixture(fixture)
{
    connect(&m_timer, &QTimer::timeout, this, &BusyOperator::act);
}

void BusyOperator::start()
{
    m_timer.start(100ms);
}

void BusyOperator::act()
{
    ++m_turn;
    work("type", &BusyOperator::type);
    switch (m_turn % 5) {
    case 0:
        return work("sort clients", &BusyOperator::sortClients);
    case 1:
    case 3:
        return work("scroll", &BusyOperator::scroll);
    case 2:
        return work("filter log", &BusyOperator::filterLog);
    case 4:
        return work("filter clients", &BusyOperator::filterClients);
    }
}

void BusyOperator::work(const QByteArray &name, void (BusyOperator::*kind)())
{
    const auto begin = threadTime();
    (this->*kind)();
    std::chrono::nanoseconds &longest = m_longest[name];
    longest = std::max(longest, threadTime() - begin);
}

void BusyOperator::type()
{
    auto *editor = m_fixture.part<PayloadEdit>();
    if (m_turn % 40 == 0)
        editor->clear();
    QTest::keyClick(editor, m_turn % 8 == 0 ? Qt::Key_Space : Qt::Key_A);
}

void BusyOperator::scroll()
{
    for (QAbstractItemView *view :
         {static_cast<QAbstractItemView *>(m_fixture.part<LogView>()),
          static_cast<QAbstractItemView *>(m_fixture.part<ClientView>())}) {
        QScrollBar *bar = view->verticalScrollBar();
        const int step = bar->pageStep();
        bar->setValue(m_turn % 10 == 1 ? bar->maximum() : bar->value() - step);
    }
}

void BusyOperator::sortClients()
{
    const int turn = m_turn / 5;
    m_fixture.part<ClientView>()->sortByColumn(SortColumns[size_t(turn) % std::size(SortColumns)],
                                               turn % 2 ? Qt::AscendingOrder : Qt::DescendingOrder);
}

void BusyOperator::filterLog()
{
    const int turn = m_turn % Round;
    if (turn == 2)
        m_fixture.part<LogPanel>()->setFilterText(u"load"_s);
    else if (turn == 22)
        m_fixture.part<LogPanel>()->setFilterText(u"dir:in"_s);
    else if (turn == 42)
        m_fixture.part<LogPanel>()->setFilterText({});
}

void BusyOperator::filterClients()
{
    const int turn = m_turn % Round;
    if (turn == 4)
        m_fixture.part<ClientsPanel>()->setFilterText(u"otter"_s);
    else if (turn == 14)
        m_fixture.part<ClientsPanel>()->setFilterText({});
}

} // namespace Signalbox
