#include "timerspaneltest.h"

#include <QAction>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

namespace Signalbox {

using namespace Qt::StringLiterals;

void TimersPanelTest::make(const QList<TimerConfig> &timers, const QList<ScheduleConfig> &schedules)
{
    m_panel.reset();
    m_fixture = std::make_unique<TimerFixture>(timers, schedules);
    m_panel = std::make_unique<TimersPanel>(m_fixture->server(), m_fixture->controller(),
                                            m_fixture->directory());
    m_panel->resize(900, 300);
    m_panel->show();
    m_panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
}

QTableView *TimersPanelTest::view() const
{
    return m_panel->findChild<QTableView *>(u"timersView"_s);
}

QAction *TimersPanelTest::action(const QString &name) const
{
    return m_panel->findChild<QAction *>(name);
}

QString TimersPanelTest::cell(int row, int column) const
{
    return view()->model()->index(row, column).data().toString();
}

TimerDialog *TimersPanelTest::dialog() const
{
    return m_panel->findChild<TimerDialog *>();
}

QPushButton *TimersPanelTest::apply() const
{
    return field<QPushButton>(u"timerApply"_s);
}

QString TimersPanelTest::reason() const
{
    return field<QLabel>(u"timerReason"_s)->text();
}

void TimersPanelTest::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TimersPanelTest::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
}

void TimersPanelTest::cleanup()
{
    m_panel.reset();
    m_fixture.reset();
}

} // namespace Signalbox
