#include "ui/timers/fasttimers.h"

#include "ui/model/clientdirectory.h"
#include "ui/model/manyreceivers.h"
#include "ui/timers/timertext.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

FastTimers::FastTimers(const ClientDirectory &directory, QWidget *parent)
    : QObject(parent)
    , m_directory(directory)
    , m_parent(parent)
{
}

/// A script may send to everyone.
int FastTimers::reachOf(const TimerConfig &timer) const
{
    const auto *signal = std::get_if<ClockSignal>(&timer.action);
    return m_directory.count(signal != nullptr ? signal->signal().target : Target{});
}

bool FastTimers::isFast(const TaskConfig &task) const
{
    const auto *timer = std::get_if<TimerConfig>(&task);
    return timer != nullptr && timer->interval < 1s && !m_allowed.contains(timer->name)
           && reachOf(*timer) >= ManyReceivers;
}

QList<TaskConfig> FastTimers::toAsk(const QList<TaskConfig> &tasks) const
{
    QList<TaskConfig> fast;
    std::ranges::copy_if(tasks, std::back_inserter(fast),
                         [this](const TaskConfig &task) { return isFast(task); });
    return fast;
}

QString FastTimers::question(const QList<TaskConfig> &fast) const
{
    const auto &first = std::get<TimerConfig>(fast.first());
    const int reach = reachOf(first);
    const double perSecond = 1e6 / double(first.interval.count()) * reach;
    const QString name = visibleText(first.name, Lines::Fold, 60);
    const QString one =
        tr("Timer %1 runs every %2, for %3 now: up to %4 messages a second.")
            .arg(name, intervalText(first.interval),
                 tr("%1 clients").arg(exactNumber(quint64(reach))), shortNumber(perSecond));
    if (fast.size() == 1)
        return one;
    if (fast.size() == 2)
        return tr("%1\nOne other runs more often than once a second, too.").arg(one);
    return tr("%1\n%2 others run more often than once a second, too.")
        .arg(one)
        .arg(fast.size() - 1);
}

void FastTimers::ask(const QList<TaskConfig> &tasks, const std::function<void(bool)> &answered)
{
    const QList<TaskConfig> fast = toAsk(tasks);
    if (fast.isEmpty())
        return answered(true);
    delete m_box;
    m_box = new QMessageBox(QMessageBox::NoIcon, tr("Fast timer"), tr("Switch it on?"),
                            QMessageBox::NoButton, m_parent->window());
    m_box->setObjectName(u"fastTimerQuestion"_s);
    m_box->setTextFormat(Qt::PlainText);
    m_box->setInformativeText(question(fast));
    QPushButton *off = m_box->addButton(tr("Leave it off"), QMessageBox::RejectRole);
    off->setObjectName(u"leaveTimerOff"_s);
    QPushButton *on = m_box->addButton(tr("Switch on"), QMessageBox::AcceptRole);
    on->setObjectName(u"switchTimerOn"_s);
    m_box->setDefaultButton(off);
    m_box->setEscapeButton(off);
    m_box->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_box, &QMessageBox::finished, this, [this, box = m_box.data(), on, fast, answered] {
        const bool isAllowed = box->clickedButton() == on;
        m_box.clear();
        if (isAllowed)
            for (const TaskConfig &task : fast)
                m_allowed.insert(commonOf(task).name);
        answered(isAllowed);
    });
    m_box->open();
}

} // namespace Signalbox
