#include "ui/endpoints/accesspage.h"

#include "core/config/endpointrules.h"
#include "core/config/hostname.h"
#include "ui/theme/theme.h"
#include "ui/widgets/fieldform.h"
#include "ui/widgets/visibletext.h"

#include <QCheckBox>
#include <QPlainTextEdit>
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
    auto *form = new FieldForm(this);
    m_originsNote = form->addField(tr("&Origins"), m_origins);
    m_hostsNote = form->addField(tr("&Hosts"), m_hosts);
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
    layout->setContentsMargins(scaled(20), scaled(18), scaled(20), scaled(12));
    layout->addWidget(form);
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
    auto *edit = new QPlainTextEdit(this);
    edit->setObjectName(name);
    edit->setPlainText(lines.join(u'\n'));
    edit->setPlaceholderText(placeholder);
    edit->setTabChangesFocus(true);
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit->setFont(payloadFont());
    edit->setFixedHeight(scaled(78));
    return edit;
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
    m_hostsNote->say(m_hostsProblem.isEmpty()
                         ? tr("Names under which the endpoint is reached besides those it listens "
                              "on, one per line: of a proxy, for instance.")
                         : m_hostsProblem,
                     m_hostsProblem.isEmpty() ? "dim"_L1 : "bad"_L1);
    Q_EMIT changed();
}

void AccessPage::write(EndpointConfig &endpoint) const
{
    endpoint.origins = entriesOf(m_origins);
    endpoint.hosts = entriesOf(m_hosts);
    endpoint.welcome = m_welcome->isChecked();
    endpoint.errors = m_errors->isChecked();
    endpoint.compression = m_compression->isChecked();
}

QString AccessPage::problem() const
{
    return m_originsProblem.isEmpty() ? m_hostsProblem : m_originsProblem;
}

} // namespace Signalbox
