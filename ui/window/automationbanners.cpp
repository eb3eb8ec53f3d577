#include "ui/window/automationbanners.h"

#include "core/history/versionstore.h"
#include "core/server/server.h"
#include "ui/routes/route.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/visibletext.h"

#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxBannerName = 60; // characters
constexpr qsizetype MaxFault = 200;

QString timerText(const TimerStatus &status)
{
    const QString name = visibleText(status.name, Lines::Fold, MaxBannerName);
    const auto failed = std::ranges::find_if(
        status.recent.rbegin(), status.recent.rend(),
        [](const RunResult &run) { return run.outcome == RunOutcome::Failed; });
    const QString why = failed == status.recent.rend()
                            ? QString()
                            : visibleText(failed->detail, Lines::Fold, MaxFault);
    return (status.kind == ClockKind::Timer
                ? AutomationBanners::tr("Timer %1 switched itself off, because its runs failed: %2")
                : AutomationBanners::tr(
                    "Schedule %1 switched itself off, because its runs failed: %2"))
        .arg(name, why);
}

QString routeText(const RouteStatus &status)
{
    const QString name = visibleText(status.route.name, Lines::Fold, MaxBannerName);
    const QString fault = status.lastError
                              ? visibleText(status.lastError->toString(), Lines::Fold, MaxFault)
                              : QString();
    return status.off == Why::RouteBroken
               ? AutomationBanners::tr("Route %1 is off, because its script cannot be used: %2")
                     .arg(name, fault)
               : AutomationBanners::tr("Route %1 was switched off, because it was stopped three "
                                       "times in a minute: %2")
                     .arg(name, fault);
}

} // namespace

AutomationBanners::AutomationBanners(const Server &server, const VersionStore &versions,
                                     QWidget *parent)
    : QWidget(parent)
    , m_banner(new Banner(Banner::Tone::Error, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    m_banner->setObjectName(u"switchedOffBanner"_s);
    m_banner->setClosable(true);
    QPushButton *show = m_banner->addButton(tr("Show it"));
    show->setObjectName(u"showSwitchedOff"_s);
    connect(show, &QPushButton::clicked, this, [this] {
        const Off newest = m_off.last();
        newest.isTimer ? Q_EMIT timerRequested(newest.id) : Q_EMIT routeRequested(newest.id);
    });
    connect(m_banner, &Banner::closed, this, [this] { m_seen = m_off; });

    connect(&server, &Server::timerChanged, this, &AutomationBanners::takeTimer);
    connect(&server, &Server::timerRemoved, this, [this](const QString &name) {
        setOff({.isTimer = true, .id = name, .text = {}}, false);
    });
    connect(&server, &Server::routesChanged, this, &AutomationBanners::takeRoutes);
    connect(&server, &Server::fileDamaged, this, &AutomationBanners::takeDamaged);
    const QList<TimerStatus> timers = server.timers() + server.schedules();
    for (const TimerStatus &status : timers)
        takeTimer(status);
    takeRoutes(server.routes());
    const QList<DamagedFile> damaged = server.damagedFiles();
    for (const DamagedFile &file : damaged)
        takeDamaged(file);
    if (const QStringList aside = versions.setAside(); !aside.isEmpty())
        showDamaged(aside.size() == 1
                        ? tr("The saved versions of a script were damaged. They were put aside as "
                             "%1; the script itself is untouched.")
                              .arg(visibleText(aside.first()))
                        : tr("The saved versions of %1 scripts were damaged. They were put aside, "
                             "the first as %2; the scripts themselves are untouched.")
                              .arg(aside.size())
                              .arg(visibleText(aside.first())));
}

void AutomationBanners::takeTimer(const TimerStatus &status)
{
    setOff({.isTimer = true,
            .id = status.name,
            .text = status.switchedItselfOff ? timerText(status) : QString()},
           status.switchedItselfOff);
}

void AutomationBanners::takeRoutes(const QList<RouteStatus> &routes)
{
    QStringList ids;
    for (const RouteStatus &status : routes) {
        const QString id = idOf(status.route);
        ids.append(id);
        const bool isOff = status.enabled && status.off != Why::None;
        setOff({.isTimer = false, .id = id, .text = isOff ? routeText(status) : QString()}, isOff);
    }
    m_off.removeIf([&ids](const Off &off) { return !off.isTimer && !ids.contains(off.id); });
    showOff();
}

void AutomationBanners::setOff(const Off &off, bool isOff)
{
    const auto isIt = [&off](const Off &other) {
        return other.isTimer == off.isTimer && other.id == off.id;
    };
    const auto known = std::ranges::find_if(m_off, isIt);
    if (!isOff) {
        if (known == m_off.end())
            return;
        m_off.erase(known);
        m_seen.removeIf(isIt);
    } else if (known == m_off.end()) {
        m_off.append(off);
    } else {
        return; // its words stay as they were when it happened
    }
    showOff();
}

void AutomationBanners::showOff()
{
    const bool isNews =
        !std::ranges::all_of(m_off, [this](const Off &off) { return m_seen.contains(off); });
    m_banner->setVisible(isNews);
    if (!isNews)
        return;
    const qsizetype others = m_off.size() - 1;
    m_banner->setText(others == 0 ? m_off.last().text
                      : others == 1
                          ? tr("%1. One more is off.").arg(m_off.last().text)
                          : tr("%1. %2 more are off.").arg(m_off.last().text).arg(others));
}

void AutomationBanners::takeDamaged(const DamagedFile &file)
{
    const QString keptAs = visibleText(file.keptAs);
    if (file.keptAs.isEmpty())
        showDamaged((file.kind == DamagedFile::Kind::ScriptState
                         ? tr("The state that scripts share cannot be read, and is not saved from "
                              "now on: %1")
                         : tr("What timers and schedules remember cannot be read, and is not saved "
                              "from now on: %1"))
                        .arg(visibleText(file.detail)));
    else if (file.kind == DamagedFile::Kind::ScriptState)
        showDamaged((file.isEarlier
                         ? tr("The state that scripts share was damaged; what was saved before is "
                              "used. The damaged file was put aside as %1.")
                         : tr("The state that scripts share was damaged and begins empty. The "
                              "damaged file was put aside as %1."))
                        .arg(keptAs));
    else
        showDamaged(
            (file.isEarlier
                 ? tr("The counts and last runs of timers and schedules were damaged; those "
                      "saved before are used. The damaged file was put aside as %1.")
                 : tr("The counts and last runs of timers and schedules were damaged and "
                      "begin anew. The damaged file was put aside as %1."))
                .arg(keptAs));
}

void AutomationBanners::showDamaged(const QString &text)
{
    auto *banner = new Banner(Banner::Tone::Warning, this);
    banner->setObjectName(u"damagedBanner"_s);
    banner->setText(text);
    banner->setClosable(true);
    layout()->addWidget(banner);
    banner->show();
}

} // namespace Signalbox
