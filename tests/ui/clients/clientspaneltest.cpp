#include "clientspaneltest.h"

#include "ui/editors/filteredit.h"
#include "ui/widgets/emptystate.h"

#include <QAction>
#include <QClipboard>
#include <QEnterEvent>
#include <QGuiApplication>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString withoutMarks(QString text)
{
    return text.replace(u"&&"_s, u"\n"_s).remove(u'&').replace(u'\n', u'&');
}

} // namespace

FilterEdit *ClientsPanelTest::filter() const
{
    return child<FilterEdit>(u"clientFilter"_s);
}

EmptyState *ClientsPanelTest::empty() const
{
    return m_panel->findChild<EmptyState *>();
}

QList<QPushButton *> ClientsPanelTest::emptyButtons() const
{
    QCoreApplication::processEvents(); // a layout shows what is new later
    QList<QPushButton *> buttons = empty()->findChildren<QPushButton *>();
    buttons.removeIf([](const QPushButton *button) { return !button->isVisible(); });
    return buttons;
}

void ClientsPanelTest::apply(const FeedBatch &batch)
{
    m_directory->apply(batch);
    m_panel->refresh();
}

void ClientsPanelTest::choose(const QModelIndex &index, bool more)
{
    m_view->scrollTo(index);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton,
                      more ? Qt::ControlModifier : Qt::NoModifier,
                      m_view->visualRect(index).center());
    leaveList(); // the order is not held for the rest of the test
}

void ClientsPanelTest::enterList(const QPoint &at)
{
    QEnterEvent event(at, at, m_view->viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(m_view->viewport(), &event);
}

void ClientsPanelTest::leaveList()
{
    QEvent event(QEvent::Leave);
    QCoreApplication::sendEvent(m_view->viewport(), &event);
}

QMenu *ClientsPanelTest::openMenu(const QModelIndex &index)
{
    Q_EMIT m_view->customContextMenuRequested(m_view->visualRect(index).center());
    return child<QMenu>(u"clientMenu"_s);
}

QStringList ClientsPanelTest::texts(const QMenu *menu)
{
    QStringList list;
    for (const QAction *action : menu->actions()) {
        if (!action->isSeparator())
            list.append(withoutMarks(action->text()));
    }
    return list;
}

QAction *ClientsPanelTest::find(const QList<QAction *> &actions, const QString &text)
{
    for (QAction *action : actions) {
        if (action && withoutMarks(action->text()).contains(text))
            return action;
    }
    return nullptr;
}

void ClientsPanelTest::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void ClientsPanelTest::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_theme.setZoom(100);
    m_directory = std::make_unique<ClientDirectory>();
    m_panel = std::make_unique<ClientsPanel>(*m_directory);
    m_panel->setEndpoints({madeEndpoint(EndpointState::Running)});
    m_view = m_panel->findChild<ClientView *>();
    m_model = m_panel->findChild<ClientModel *>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_panel->resize(290, 600);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    m_view->setFocus(Qt::MouseFocusReason);
}

void ClientsPanelTest::cleanup()
{
    m_tester.reset();
    m_panel.reset();
    m_directory.reset();
    QGuiApplication::clipboard()->clear();
}

} // namespace Signalbox
