#include "ui/endpoints/accesspage.h"

#include "core/config/endpointrules.h"
#include "core/config/hostname.h"
#include "ui/theme/theme.h"
#include "ui/widgets/fieldform.h"
#include "ui/widgets/listedit.h"
#include "ui/widgets/visibletext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestQuote = 60; ///< characters of a wrong line that are repeated

/// One entry per line; blank lines are nothing, an entry given twice is given once.
QStringList entriesOf(const QPlainTextEdit *edit)
{
    QStringList entries;
    const QStringList lines = edit->toPlainText().split(u'\n');
    for (const QString &line : lines)
        if (const QString entry = line.trimmed(); !entry.isEmpty() && !entries.contains(entry))
            entries += entry;
    return entries;
}

/// The first entry that is not what it should be, as it can be shown; empty: all are.
QString firstWrong(const QStringList &entries, bool (*isRight)(const QString &))
{
    const auto wrong = std::ranges::find_if_not(entries, isRight);
    return wrong == entries.end() ? QString() : visibleText(*wrong, Lines::Fold, LongestQuote);
}

} // namespace

AccessPage::AccessPage(const EndpointConfig &endpoint, QWidget *parent)
    : QWidget(parent)
    , m_origins(makeList(u"endpointOrigins"_s, endpoint.origins, u"https://example.org:8443"_s))
    , m_hosts(makeList(u"endpointHosts"_s, endpoint.hosts, u"lab.example"_s))
    , m_token(makeSecret(u"endpointToken"_s, endpoint.token, false))
    , m_tokenKey(makeSecret(u"endpointTokenKey"_s, endpoint.tokenKey, false))
    , m_joinCode(makeSecret(u"endpointJoinCode"_s, endpoint.joinCode, true))
    , m_slow(new QComboBox(this))
    , m_welcome(new QCheckBox(tr("&Welcome: the first frame tells a client its id and path"), this))
    , m_errors(new QCheckBox(tr("&Errors: senders are told why a message was not passed on"), this))
    , m_compression(
          new QCheckBox(tr("&Compression: large messages are sent smaller to clients that ask for "
                           "it"),
                        this))
{
    m_welcome->setObjectName(u"endpointWelcome"_s);
    m_welcome->setChecked(endpoint.welcome);
    m_errors->setObjectName(u"endpointErrors"_s);
    m_errors->setChecked(endpoint.errors);
    m_compression->setObjectName(u"endpointCompression"_s);
    m_compression->setChecked(endpoint.compression);
    m_compression->setToolTip(
        tr("For slow networks, and for messages of many kilobytes. It costs processor time."));
    m_slow->setObjectName(u"endpointSlow"_s);
    m_slow->addItem(tr("are disconnected"), int(SlowPolicy::Disconnect));
    m_slow->addItem(tr("miss the oldest messages"), int(SlowPolicy::DropOldest));
    m_slow->addItem(tr("miss the newest messages"), int(SlowPolicy::DropNewest));
    m_slow->addItem(tr("get the latest message only"), int(SlowPolicy::KeepLatest));
    m_slow->setCurrentIndex(m_slow->findData(int(endpoint.slow)));
    auto *form = new FieldForm;
    m_originsNote = form->addField(tr("&Origins"), m_origins);
    m_hostsNote = form->addField(tr("&Hosts"), m_hosts);
    m_tokenNote = form->addField(tr("&Token"), m_token);
    m_tokenKeyNote = form->addField(tr("Token &key"), m_tokenKey);
    m_joinCodeNote = form->addField(tr("&Join code"), m_joinCode);
    m_slowNote = form->addField(tr("&Slow clients"), m_slow);
    auto *frames = new QWidget(this);
    auto *boxes = new QVBoxLayout(frames);
    boxes->setContentsMargins(0, scaled(4), 0, 0);
    boxes->setSpacing(scaled(8));
    boxes->addWidget(m_welcome);
    boxes->addWidget(m_errors);
    boxes->addWidget(m_compression);
    form->addField(tr("Frames"), frames);
    form->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    form->setContentsMargins(scaled(20), scaled(18), scaled(20), scaled(12));
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Access"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(form);
    layout->addWidget(scroll);
    for (const QLineEdit *edit : {m_token, m_tokenKey, m_joinCode})
        connect(edit, &QLineEdit::textChanged, this, &AccessPage::refresh);
    connect(m_slow, &QComboBox::currentIndexChanged, this, &AccessPage::refresh);
    connect(m_origins, &QPlainTextEdit::textChanged, this, &AccessPage::refresh);
    connect(m_hosts, &QPlainTextEdit::textChanged, this, &AccessPage::refresh);
    connect(m_welcome, &QCheckBox::toggled, this, &AccessPage::changed);
    connect(m_errors, &QCheckBox::toggled, this, &AccessPage::changed);
    connect(m_compression, &QCheckBox::toggled, this, &AccessPage::changed);
    refresh();
}

QPlainTextEdit *AccessPage::makeList(const QString &name, const QStringList &lines,
                                     const QString &placeholder)
{
    auto *edit = new ListEdit(this);
    edit->setObjectName(name);
    edit->setPlainText(lines.join(u'\n'));
    edit->setPlaceholderText(placeholder);
    edit->setFixedHeight(scaled(78));
    return edit;
}

QLineEdit *AccessPage::makeSecret(const QString &name, const QString &text, bool isShown)
{
    auto *edit = new QLineEdit(text, this);
    edit->setObjectName(name);
    edit->setFont(payloadFont());
    if (isShown)
        return edit;
    edit->setEchoMode(QLineEdit::Password);
    edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    return edit;
}

void AccessPage::setEndpoint(const EndpointConfig &endpoint)
{
    m_lack = openLack(endpoint);
    sayLack();
}

void AccessPage::allowOrigin(const QString &origin)
{
    if (!entriesOf(m_origins).contains(origin))
        m_origins->setPlainText((entriesOf(m_origins) << origin).join(u'\n'));
    m_origins->moveCursor(QTextCursor::End);
    m_origins->setFocus();
}

QString AccessPage::secretProblem() const
{
    for (const QLineEdit *edit : {m_token, m_tokenKey, m_joinCode})
        if (!edit->text().isEmpty() && !isSecret(edit->text()))
            return tr("Tokens and codes are letters, digits and signs, without spaces.");
    if (!m_tokenKey->text().isEmpty() && m_tokenKey->text().size() < ShortestTokenKey)
        return tr("The token key needs at least %1 characters; a shorter one can be guessed.")
            .arg(ShortestTokenKey);
    return {};
}

/// What an endpoint for the internet lacks, beneath the field that would help.
void AccessPage::sayLack()
{
    const auto say = [](FieldNote *note, const QString &usual, const QString &problem) {
        note->say(problem.isEmpty() ? usual : problem, problem.isEmpty() ? "dim"_L1 : "bad"_L1);
    };
    const QString lack = lackText();
    say(m_tokenNote,
        tr("A secret that clients have to show, as “Authorization: Bearer …” or “?token=…”."),
        m_lack == OpenLack::Token || m_lack == OpenLack::LongToken ? lack : QString());
    say(m_tokenKeyNote,
        tr("Clients may show a signed token (JWT, HS256) instead, if this has signed it."), {});
    say(m_joinCodeNote,
        tr("A code for people, instead of a token. The code for phones brings it along."),
        m_lack == OpenLack::NoJoinCode ? lack : QString());
    say(m_hostsNote,
        tr("Names under which the endpoint is reached besides those it listens on, one per line: "
           "of a proxy, for instance."),
        m_hostsProblem.isEmpty() && m_lack == OpenLack::Hosts ? lack : m_hostsProblem);
}

QString AccessPage::lackText() const
{
    switch (m_lack) {
    case OpenLack::Nothing:
        return {};
    case OpenLack::Tls:
        return tr("An endpoint for the internet has to be encrypted: choose wss under “Listen”.");
    case OpenLack::Token:
        return tr("An endpoint for the internet needs a token or a token key.");
    case OpenLack::LongToken:
        return tr("On the internet a token needs at least %1 characters.").arg(ShortestOpenToken);
    case OpenLack::NoJoinCode:
        return tr("On the internet a join code could be guessed: leave it empty.");
    case OpenLack::Hosts:
        return tr("An endpoint for the internet needs the host names under which it is reached.");
    }
    return {};
}

void AccessPage::refresh()
{
    const QString origin = firstWrong(entriesOf(m_origins), isOrigin);
    m_originsProblem = origin.isEmpty()
                           ? QString()
                           : tr("“%1” is no origin. An origin has a scheme, a host and "
                                "no path: https://example.org:8443")
                                 .arg(origin);
    m_originsNote->say(m_originsProblem.isEmpty()
                           ? tr("Web pages that may connect besides the endpoint's own, one per "
                                "line. “*” is any page, “null” one opened from a disk. Programs "
                                "that send no origin are let in.")
                           : m_originsProblem,
                       m_originsProblem.isEmpty() ? "dim"_L1 : "bad"_L1);
    const QString host = firstWrong(entriesOf(m_hosts), isHost);
    m_hostsProblem =
        host.isEmpty() ? QString() : tr("“%1” is neither a host name nor an IP address.").arg(host);
    m_slowNote->say(tr("Beyond the limits for what waits for a client."));
    sayLack();
    Q_EMIT changed();
}

void AccessPage::write(EndpointConfig &endpoint) const
{
    endpoint.origins = entriesOf(m_origins);
    endpoint.hosts = entriesOf(m_hosts);
    endpoint.token = m_token->text();
    endpoint.tokenKey = m_tokenKey->text();
    endpoint.joinCode = m_joinCode->text();
    endpoint.slow = SlowPolicy(m_slow->currentData().toInt());
    endpoint.welcome = m_welcome->isChecked();
    endpoint.errors = m_errors->isChecked();
    endpoint.compression = m_compression->isChecked();
}

QString AccessPage::problem() const
{
    for (const QString &problem : {m_originsProblem, m_hostsProblem, secretProblem()})
        if (!problem.isEmpty())
            return problem;
    return lackText();
}

} // namespace Signalbox
