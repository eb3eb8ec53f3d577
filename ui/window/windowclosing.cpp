#include "ui/window/windowclosing.h"

#include "core/server/server.h"
#include "ui/widgets/format.h"
#include "ui/window/windowbanners.h"

#include <QEventLoop>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

#include <algorithm>
#include <chrono>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto GoodbyeTime = 1500ms; // for clients, when the session ends
constexpr auto SessionTime = 2s; // in all

QString questionText(quint64 clients)
{
    return clients == 0 ? WindowClosing::tr("Nobody is connected any more.")
           : clients == 1
               ? WindowClosing::tr("1 client will be disconnected.")
               : WindowClosing::tr("%1 clients will be disconnected.").arg(exactNumber(clients));
}

} // namespace

WindowClosing::WindowClosing(Server &server, WindowBanners &banners, QWidget &window)
    : QObject(&window)
    , m_server(server)
    , m_banners(banners)
    , m_window(window)
{
    connect(&banners, &WindowBanners::skipRequested, this, [this] { m_server.cutRest(); });
    connect(&m_server, &Server::stopped, this, [this] {
        if (m_state != State::Stopping)
            return;
        m_state = State::Done;
        Q_EMIT finished();
    });
}

bool WindowClosing::request()
{
    switch (m_state) {
    case State::Open:
        if (m_question != nullptr)
            return false;
        if (const quint64 clients = m_server.totals().clients; clients > 0) {
            ask(clients);
            return false;
        }
        return true;
    case State::Stopping:
        m_server.cutRest();
        return false;
    case State::Done:
        return true;
    }
    Q_UNREACHABLE();
}

void WindowClosing::quit()
{
    if (m_state == State::Open)
        stop();
    else
        m_server.cutRest();
}

void WindowClosing::endSession()
{
    if (m_state == State::Done)
        return;
    QEventLoop loop;
    connect(this, &WindowClosing::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(GoodbyeTime, this, [this] { m_server.cutRest(); });
    QTimer::singleShot(SessionTime, &loop, &QEventLoop::quit);
    if (m_state == State::Open)
        stop();
    loop.exec(QEventLoop::ExcludeUserInputEvents);
}

void WindowClosing::tick()
{
    const quint64 clients = m_server.totals().clients;
    if (m_question != nullptr)
        m_question->setText(questionText(clients));
    if (m_state == State::Stopping)
        m_banners.showClosing(m_clients - std::min(m_clients, clients), m_clients);
}

void WindowClosing::ask(quint64 clients)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Quit Signalbox"), questionText(clients),
                                QMessageBox::Cancel, &m_window);
    m_question = box;
    box->setObjectName(u"quitQuestion"_s);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("They are told that the server is going away."));
    QPushButton *quit = box->addButton(tr("Disconnect and quit"), QMessageBox::AcceptRole);
    quit->setObjectName(u"confirmQuit"_s);
    box->setDefaultButton(QMessageBox::Cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this, box, quit] {
        m_question.clear();
        if (box->clickedButton() == quit)
            stop();
    });
    box->open();
}

void WindowClosing::stop()
{
    if (m_question != nullptr)
        m_question->reject();
    m_state = State::Stopping;
    m_clients = m_server.totals().clients;
    tick();
    m_server.stop();
}

} // namespace Signalbox
