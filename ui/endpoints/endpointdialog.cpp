#include "ui/endpoints/endpointdialog.h"

#include "ui/endpoints/accesspage.h"
#include "ui/endpoints/addresslist.h"
#include "ui/endpoints/certificatepage.h"
#include "ui/endpoints/limitspage.h"
#include "ui/endpoints/listenpage.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tabs.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/whytext.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>

#include <array>
#include <utility>

namespace Signalbox {

using namespace Qt::StringLiterals;

EndpointDialog::EndpointDialog(const EndpointQuestion &question, QWidget *parent)
    : QDialog(parent)
    , m_question(question)
    , m_initial(question.initial())
    , m_tabs(new QTabWidget(this))
    , m_listen(new ListenPage(question, this))
    , m_certificate(new CertificatePage(m_initial.tls, question.base, this))
    , m_access(new AccessPage(m_initial, this))
    , m_limits(
          new LimitsPage(m_initial.preset, question.configuration.limits, m_initial.limits, this))
    , m_reason(new QLabel(this))
    , m_apply(new QPushButton(this))
{
    setObjectName(u"endpointDialog"_s);
    setWindowTitle(question.original() == nullptr
                       ? tr("New endpoint")
                       : tr("Endpoint %1").arg(visibleText(question.name)));
    m_tabs->setObjectName(u"endpointTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_listen, tr("Listen"));
    m_tabs->addTab(m_certificate, tr("Certificate"));
    m_tabs->addTab(m_access, tr("Access"));
    m_tabs->addTab(m_limits, tr("Limits"));

    m_reason->setObjectName(u"endpointReason"_s);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setWordWrap(true);
    m_apply->setObjectName(u"endpointApply"_s);
    m_apply->setProperty("primary", true);
    m_apply->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"endpointCancel"_s);
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, &QDialog::accept);

    auto *footer = new QWidget(this);
    footer->setProperty("look", u"footerBar"_s);
    footer->setAttribute(Qt::WA_StyledBackground);
    auto *buttons = new QHBoxLayout(footer);
    buttons->setContentsMargins(scaled(20), scaled(12), scaled(20), scaled(12));
    buttons->setSpacing(scaled(8));
    buttons->addWidget(m_reason, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_apply);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(footer);
    resize(scaled(760), scaled(520));

    showPeaks();
    connect(m_listen, &ListenPage::changed, this, &EndpointDialog::refresh);
    connect(m_certificate, &CertificatePage::changed, this, &EndpointDialog::refresh);
    connect(m_access, &AccessPage::changed, this, &EndpointDialog::refresh);
    connect(m_limits, &LimitsPage::changed, this, &EndpointDialog::refresh);
    refresh();
}

EndpointDialog::~EndpointDialog()
{
    hide(); // while it is whole: a limit that is being typed arrives now
}

void EndpointDialog::accept()
{
    m_tabs->setFocus(); // ends typing into a table; the button may be disabled
    if (m_apply->isEnabled())
        QDialog::accept();
}

EndpointConfig EndpointDialog::endpoint() const
{
    EndpointConfig endpoint = m_initial;
    m_listen->write(endpoint);
    m_access->write(endpoint);
    endpoint.limits = m_limits->overrides();
    endpoint.tls = m_listen->isSecure() ? std::optional(m_certificate->tls()) : std::nullopt;
    return endpoint;
}

void EndpointDialog::proposeReachableAddress()
{
    m_listen->proposeReachableAddress();
}

void EndpointDialog::showLimit(const QString &key)
{
    m_tabs->setCurrentWidget(m_limits);
    m_limits->showLimit(key);
}

void EndpointDialog::allowOrigin(const QString &origin)
{
    m_tabs->setCurrentWidget(m_access);
    m_access->allowOrigin(origin);
}

void EndpointDialog::setStates(const QList<EndpointStatus> &states)
{
    m_question.states = states;
    showPeaks();
    m_listen->setStates(states);
    refresh();
}

void EndpointDialog::showPeaks()
{
    const EndpointStatus *status = m_question.status();
    m_limits->setPeaks(status == nullptr ? QMap<QString, qint64>() : status->peaks);
}

QString EndpointDialog::problem() const
{
    const bool isSecure = m_listen->isSecure();
    const std::array<std::pair<int, QString>, 4> pages{{
        {m_tabs->indexOf(m_listen), m_listen->problem()},
        {m_tabs->indexOf(m_certificate), isSecure ? m_certificate->problem() : QString()},
        {m_tabs->indexOf(m_access), m_access->problem()},
        {m_tabs->indexOf(m_limits), m_limits->problem()},
    }};
    QString first;
    for (const auto &[index, problem] : pages) {
        m_tabs->setTabIcon(
            index, problem.isEmpty() ? QIcon() : lineIcon(u"x-circle"_s, Theme::palette().bad));
        m_tabs->setTabToolTip(index, plainToolTip(problem));
        if (first.isEmpty() && !problem.isEmpty())
            first = tr("%1: %2", "page of the dialog, what is wrong there")
                        .arg(m_tabs->tabText(index), problem);
    }
    return first;
}

QString EndpointDialog::verb(const EndpointConfig &endpoint) const
{
    const EndpointConfig *original = m_question.original();
    if (original == nullptr)
        return tr("Add and start");
    if (endpoint == *original)
        return tr("OK");
    const EndpointStatus *status = m_question.status();
    const bool runs =
        status != nullptr
        && (status->state == EndpointState::Running || status->state == EndpointState::Starting);
    if (!runs)
        return status != nullptr && status->state == EndpointState::Failed ? tr("Apply and start")
                                                                           : tr("Apply");
    return status->clients == 0 ? tr("Apply: restarts")
           : status->clients == 1
               ? tr("Apply: restarts, 1 client reconnects")
               : tr("Apply: restarts, %1 reconnect").arg(clientCountText(quint64(status->clients)));
}

void EndpointDialog::refresh()
{
    const bool isSecure = m_listen->isSecure();
    setTabShown(*m_tabs, m_tabs->indexOf(m_certificate), isSecure);
    const EndpointConfig now = endpoint();
    const Reach reach = reachOf(now.address, m_question.addresses);
    m_certificate->setHost(reach.hosts.value(0));
    m_limits->setPreset(now.preset);
    m_access->setEndpoint(now);
    const QString wrong = problem();
    const QString warning = isSecure ? m_certificate->warning() : QString();
    m_apply->setEnabled(wrong.isEmpty());
    m_apply->setText(verb(now));
    if (!wrong.isEmpty())
        m_reason->setText(wrong);
    else if (!warning.isEmpty())
        m_reason->setText(tr("It will not start: %1").arg(warning));
    else
        m_reason->clear();
    setTone(m_reason, wrong.isEmpty() ? "warn"_L1 : "bad"_L1);
    m_apply->setAccessibleDescription(m_reason->text());
}

} // namespace Signalbox
