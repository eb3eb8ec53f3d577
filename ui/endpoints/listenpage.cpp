#include "ui/endpoints/listenpage.h"

#include "core/config/endpointrules.h"
#include "core/config/hostname.h"
#include "ui/endpoints/addresslist.h"
#include "ui/endpoints/joincard.h"
#include "ui/model/freeport.h"
#include "ui/theme/theme.h"
#include "ui/widgets/fieldform.h"
#include "ui/widgets/visibletext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <chrono>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto ProbeDelay = 200ms; ///< after the last key
constexpr int CardCodeSide = 188; ///< pixels at 100 per cent

/// Whether two endpoints that listen there are in each other's way.
bool overlap(const QString &a, const QString &b)
{
    return a == b || a == "*"_L1 || b == "*"_L1;
}

} // namespace

ListenPage::ListenPage(const EndpointQuestion &question, QWidget *parent)
    : QWidget(parent)
    , m_question(question)
    , m_initial(question.initial())
    , m_name(new QLineEdit(this))
    , m_address(new QComboBox(this))
    , m_port(new QSpinBox(this))
    , m_otherPort(new QPushButton(this))
    , m_security(new QComboBox(this))
    , m_webSocket(new QCheckBox(tr("WebSockets"), this))
    , m_http(new QCheckBox(tr("Web pages, with the demo page"), this))
    , m_preset(new QComboBox(this))
    , m_join(new JoinCard(CardCodeSide, this))
{
    auto *form = new FieldForm(this);
    buildFields(*form);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(scaled(20), scaled(18), scaled(20), scaled(12));
    layout->setSpacing(scaled(20));
    layout->addWidget(form, 1);
    layout->addWidget(m_join);
    fillAddresses();
    showEndpoint(m_initial);

    m_probeTimer.setSingleShot(true);
    m_probeTimer.setInterval(ProbeDelay);
    connect(&m_probeTimer, &QTimer::timeout, this, [this] { m_probe.probe(address(), port()); });
    connect(&m_probe, &PortProbe::answered, this,
            [this](const QString &, quint16, const std::optional<Error> &problem) {
                showProbe(problem);
            });
    connect(m_name, &QLineEdit::textChanged, this, &ListenPage::refresh);
    connect(m_address, &QComboBox::currentTextChanged, this, &ListenPage::refresh);
    connect(m_port, &QSpinBox::valueChanged, this, &ListenPage::refresh);
    connect(m_security, &QComboBox::currentIndexChanged, this, &ListenPage::refresh);
    connect(m_webSocket, &QCheckBox::toggled, this, &ListenPage::refresh);
    connect(m_http, &QCheckBox::toggled, this, &ListenPage::refresh);
    connect(m_preset, &QComboBox::currentIndexChanged, this, &ListenPage::refresh);
    connect(m_otherPort, &QPushButton::clicked, this, [this] { m_port->setValue(m_offered); });
    refresh();
}

void ListenPage::buildFields(FieldForm &form)
{
    m_name->setObjectName(u"endpointName"_s);
    m_name->setMaxLength(int(LongestName));
    m_nameNote = form.addField(tr("&Name"), m_name);

    m_address->setObjectName(u"endpointAddress"_s);
    m_address->setEditable(true);
    m_address->setInsertPolicy(QComboBox::NoInsert);
    m_address->setToolTip(tr("An address of this computer, or a host name that stands for one"));
    m_addressNote = form.addField(tr("&Address"), m_address);

    m_port->setObjectName(u"endpointPort"_s);
    m_port->setRange(0, 65535);
    m_port->setSpecialValueText(tr("any free"));
    m_port->setMinimumWidth(scaled(110));
    m_port->setToolTip(tr("1 to 65535; 0 takes a free one at each start"));
    m_otherPort->setObjectName(u"otherPort"_s);
    m_otherPort->setAutoDefault(false);
    auto *beside = new QWidget(this);
    auto *line = new QHBoxLayout(beside);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_otherPort);
    line->addStretch(1);
    m_portNote = form.addField(tr("&Port"), m_port, beside);
    m_portNote->setObjectName(u"portNote"_s);

    m_security->setObjectName(u"endpointSecurity"_s);
    m_security->addItem(tr("ws and http: not encrypted"), false);
    m_security->addItem(tr("wss and https: encrypted, with a certificate"), true);
    form.addField(tr("&Scheme"), m_security);

    m_webSocket->setObjectName(u"endpointWebSocket"_s);
    m_http->setObjectName(u"endpointHttp"_s);
    auto *serves = new QWidget(this);
    auto *boxes = new QHBoxLayout(serves);
    boxes->setContentsMargins(0, scaled(4), 0, 0);
    boxes->setSpacing(scaled(16));
    boxes->addWidget(m_webSocket);
    boxes->addWidget(m_http);
    boxes->addStretch(1);
    m_servesNote = form.addField(tr("Serves"), serves);

    m_preset->setObjectName(u"endpointPreset"_s);
    m_preset->addItem(tr("Work on this computer (local)"), int(Preset::Local));
    m_preset->addItem(tr("A room full of learners (class)"), int(Preset::Class));
    m_preset->addItem(tr("The internet (open)"), int(Preset::Open));
    m_presetNote = form.addField(tr("&Meant for"), m_preset);
    form.addStretch();
}

void ListenPage::fillAddresses()
{
    m_address->addItem(tr("This computer only (127.0.0.1)"), u"127.0.0.1"_s);
    const QList<AddressChoice> choices = rankedAddresses(m_question.addresses);
    const auto isReal = [](const AddressChoice &choice) {
        return choice.kind == AddressKind::Private || choice.kind == AddressKind::Public;
    };
    const auto add = [this](const AddressChoice &choice) {
        m_address->addItem(addressText(choice), choice.address);
    };
    for (const AddressChoice &choice : choices)
        if (isReal(choice))
            add(choice);
    m_address->addItem(tr("All addresses of this computer (*)"), u"*"_s);
    for (const AddressChoice &choice : choices)
        if (!isReal(choice))
            add(choice);
}

void ListenPage::showEndpoint(const EndpointConfig &endpoint)
{
    m_name->setText(endpoint.name);
    selectAddress(endpoint.address);
    m_port->setValue(endpoint.port);
    m_security->setCurrentIndex(m_security->findData(endpoint.tls.has_value()));
    m_webSocket->setChecked(endpoint.webSocket);
    m_http->setChecked(endpoint.http);
    m_preset->setCurrentIndex(std::max(0, m_preset->findData(int(endpoint.preset))));
}

void ListenPage::selectAddress(const QString &address)
{
    const int known = m_address->findData(address);
    if (known >= 0)
        m_address->setCurrentIndex(known);
    else
        m_address->setEditText(address);
}

void ListenPage::proposeReachableAddress()
{
    const Reach reach = reachOf(u"*"_s, m_question.addresses);
    if (reach.kind == Reach::Kind::Network)
        selectAddress(reach.hosts.first());
}

void ListenPage::setStates(const QList<EndpointStatus> &states)
{
    m_question.states = states;
}

QString ListenPage::address() const
{
    const QString text = m_address->currentText();
    const int known = m_address->findText(text);
    return known >= 0 ? m_address->itemData(known).toString() : text.trimmed();
}

quint16 ListenPage::port() const
{
    return quint16(m_port->value());
}

bool ListenPage::isSecure() const
{
    return m_security->currentData().toBool();
}

void ListenPage::write(EndpointConfig &endpoint) const
{
    endpoint.name = m_name->text().trimmed();
    endpoint.address = address();
    endpoint.port = port();
    endpoint.webSocket = m_webSocket->isChecked();
    endpoint.http = m_http->isChecked();
    endpoint.preset = Preset(m_preset->currentData().toInt());
}

QString ListenPage::problem() const
{
    for (const QString &problem : {m_nameProblem, m_addressProblem, m_servesProblem})
        if (!problem.isEmpty())
            return problem;
    return {};
}

void ListenPage::refresh()
{
    checkName();
    checkAddress();
    m_servesProblem = m_webSocket->isChecked() || m_http->isChecked()
                          ? QString()
                          : tr("Choose at least one of the two.");
    m_servesNote->say(m_servesProblem, "bad"_L1);
    m_presetNote->say(presetText());
    checkPort();
    showReach();
    Q_EMIT changed();
}

/// What the preset decides, besides what the page of limits shows.
QString ListenPage::presetText() const
{
    const std::optional<bool> kept = m_question.configuration.journal.enabled;
    if (Preset(m_preset->currentData().toInt()) != Preset::Class || kept == false)
        return tr("Decides the usual limits; see Limits.");
    return kept ? tr(
               "Decides the usual limits; see Limits. What happens here is kept on disk, as you "
               "chose in File > Log on disk….")
                : tr("Decides the usual limits; see Limits. What happens here is not kept on disk, "
                     "unless you choose so in File > Log on disk…; other endpoints' rows are.");
}

void ListenPage::checkName()
{
    const QString name = m_name->text().trimmed();
    m_nameProblem.clear();
    if (name.isEmpty())
        m_nameProblem = tr("The endpoint needs a name.");
    else if (!isName(name))
        m_nameProblem = tr("The name has characters that cannot be seen.");
    else if (name != m_question.name && m_question.configuration.findEndpoint(name) != nullptr)
        m_nameProblem = tr("Another endpoint has this name.");
    m_nameNote->say(m_nameProblem, "bad"_L1);
}

void ListenPage::checkAddress()
{
    const QString text = address();
    m_addressProblem.clear();
    if (text.isEmpty())
        m_addressProblem = tr("The endpoint needs an address.");
    else if (text.startsWith(u'['))
        m_addressProblem = tr("IPv6 addresses are written without brackets here.");
    else if (text.contains("://"_L1))
        m_addressProblem = tr("Only the address goes here; scheme and port have their own fields.");
    else if (!isListenAddress(text))
        m_addressProblem = tr("This is neither an IP address nor a host name.");
    if (!m_addressProblem.isEmpty())
        m_addressNote->say(m_addressProblem, "bad"_L1);
}

const EndpointConfig *ListenPage::rival() const
{
    const QList<EndpointConfig> &all = m_question.configuration.endpoints;
    const auto at = std::ranges::find_if(all, [this](const EndpointConfig &other) {
        return other.name != m_question.name && other.port == port()
               && overlap(other.address, address());
    });
    return at == all.end() ? nullptr : &*at;
}

void ListenPage::checkPort()
{
    m_probeTimer.stop();
    m_probe.cancel();
    if (port() == 0)
        return sayPort(tr("A free port is taken at each start."), "dim"_L1);
    const EndpointStatus *own = m_question.status();
    if (own != nullptr && own->state == EndpointState::Running && own->port == port())
        return sayPort(tr("This endpoint has it now."), "dim"_L1);
    if (const EndpointConfig *other = rival())
        return sayPort(tr("The endpoint %1 is set to the same port.").arg(visibleText(other->name)),
                       "warn"_L1, true);
    if (!m_addressProblem.isEmpty())
        return sayPort({}, "dim"_L1);
    sayPort(tr("Looking whether it is free…"), "dim"_L1);
    m_probeTimer.start();
}

void ListenPage::showProbe(const std::optional<Error> &problem)
{
    if (!problem)
        return sayPort(tr("It is free."), "good"_L1);
    switch (problem->code) {
    case Error::Code::PortInUse:
        return sayPort(tr("It is taken by another program."), "warn"_L1, true);
    case Error::Code::PortForbidden:
        return sayPort(tr("Ports below 1024 need administrator rights on this system."), "warn"_L1,
                       true);
    case Error::Code::AddressUnavailable:
        m_addressNote->say(isIpAddress(address())
                               ? tr("This computer does not have this address now.")
                               : tr("Nobody knows a computer of this name."),
                           "warn"_L1);
        return sayPort({}, "dim"_L1);
    default:
        return sayPort(tr("It cannot be taken: %1").arg(visibleText(problem->detail)), "warn"_L1,
                       true);
    }
}

void ListenPage::sayPort(const QString &text, QLatin1StringView tone, bool offersOther)
{
    m_portNote->say(text, tone);
    std::optional<quint16> other;
    if (offersOther) {
        EndpointConfig endpoint = m_initial;
        write(endpoint);
        if (isSecure())
            endpoint.tls.emplace();
        other = nextFreePort(m_question.configuration, m_question.name, endpoint);
    }
    m_offered = other.value_or(0);
    m_otherPort->setText(tr("Use %1").arg(m_offered));
    m_otherPort->setVisible(other.has_value());
}

void ListenPage::showReach()
{
    if (!m_addressProblem.isEmpty())
        return m_join->setReason({});
    const Reach reach = reachOf(address(), m_question.addresses);
    const EndpointStatus *own = m_question.status();
    const bool isRunning = own != nullptr && own->state == EndpointState::Running;
    const quint16 known = port() == 0 && isRunning && m_initial.port == 0 ? own->port : port();
    const QString secure = isSecure() ? u"s"_s : QString();
    const QString scheme = (m_http->isChecked() ? u"http"_s : u"ws"_s) + secure;
    m_addressNote->say(reachText(reach, scheme, known),
                       reach.kind == Reach::Kind::Unknown && isIpAddress(address()) ? "warn"_L1
                                                                                    : "dim"_L1);
    if (reach.kind != Reach::Kind::Network)
        return m_join->setReason(
            tr("A code for phones appears here once the address is one they can reach."));
    if (!m_http->isChecked())
        return m_join->setReason(tr("Without web pages there is nothing for a phone to open."));
    if (known == 0)
        return m_join->setReason(tr("A code for phones appears here once the port is known."));
    m_join->setUrl(joinUrl(urlOf(scheme, reach.hosts.first(), known), m_initial.joinCode));
}

} // namespace Signalbox
