#pragma once

#include <QMap>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace Signalbox {

class WindowFixture;

/// Works in the window as people do, ten times a second, in turns: types a message, scrolls log and
/// clients, sorts the clients, filters both lists.
class BusyOperator final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BusyOperator)
public:
    explicit BusyOperator(WindowFixture &fixture);

    void start();
    /// What each kind of work took of this thread's processor time, at most; by its name.
    const QMap<QByteArray, std::chrono::nanoseconds> &longest() const { return m_longest; }

private:
    void act();
    void work(const QByteArray &name, void (BusyOperator::*kind)());
    void type();
    void scroll();
    void sortClients();
    void filterLog();
    void filterClients();

    WindowFixture &m_fixture;
    QTimer m_timer{this};
    QMap<QByteArray, std::chrono::nanoseconds> m_longest;
    int m_turn = 0;
};

} // namespace Signalbox
