#include "ui/window/windowbanners.h"

#include "core/config/hostname.h"
#include "core/server/server.h"
#include "ui/model/endpointcontroller.h"
#include "ui/settings/settings.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/endpointerrortext.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QLocale>
#include <QPushButton>
#include <QTime>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto ShownFor = 10s; ///< what goes by itself

QString saveProblem(const Error &error)
{
    return error.code == Error::Code::NoSpace
               ? WindowBanners::tr(
                   "Your changes are in effect, but not saved: there is no room left on the disk. "
                   "What was saved before is untouched.")
               : WindowBanners::tr("Your changes are in effect, but not saved: %1. What was saved "
                                   "before is untouched.")
                     .arg(visibleText(error.detail));
}

} // namespace

WindowBanners::WindowBanners(Server &server, EndpointController &endpoints, Settings &settings,
                             QWidget *parent)
    : QWidget(parent)
    , m_server(server)
    , m_endpoints(endpoints)
    , m_settings(settings)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    buildClosing();
    buildHold();
    buildJournal();
    buildSave();
    buildRemoved();
    buildWord();
    buildFirstRun();
    connect(&m_server, &Server::endpointChanged, this, &WindowBanners::showEndpoint);
    connect(&m_server, &Server::endpointRemoved, this, &WindowBanners::dropEndpoint);
    const QList<EndpointStatus> states = m_server.endpoints();
    for (const EndpointStatus &status : states)
        showEndpoint(status);
}

Banner *WindowBanners::addBanner(const QString &name)
{
    auto *banner = new Banner(Banner::Tone::Info, this);
    banner->setObjectName(name);
    m_layout->addWidget(banner);
    return banner;
}

void WindowBanners::buildHold()
{
    m_hold = addBanner(u"holdBanner"_s);
    m_hold->setTone(Banner::Tone::Error);
    m_hold->setIcon(u"hand"_s);
    QPushButton *resume = m_hold->addButton(tr("Resume"));
    connect(resume, &QPushButton::clicked, this, [this] { m_server.setHold(false); });
    const auto held = [this](bool on) {
        m_heldSince = QLocale().toString(QTime::currentTime(), u"HH:mm"_s);
        m_hold->setVisible(on);
        tick();
    };
    connect(&m_server, &Server::holdChanged, this, held);
    if (m_server.isHeld())
        held(true);
}

void WindowBanners::buildJournal()
{
    m_journal = addBanner(u"journalBanner"_s);
    m_journal->setTone(Banner::Tone::Error);
    connect(&m_server, &Server::journalChanged, this, &WindowBanners::showJournal);
    connect(&m_server, &Server::journalRemoved, this,
            [this] { say(tr("The saved log was deleted.")); });
    connect(&m_server, &Server::journalNotRemoved, this, [this](const Error &error) {
        say(tr("The saved log was not deleted: %1.").arg(visibleText(error.detail)));
    });
    showJournal(m_server.journal());
}

void WindowBanners::warn(const QString &sentence)
{
    Banner *banner = addBanner(u"storeBanner"_s);
    banner->setTone(Banner::Tone::Warning);
    banner->setClosable(true);
    banner->setText(sentence);
    banner->show();
}

void WindowBanners::warnOfFolder(const QDir &folder)
{
    warn(tr("Nothing can be written to %1, so what timers, scripts, sends and the log remember is "
            "not saved. Make the folder writable and start Signalbox again.")
             .arg(visibleText(folder.path())));
}

void WindowBanners::warnOfOther()
{
    warn(tr("Another Signalbox uses this configuration, so this one keeps nothing of its own when "
            "it ends, its log neither."));
}

/// It tries again by itself, so there is nothing to press.
void WindowBanners::showJournal(const JournalStatus &status)
{
    const bool hadFailed = !m_journal->isHidden();
    m_journal->setVisible(status.state == JournalStatus::State::Failed);
    if (hadFailed && status.state == JournalStatus::State::Writing)
        say(tr("The log is saved again. It was not for a while: %1.").arg(m_journalTrouble));
    if (status.state != JournalStatus::State::Failed)
        return;
    m_journalTrouble = visibleText(status.error.detail);
    const QString since = clockTime(status.since).section(u'.', 0, 0);
    const QString rows = status.unsaved == 1
                             ? tr("1 row so far")
                             : tr("%1 rows so far").arg(exactNumber(status.unsaved));
    m_journal->setText(
        status.error.code == Error::Code::NoSpace
            ? tr("The log is not saved since %1, %2: there is no room left on the disk. It goes on "
                 "when there is.")
                  .arg(since, rows)
            : tr("The log is not saved since %1, %2: %3. Signalbox tries again every few seconds.")
                  .arg(since, rows, visibleText(status.error.detail)));
}

void WindowBanners::tick()
{
    if (m_hold->isHidden())
        return;
    const quint64 skipped = m_server.heldCount();
    m_hold->setText(skipped == 0 ? tr("Nothing is being sent since %1.").arg(m_heldSince)
                                 : tr("Nothing is being sent since %1. %2 skipped.")
                                       .arg(m_heldSince, exactNumber(skipped)));
}

void WindowBanners::buildSave()
{
    m_save = addBanner(u"saveBanner"_s);
    m_save->setTone(Banner::Tone::Error);
    connect(m_save->addButton(tr("Try again")), &QPushButton::clicked, &m_endpoints,
            &EndpointController::save);
    m_disk = addBanner(u"diskBanner"_s);
    m_disk->setTone(Banner::Tone::Warning);
    connect(m_disk->addButton(tr("Reload the file")), &QPushButton::clicked, &m_endpoints,
            &EndpointController::reloadFile);
    connect(m_disk->addButton(tr("Overwrite it")), &QPushButton::clicked, &m_endpoints,
            &EndpointController::overwriteFile);

    connect(&m_endpoints, &EndpointController::saved, this, [this] {
        m_save->hide();
        m_disk->hide();
    });
    connect(&m_endpoints, &EndpointController::saveFailed, this, [this](const Error &error) {
        m_save->setText(saveProblem(error));
        m_save->show();
    });
    connect(&m_endpoints, &EndpointController::changedOnDisk, this, [this] {
        m_disk->setText(tr("Somebody else changed the configuration file, so your change is not "
                           "saved. Take what is in the file, or overwrite it?"));
        m_disk->show();
    });
    connect(&m_endpoints, &EndpointController::reloadFailed, this,
            [this](const ConfigurationProblem &problem) {
                m_disk->setText(
                    tr("The configuration file cannot be taken: line %1, %2")
                        .arg(QLocale().toString(problem.line), visibleText(problem.error.detail)));
                m_disk->show();
            });
}

void WindowBanners::buildRemoved()
{
    m_removed = addBanner(u"removedBanner"_s);
    m_removed->setIcon(u"trash"_s);
    m_removed->setClosable(true);
    QPushButton *undo = m_removed->addButton(tr("Undo"));
    connect(undo, &QPushButton::clicked, this, [this] {
        m_removed->hide();
        m_endpoints.undoStack()->undo();
    });
    m_removedTimer.setSingleShot(true);
    m_removedTimer.setInterval(ShownFor);
    connect(&m_removedTimer, &QTimer::timeout, m_removed, &QWidget::hide);
    connect(&m_endpoints, &EndpointController::removed, this, [this](const QString &name) {
        offerUndo(tr("Endpoint %1 was removed.").arg(visibleText(name)));
    });
    // once something else was changed, undoing would undo that
    connect(m_endpoints.undoStack(), &QUndoStack::indexChanged, this,
            [this] { m_removed->hide(); });
}

void WindowBanners::offerUndo(const QString &sentence)
{
    m_removed->setText(sentence);
    m_removed->show();
    m_removedTimer.start();
}

void WindowBanners::buildWord()
{
    m_word = addBanner(u"wordBanner"_s);
    m_word->setTone(Banner::Tone::Warning);
    m_word->setClosable(true);
    m_wordTimer.setSingleShot(true);
    m_wordTimer.setInterval(ShownFor);
    connect(&m_wordTimer, &QTimer::timeout, m_word, &QWidget::hide);
}

void WindowBanners::say(const QString &sentence)
{
    m_word->setText(sentence);
    m_word->show();
    m_wordTimer.start();
}

void WindowBanners::buildFirstRun()
{
    m_firstRun = addBanner(u"firstRunBanner"_s);
    m_firstRun->setIcon(u"monitor"_s);
    m_firstRun->setClosable(true);
    connect(m_firstRun->addButton(tr("Let others connect…")), &QPushButton::clicked, this,
            &WindowBanners::joinHelpRequested);
    connect(m_firstRun, &Banner::closed, this,
            [this] { m_settings.setValue(Keys::FirstRunSeen, true); });
    connect(&m_endpoints, &EndpointController::changed, this, &WindowBanners::updateFirstRun);
    updateFirstRun();
}

void WindowBanners::updateFirstRun()
{
    const QList<EndpointConfig> &endpoints = m_endpoints.configuration().endpoints;
    const bool onlyHere =
        !endpoints.isEmpty() && std::ranges::all_of(endpoints, [](const EndpointConfig &endpoint) {
            return isLoopbackAddress(endpoint.address);
        });
    const auto move = m_endpoints.portMove();
    m_firstRun->setText(move ? tr("Only this computer can connect. Port %1 is taken by another "
                                  "program, so this time it is port %2.")
                                   .arg(move->from)
                                   .arg(move->to)
                             : tr("Only this computer can connect."));
    m_firstRun->setVisible(move || (onlyHere && !m_settings.value(Keys::FirstRunSeen)));
}

void WindowBanners::showEndpoint(const EndpointStatus &status)
{
    dropEndpoint(status.name);
    if (status.state != EndpointState::Failed || !status.error)
        return;
    Banner *banner = addBanner(u"endpointBanner"_s);
    m_layout->insertWidget(m_layout->indexOf(m_firstRun), banner); // what is wrong comes first
    banner->setTone(Banner::Tone::Error);
    banner->setText(
        tr("%1 could not start. %2").arg(visibleText(status.name), endpointErrorText(status)));
    const QString name = status.name;
    if (status.error->code == Error::Code::PortInUse
        || status.error->code == Error::Code::PortForbidden) {
        if (const auto port = m_endpoints.otherPort(name))
            connect(banner->addButton(tr("Use %1").arg(*port)), &QPushButton::clicked, this,
                    [this, name, port] { m_endpoints.changePort(name, *port); });
    }
    connect(banner->addButton(tr("Try again")), &QPushButton::clicked, this,
            [this, name] { m_server.startEndpoint(name); });
    connect(banner->addButton(tr("Change…")), &QPushButton::clicked, this,
            [this, name] { Q_EMIT editRequested(name); });
    banner->show();
    m_failed.insert(name, banner);
}

void WindowBanners::dropEndpoint(const QString &name)
{
    if (Banner *banner = m_failed.take(name)) {
        banner->hide();
        banner->deleteLater(); // one of its buttons may be what was clicked
    }
}

void WindowBanners::showRecovered(const QString &fileName, const Recovery &recovery)
{
    const QString kept = recovery.setAside.isEmpty() ? fileName : recovery.setAside;
    Banner *banner = addBanner(u"recoveredBanner"_s);
    banner->setTone(Banner::Tone::Warning);
    banner->setClosable(true);
    banner->setText(
        tr("The configuration file was damaged. What was saved on %1 is used; the damaged file "
           "is kept as %2.")
            .arg(QLocale().toString(recovery.savedAt.toLocalTime(), QLocale::ShortFormat),
                 visibleText(QFileInfo(kept).fileName())));
    connect(banner->addButton(tr("Show the folder")), &QPushButton::clicked, this, [kept] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(kept).absolutePath()));
    });
    connect(banner, &Banner::closed, banner, &QObject::deleteLater);
    banner->show();
}

void WindowBanners::showUnfinished(const QString &sentence,
                                   const std::function<void()> &showReceivers,
                                   const std::function<void()> &putTextBack)
{
    ++m_unfinished;
    Banner *banner = addBanner(u"unfinishedBanner"_s);
    banner->setTone(Banner::Tone::Warning);
    banner->setClosable(true);
    banner->setText(sentence);
    const auto seen = [this, banner] {
        banner->hide();
        banner->deleteLater();
        if (--m_unfinished == 0)
            Q_EMIT unfinishedSeen();
    };
    connect(banner->addButton(tr("Receivers…")), &QPushButton::clicked, this, showReceivers);
    connect(banner->addButton(tr("Put the text back")), &QPushButton::clicked, this,
            [putTextBack, seen] {
                putTextBack();
                seen();
            });
    connect(banner, &Banner::closed, this, seen);
    banner->show();
}

void WindowBanners::buildClosing()
{
    m_closing = addBanner(u"closingBanner"_s);
    m_closing->setIcon(u"log-out"_s);
    QPushButton *skip = m_closing->addButton(tr("Skip"));
    skip->setToolTip(tr("Do not wait for those who have not answered"));
    connect(skip, &QPushButton::clicked, this, &WindowBanners::skipRequested);
}

void WindowBanners::showClosing(quint64 closed, quint64 clients)
{
    m_closing->setText(
        clients == 0
            ? tr("Closing.")
            : tr("Closing: %1 of %2 disconnected.").arg(exactNumber(closed), exactNumber(clients)));
    m_closing->show();
}

} // namespace Signalbox
