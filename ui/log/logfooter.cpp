#include "ui/log/logfooter.h"

#include "ui/log/logmodel.h"
#include "ui/log/logpast.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/visibletext.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxFooterNames = 30; // characters

constexpr std::pair<int, qint64> Capacities[] = {
    {20'000, 64 * MiB},   {50'000, 128 * MiB},     {LogModel::DefaultRows, LogModel::DefaultBytes},
    {500'000, 512 * MiB}, {1'000'000, 1024 * MiB},
};

} // namespace

LogFooter::LogFooter(QWidget *parent)
    : QWidget(parent)
    , m_stop(makeToolButton(u"x"_s, tr("Stop"), tr("Look no further into the past"), this))
    , m_left(makeToolButton(u"clock"_s, u" "_s, tr("Choose how many rows are kept"), this))
    , m_missed(makeToolButton(u"alert-triangle"_s, u" "_s, tr("Show where rows are missing"), this))
    , m_menu(new QMenu(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *bar = new PanelBar(28, this);
    bar->setProperty("look", u"footerBar"_s);
    layout->addWidget(bar);
    m_rows = bar->addText();
    m_rows->setObjectName(u"logRows"_s);
    m_left->setObjectName(u"logLeftMemory"_s);
    m_left->setPopupMode(QToolButton::InstantPopup);
    m_left->setMenu(m_menu);
    m_missed->setObjectName(u"logMissed"_s);
    m_missed->hide();
    m_stop->setObjectName(u"logStopPast"_s);
    m_stop->hide();
    bar->addWidget(m_stop);
    connect(m_stop, &QToolButton::clicked, this, &LogFooter::stopClicked);
    bar->addStretch();
    m_notKept = bar->addText();
    m_notKept->setObjectName(u"logNotKept"_s);
    m_notKept->hide();
    bar->addWidget(m_missed);
    bar->addWidget(m_left);
    connect(m_missed, &QToolButton::clicked, this, &LogFooter::missedClicked);

    auto *group = new QActionGroup(m_menu);
    for (const auto &[rows, bytes] : Capacities) {
        QAction *action = m_menu->addAction(
            tr("Keep %1, at most %2").arg(rowsText(quint64(rows)), limitBytes(quint64(bytes))));
        action->setCheckable(true);
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, rows = rows, bytes = bytes] { Q_EMIT capacityChosen(rows, bytes); });
    }
    setCapacity(LogModel::DefaultRows);
}

void LogFooter::setReadOnly()
{
    m_isReadOnly = true;
    m_left->hide();
}

void LogFooter::setNotKept(bool isKept, const QStringList &leftOut)
{
    m_notKept->setVisible(!m_isReadOnly && (!isKept || !leftOut.isEmpty()));
    if (!isKept) {
        m_notKept->setText(tr("not saved on disk"));
        m_notKept->setToolTip(tr("What leaves memory is gone. File > Log on disk… changes that."));
        return;
    }
    const QString names = visibleText(leftOut.join(u", "_s), Lines::Fold, MaxFooterNames);
    m_notKept->setText(tr("%1: not saved on disk").arg(names));
    m_notKept->setToolTip(plainToolTip(tr("What happens on %1, meant for a class, is not kept when "
                                          "it leaves memory. File > Log on "
                                          "disk… changes that.")
                                           .arg(names)));
}

QString LogFooter::rowsText(quint64 count)
{
    return count == 1 ? tr("1 row") : tr("%1 rows").arg(exactNumber(count));
}

void LogFooter::setCapacity(int rows)
{
    m_capacity = rows;
    const QList<QAction *> actions = m_menu->actions();
    for (qsizetype i = 0; i < actions.size(); ++i)
        actions[i]->setChecked(Capacities[i].first == rows);
    showLeft();
}

void LogFooter::showLeft()
{
    const quint64 left = m_leftMemory;
    m_left->setText(left == 0   ? tr("Keeps %1").arg(rowsText(quint64(m_capacity)))
                    : left == 1 ? tr("1 older row left memory")
                                : tr("%1 older rows left memory").arg(exactNumber(left)));
}

/// How it is going in the past; nothing while all is there in a moment.
void LogFooter::setPast(const LogPast &past, int pastRows)
{
    const bool isSlow = past.state() == LogPast::State::Searching && past.progress() > 0;
    m_stop->setVisible(isSlow);
    m_ofPast.clear();
    m_rows->setToolTip({});
    switch (past.state()) {
    case LogPast::State::Searching:
        if (isSlow)
            m_ofPast = tr("looking further back: %1 %").arg(int(past.progress() * 100));
        break;
    case LogPast::State::Cancelled:
        m_ofPast = tr("stopped looking back");
        break;
    case LogPast::State::AtEnd:
        if (pastRows > 0)
            m_rows->setToolTip(tr("These are all that were saved"));
        break;
    case LogPast::State::Full:
        m_ofPast = tr("no more fits into memory: filter, for example time:yesterday");
        break;
    case LogPast::State::None:
    case LogPast::State::Failed:
    case LogPast::State::Idle:
        break;
    }
    say();
}

void LogFooter::say()
{
    m_rows->setText(m_ofPast.isEmpty() ? m_counts : QString(m_counts % u" · "_s % m_ofPast));
}

void LogFooter::setCounts(const LogModel &model, bool isFollowing)
{
    const auto shown = quint64(model.shownEntries());
    const auto total = quint64(model.total() - model.waiting());
    QString rows =
        shown == total ? rowsText(total) : tr("%1 of %2").arg(exactNumber(shown), rowsText(total));
    if (const auto past = quint64(model.pastRows()); past > 0)
        rows = total == 0 ? tr("%1 from the disk").arg(rowsText(past))
                          : tr("%1, %2 older from the disk").arg(rows, exactNumber(past));
    m_counts =
        isFollowing && !model.isPaused() && !m_isReadOnly ? tr("%1 · following").arg(rows) : rows;
    say();

    m_leftMemory = model.leftMemory();
    showLeft();
    const quint64 missed = model.missed();
    m_missed->setVisible(missed > 0);
    m_missed->setText(missed == 1 ? tr("1 row is missing")
                                  : tr("%1 rows are missing").arg(exactNumber(missed)));
}

} // namespace Signalbox
