#include "ui/endpoints/endpointmenu.h"

#include "core/server/server.h"
#include "ui/endpoints/endpointlook.h"
#include "ui/model/endpointcontroller.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tone.h"
#include "ui/words/whytext.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QWidgetAction>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

struct EndpointMenuWords
{
    Q_DECLARE_TR_FUNCTIONS(Signalbox::EndpointMenu)
};

constexpr int LongestLine = 320; ///< of a sentence, in pixels at 100 per cent

/// "Stop (closes 212 clients)": what a press costs.
QString withClients(const QString &verb, int clients)
{
    return clients == 0 ? verb
                        : EndpointMenuWords::tr("%1 (closes %2)", "a command, a number of clients")
                              .arg(verb, clientCountText(quint64(clients)));
}

/// What is the matter, in words that stand above the commands.
void addSentence(QMenu &menu, const EndpointLook &look)
{
    if (look.mark == EndpointMark::Listening || look.sentence == look.word)
        return;
    auto *label = new QLabel(look.sentence, &menu);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setMaximumWidth(scaled(LongestLine));
    label->setContentsMargins(scaled(12), scaled(6), scaled(12), scaled(6));
    setTone(label, look.tone);
    auto *action = new QWidgetAction(&menu);
    action->setObjectName(u"sentence"_s);
    action->setText(QString(look.sentence).replace(u'&', u"&&"_s));
    action->setDefaultWidget(label);
    menu.addAction(action);
    menu.addSeparator();
}

QAction *add(QMenu &menu, const QString &name, const QString &icon, const QString &text,
             const std::function<void()> &run)
{
    QAction *action = menu.addAction(lineIcon(icon), text);
    action->setObjectName(name);
    QObject::connect(action, &QAction::triggered, &menu, run);
    return action;
}

} // namespace

void fillEndpointMenu(QMenu &menu, const EndpointStatus &status, Server &server,
                      EndpointController &controller, const EndpointRequests &requests)
{
    const QString name = status.name;
    const bool isRunning = status.state == EndpointState::Running;
    const bool isAtRest =
        status.state == EndpointState::Stopped || status.state == EndpointState::Failed;
    addSentence(menu, lookOf(status, server.isHeld(), QDateTime::currentDateTimeUtc()));
    add(menu, u"start"_s, u"play"_s, EndpointMenuWords::tr("&Start"), [&server, name] {
        server.startEndpoint(name);
    })->setEnabled(isAtRest);
    add(menu, u"stop"_s, u"square"_s, withClients(EndpointMenuWords::tr("S&top"), status.clients),
        [&server, name] { server.stopEndpoint(name); })
        ->setEnabled(!isAtRest && status.state != EndpointState::Stopping);
    add(menu, u"restart"_s, u"refresh"_s,
        withClients(EndpointMenuWords::tr("&Restart"), status.clients),
        [&server, name] { server.restartEndpoint(name); })
        ->setEnabled(isRunning);
    menu.addSeparator();
    add(menu, u"copyAddress"_s, u"copy"_s, EndpointMenuWords::tr("&Copy the address"),
        [url = status.url] { QGuiApplication::clipboard()->setText(url); })
        ->setEnabled(isRunning);
    add(menu, u"openPage"_s, u"external-link"_s, EndpointMenuWords::tr("&Open the demo page"),
        [open = requests.open, url = status.pageUrl] { open(url); })
        ->setEnabled(isRunning && !status.pageUrl.isEmpty());
    add(menu, u"join"_s, u"wifi"_s, EndpointMenuWords::tr("Let &phones join…"),
        [join = requests.join, name] { join(name); });
    menu.addSeparator();
    add(menu, u"edit"_s, u"edit"_s, EndpointMenuWords::tr("&Edit…"),
        [edit = requests.edit, name] { edit(name); });
    add(menu, u"remove"_s, u"trash"_s,
        withClients(EndpointMenuWords::tr("Re&move"), status.clients),
        [&controller, name] { controller.remove(name); });
}

} // namespace Signalbox
