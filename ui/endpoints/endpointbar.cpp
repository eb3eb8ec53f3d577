#include "ui/endpoints/endpointbar.h"

#include "core/net/networkaddresses.h"
#include "core/server/server.h"
#include "ui/endpoints/addresslist.h"
#include "ui/endpoints/endpointdialog.h"
#include "ui/endpoints/endpointmenu.h"
#include "ui/endpoints/joinsheet.h"
#include "ui/endpoints/queuesdialog.h"
#include "ui/model/endpointcontroller.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/visibletext.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QStyle>

#include <algorithm>
#include <chrono>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Spacing = 4; ///< pixels at 100 per cent

QToolButton *makeButton(const QString &name, const QString &icon, const QString &tip,
                        QWidget *parent)
{
    QToolButton *button = makeToolButton(icon, {}, tip, parent);
    button->setObjectName(name);
    button->hide();
    return button;
}

} // namespace

EndpointBar::EndpointBar(Server &server, EndpointController &controller, QWidget *parent)
    : QWidget(parent)
    , m_server(server)
    , m_controller(controller)
    , m_copy(makeButton(u"copyAddress"_s, u"copy"_s, tr("Copy the address"), this))
    , m_more(makeButton(u"moreEndpoints"_s, u"chevrons-down"_s, tr("More endpoints"), this))
    , m_add(makeButton(u"addEndpoint"_s, u"plus"_s, tr("New endpoint…"), this))
{
    setObjectName(u"endpointBar"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setMenu(new QMenu(m_more));
    m_add->show();
    connect(m_more->menu(), &QMenu::aboutToShow, this, &EndpointBar::fillOverflow);
    connect(m_add, &QToolButton::clicked, this, &EndpointBar::addEndpoint);
    connect(m_copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_buttons.first()->status().url); });
    connect(&m_controller, &EndpointController::changed, this, &EndpointBar::refresh);
    connect(&m_server, &Server::endpointChanged, this, &EndpointBar::refresh);
    connect(&m_server, &Server::endpointRemoved, this, &EndpointBar::refresh);
    connect(&m_server, &Server::holdChanged, this, &EndpointBar::refresh);
    m_hourly.setInterval(1h);
    m_hourly.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_hourly, &QTimer::timeout, this, &EndpointBar::refresh);
    m_hourly.start();
    refresh();
}

EndpointBar::~EndpointBar()
{
    delete m_dialog;
}

void EndpointBar::refresh()
{
    const QList<EndpointStatus> states = m_server.endpoints();
    while (m_buttons.size() > states.size()) {
        m_buttons.last()->hide();
        m_buttons.takeLast()->deleteLater(); // its menu may be what was clicked
    }
    while (m_buttons.size() < states.size()) {
        auto *button = new EndpointButton(this);
        auto *menu = new QMenu(button);
        connect(menu, &QMenu::aboutToShow, this,
                [this, button, menu] { fillMenu(*menu, button->status().name); });
        button->setMenu(menu);
        if (!m_buttons.isEmpty())
            setTabOrder(m_buttons.last(), button);
        m_buttons.append(button);
    }
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (qsizetype i = 0; i < states.size(); ++i)
        m_buttons[i]->setEndpoint(states[i], lookOf(states[i], m_server.isHeld(), now));
    if (!m_buttons.isEmpty()) {
        setTabOrder(m_buttons.last(), m_copy);
        setTabOrder(m_copy, m_more);
        setTabOrder(m_more, m_add);
    }
    arrange();
}

int EndpointBar::neededWidth(EndpointButton::Detail detail) const
{
    int width = 0;
    for (const EndpointButton *button : m_buttons)
        width += button->widthFor(detail) + scaled(Spacing);
    return width;
}

void EndpointBar::arrange()
{
    using Detail = EndpointButton::Detail;
    const bool isAlone = m_buttons.size() == 1;
    const bool canCopy = isAlone && m_buttons.first()->status().state == EndpointState::Running;
    int room = width() - m_add->sizeHint().width();
    if (canCopy)
        room -= m_copy->sizeHint().width() + scaled(Spacing);
    const auto details = {Detail::Alone, Detail::Wide, Detail::Medium, Detail::Short};
    const auto fits =
        std::find_if(details.begin() + (isAlone ? 0 : 1), details.end(),
                     [this, room](Detail detail) { return neededWidth(detail) <= room; });
    const Detail detail = fits == details.end() ? Detail::Short : *fits;
    m_shown = m_buttons.size();
    if (fits == details.end()) {
        m_more->setText(QString::number(m_buttons.size()));
        room -= m_more->sizeHint().width() + scaled(Spacing);
        int used = 0;
        m_shown = std::ranges::find_if(m_buttons,
                                       [&used, room](const EndpointButton *button) {
                                           used +=
                                               button->widthFor(Detail::Short) + scaled(Spacing);
                                           return used > room;
                                       })
                  - m_buttons.begin();
    }
    int x = 0;
    const auto place = [this, &x](QWidget *widget, const QSize &size) {
        widget->setGeometry(QStyle::visualRect(
            layoutDirection(), rect(), QRect(QPoint(x, (height() - size.height()) / 2), size)));
        widget->show();
        x += size.width() + scaled(Spacing);
    };
    for (qsizetype i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setDetail(detail);
        if (i < m_shown)
            place(m_buttons[i], m_buttons[i]->sizeHint());
        else
            m_buttons[i]->hide();
    }
    m_copy->setVisible(canCopy);
    if (canCopy)
        place(m_copy, m_copy->sizeHint());
    const qsizetype hidden = m_buttons.size() - m_shown;
    m_more->setVisible(hidden > 0);
    if (hidden > 0) {
        m_more->setText(u'+' + QString::number(hidden));
        m_more->setAccessibleName(tr("%1 more endpoints").arg(hidden));
        place(m_more, m_more->sizeHint());
    }
    place(m_add, m_add->sizeHint());
}

void EndpointBar::fillMenu(QMenu &menu, const QString &name)
{
    menu.clear();
    if (const auto status = m_server.endpoint(name))
        fillEndpointMenu(menu, *status, m_server, m_controller,
                         {[this](const QString &which) { editEndpoint(which); },
                          [this](const QString &which) { showJoin(which); },
                          [this](const QString &url) { Q_EMIT openPageRequested(url); }});
}

void EndpointBar::fillOverflow()
{
    QMenu &menu = *m_more->menu();
    const QList<QMenu *> old = menu.findChildren<QMenu *>(Qt::FindDirectChildrenOnly);
    menu.clear();
    for (QMenu *each : old)
        each->deleteLater();
    for (qsizetype i = m_shown; i < m_buttons.size(); ++i) {
        const EndpointStatus &status = m_buttons[i]->status();
        const EndpointLook look =
            lookOf(status, m_server.isHeld(), QDateTime::currentDateTimeUtc());
        QMenu *own =
            menu.addMenu(tr("%1  %2  %3", "name, address and state of an endpoint")
                             .arg(visibleText(status.name), endpointPlace(status), look.word)
                             .replace(u'&', u"&&"_s));
        fillMenu(*own, status.name);
    }
}

QSize EndpointBar::sizeHint() const
{
    const int width = neededWidth(m_buttons.size() == 1 ? EndpointButton::Detail::Alone
                                                        : EndpointButton::Detail::Wide);
    return {width + m_add->sizeHint().width(), scaled(30)};
}

QSize EndpointBar::minimumSizeHint() const
{
    return {scaled(120), scaled(30)};
}

void EndpointBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void EndpointBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange
        || event->type() == QEvent::LayoutDirectionChange)
        QMetaObject::invokeMethod(this, &EndpointBar::arrange, Qt::QueuedConnection);
}

EndpointDialog *EndpointBar::makeDialog(const QString &name)
{
    EndpointQuestion question;
    question.configuration = m_controller.configuration();
    question.name = name;
    question.states = m_server.endpoints();
    question.addresses = networkAddresses();
    question.base = m_controller.directory();
    return new EndpointDialog(question, window());
}

void EndpointBar::closeDialog()
{
    if (m_dialog != nullptr) {
        m_dialog->close();
        m_dialog->deleteLater(); // one of its buttons may be what was clicked
    }
}

void EndpointBar::openDialog(EndpointDialog *dialog, const QString &name)
{
    closeDialog();
    m_dialog = dialog;
    connect(&m_server, &Server::endpointChanged, dialog,
            [this, dialog] { dialog->setStates(m_server.endpoints()); });
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, name] {
        if (name.isEmpty())
            m_controller.add(dialog->endpoint());
        else
            m_controller.edit(name, dialog->endpoint());
    });
    dialog->open();
}

void EndpointBar::addEndpoint()
{
    openDialog(makeDialog({}), {});
}

void EndpointBar::editEndpoint(const QString &name)
{
    if (m_controller.configuration().findEndpoint(name) != nullptr)
        openDialog(makeDialog(name), name);
}

void EndpointBar::showLimit(const QString &name, const QString &key)
{
    if (key == QueuesDialog::Key)
        return showQueues();
    if (m_controller.configuration().findEndpoint(name) == nullptr)
        return;
    EndpointDialog *dialog = makeDialog(name);
    openDialog(dialog, name);
    dialog->showLimit(key);
}

void EndpointBar::showQueues()
{
    closeDialog();
    auto *dialog = new QueuesDialog(m_server, m_controller, window());
    m_dialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void EndpointBar::allowOrigin(const QString &name, const QString &origin)
{
    if (m_controller.configuration().findEndpoint(name) == nullptr)
        return;
    EndpointDialog *dialog = makeDialog(name);
    openDialog(dialog, name);
    dialog->allowOrigin(origin);
}

void EndpointBar::letOthersConnect()
{
    const QList<EndpointConfig> &endpoints = m_controller.configuration().endpoints;
    if (endpoints.isEmpty())
        return addEndpoint();
    const QString name = endpoints.first().name;
    EndpointDialog *dialog = makeDialog(name);
    dialog->proposeReachableAddress();
    openDialog(dialog, name);
}

void EndpointBar::showJoin(const QString &name)
{
    const auto status = m_server.endpoint(name);
    if (!status)
        return;
    closeDialog();
    const EndpointConfig *config = m_controller.configuration().findEndpoint(name);
    auto *sheet = new JoinSheet(*status, networkAddresses(),
                                config == nullptr ? QString() : config->joinCode, window());
    m_dialog = sheet;
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(sheet, &JoinSheet::editRequested, this, [this, name] { editEndpoint(name); });
    sheet->open();
}

} // namespace Signalbox
