#include "screens.h"

#include "ui/clients/bandialog.h"
#include "ui/clients/clientspanel.h"
#include "ui/clients/disconnectdialog.h"
#include "ui/compose/sendsheet.h"
#include "ui/endpoints/endpointbar.h"
#include "ui/routes/routespanel.h"
#include "ui/timers/timerspanel.h"
#include "ui/window/problemsheet.h"
#include "ui/window/windowlayout.h"
#include "windowfixture.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QTabWidget>
#include <QTest>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QDialog *shownDialog()
{
    const QWidgetList all = QApplication::topLevelWidgets();
    for (QWidget *widget : all)
        if (auto *dialog = qobject_cast<QDialog *>(widget); dialog && dialog->isVisible())
            return dialog;
    return nullptr;
}

/// The dialog that `open` opens, page by page; closes it again.
void lookAtDialog(const QString &name, const LookAtScreen &look, const std::function<void()> &open,
                  const std::function<void(QDialog &)> &prepare = {})
{
    open();
    QDialog *dialog = shownDialog();
    if (dialog == nullptr)
        return QTest::qFail(qPrintable(name + u" does not open"_s), __FILE__, __LINE__);
    if (prepare)
        prepare(*dialog);
    QCoreApplication::processEvents();
    auto *tabs = dialog->findChild<QTabWidget *>();
    for (int page = 0; page < (tabs ? tabs->count() : 1); ++page) {
        if (tabs && !tabs->isTabVisible(page))
            continue;
        if (tabs)
            tabs->setCurrentIndex(page);
        QCoreApplication::processEvents();
        look(*dialog, tabs ? QString(name % u", "_s % tabs->tabText(page)) : name);
    }
    dialog->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCoreApplication::processEvents();
}

QAction *actionCalled(const QWidget &window, const QString &text)
{
    const QList<QAction *> actions = window.findChildren<QAction *>();
    const auto found = std::ranges::find_if(actions, [&text](const QAction *action) {
        return QString(action->text()).remove(u'&') == text;
    });
    return found == actions.end() ? nullptr : *found;
}

} // namespace

void forEachScreen(WindowFixture &fixture, const LookAtScreen &look)
{
    MainWindow &window = fixture.window();
    auto *layout = fixture.part<WindowLayout>();
    layout->activate(WindowLayout::Pane::Composer);
    QCoreApplication::processEvents();
    look(window, u"window, Send"_s);
    layout->activateTool(fixture.part<TimersPanel>());
    QCoreApplication::processEvents();
    look(window, u"window, Timers"_s);
    layout->activateTool(fixture.part<RoutesPanel>());
    QCoreApplication::processEvents();
    look(window, u"window, Routes"_s);

    auto *endpoints = fixture.part<EndpointBar>();
    const auto encrypt = [](QDialog &dialog) {
        dialog.findChild<QComboBox *>(u"endpointSecurity"_s)->setCurrentIndex(1);
    };
    lookAtDialog(
        u"new endpoint"_s, look, [=] { endpoints->addEndpoint(); }, encrypt);
    lookAtDialog(u"endpoint"_s, look, [=] { endpoints->editEndpoint(u"local"_s); });
    lookAtDialog(u"queues"_s, look, [=] { endpoints->showQueues(); });
    lookAtDialog(u"join"_s, look, [=] { endpoints->showJoin(u"local"_s); });
    for (const QString &text : {u"Log on disk…"_s, u"Keys"_s, u"About Signalbox"_s, u"New timer…"_s,
                                u"New schedule…"_s, u"Once at…"_s, u"Functions and examples…"_s})
        lookAtDialog(text, look, [&window, text] {
            if (QAction *action = actionCalled(window, text))
                action->trigger();
        });
    lookAtDialog(u"bans"_s, look,
                 [&fixture] { Q_EMIT fixture.part<ClientsPanel>()->bansRequested(); });
    const auto own = [&](const QString &name, QDialog *dialog) {
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        lookAtDialog(name, look, [dialog] { dialog->open(); });
    };
    own(u"ban"_s, new BanDialog({BanConfig{.address = u"192.0.2.7"_s}}, 3, &window));
    own(u"disconnect"_s, new DisconnectDialog(u"Ada"_s, 1, &window));
    SendQuestion question;
    question.whom = u"clients"_s;
    question.receivers = 60;
    own(u"send"_s, new SendSheet(question, &window));
    own(u"problems"_s,
        new ProblemSheet(u"/home/ada/signalbox.json"_s,
                         {{{}, 3, 7, {Error::Code::BadDocument, u"a comma is missing"_s}}},
                         &window));
}

} // namespace Signalbox
