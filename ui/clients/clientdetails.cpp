#include "ui/clients/clientdetails.h"

#include "ui/theme/theme.h"
#include "ui/widgets/factlist.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxFact = 500; // characters
constexpr qsizetype MaxHeaders = 16 * 1024; ///< characters shown of the request's head

QString shown(const QString &text)
{
    return visibleText(text, Lines::Fold, MaxFact);
}

QString encryptionText(const ClientInfo &info)
{
    if (!info.secure)
        return ClientDetails::tr("no (ws)");
    return info.tls.isEmpty() ? ClientDetails::tr("yes (wss)") : shown(info.tls);
}

QString connectedText(const ClientInfo &info, WallTime now)
{
    const auto age = std::chrono::floor<std::chrono::seconds>(now - info.connectedAt);
    return ClientDetails::tr("%1, since %2")
        .arg(shortDuration(age), toLocalTime(info.connectedAt).toString(u"yyyy-MM-dd HH:mm:ss"_s));
}

QString queueText(const ClientStats &stats)
{
    if (stats.queuedBytes == 0)
        return ClientDetails::tr("empty");
    return ClientDetails::tr("%1, the oldest for %2")
        .arg(exactBytes(stats.queuedBytes), shortLatency(stats.oldestQueued));
}

QString messagesText(quint64 messages, quint64 bytes)
{
    return ClientDetails::tr("%1, %2").arg(exactNumber(messages), exactBytes(bytes));
}

} // namespace

ClientDetails::ClientDetails(QWidget *parent)
    : QWidget(parent)
    , m_sentence(new QLabel(this))
    , m_page(new QWidget(this))
    , m_facts(new FactList)
    , m_headersTitle(new PanelBar(30))
    , m_headers(new QPlainTextEdit)
{
    setObjectName(u"clientDetails"_s);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *bar = new PanelBar(36, this);
    m_name = bar->addTitle({});
    m_name->setObjectName(u"detailsName"_s);
    QSizePolicy takesAll(QSizePolicy::Ignored, QSizePolicy::Preferred);
    takesAll.setHorizontalStretch(1); // and cut off when it is long, rather than widen the panel
    m_name->setSizePolicy(takesAll);
    auto *copyId = makeToolButton(u"copy"_s, {}, tr("Copy the client's id"), bar);
    copyId->setObjectName(u"copyClientId"_s);
    connect(copyId, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_client.toString()); });
    auto *close = makeToolButton(u"x"_s, {}, tr("Hide the details (Alt+Return)"), bar);
    connect(close, &QToolButton::clicked, this, &ClientDetails::closeRequested);
    bar->addWidget(copyId);
    bar->addWidget(close);
    m_copyId = copyId;

    m_sentence->setObjectName(u"detailsSentence"_s);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignCenter);
    setTone(m_sentence, "dim"_L1);
    m_facts->setObjectName(u"clientFacts"_s);
    m_facts->setAccessibleName(tr("What is known of this client"));
    m_headersTitle->addTitle(tr("REQUEST HEADERS"));
    m_headers->setObjectName(u"clientHeaders"_s);
    m_headers->setAccessibleName(tr("Headers of the client's request"));
    m_headers->setReadOnly(true);
    m_headers->setTabChangesFocus(true);
    m_headers->setProperty("flat", true);
    m_headers->setFont(payloadFont(-1));
    m_headers->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);

    auto *page = new QVBoxLayout(m_page);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addWidget(m_facts, 3);
    page->addWidget(m_headersTitle);
    page->addWidget(m_headers, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_sentence, 1);
    layout->addWidget(m_page, 1);
    setNothing({});
}

void ClientDetails::setNothing(const QString &sentence)
{
    m_client = {};
    m_name->setText(tr("CLIENT"));
    m_sentence->setText(sentence);
    m_sentence->show();
    m_page->hide();
    m_copyId->setEnabled(false);
}

void ClientDetails::setClient(const ClientRow &row, WallTime now)
{
    const ClientInfo &info = row.record.info;
    const ClientStats &stats = row.record.stats;
    const bool isNew = m_client != info.id;
    m_client = info.id;
    m_name->setText(nameText(info, 64));
    m_sentence->hide();
    m_page->show();
    m_copyId->setEnabled(true);
    m_facts->setFacts({
        {tr("State"), row.record.left ? leftText(*row.record.left) : stateText(row.state)},
        {tr("Id"), info.id.toString(), true},
        {tr("Address"), addressText(info)},
        {tr("Encrypted"), encryptionText(info)},
        {tr("Connected"), connectedText(info, now)},
        {tr("Path"), shown(info.path)},
        {tr("Group"), shown(info.group)},
        {tr("Endpoint"), shown(info.endpoint)},
        {tr("Round trip"), roundTripText(row)},
        {tr("Queue"), queueText(stats)},
        {tr("Rate in"),
         tr("%1 messages a second").arg(QLocale().toString(row.rate.perSecond(), 'f', 1))},
        {tr("From it"), messagesText(stats.messagesIn, stats.bytesIn)},
        {tr("To it"), messagesText(stats.messagesOut, stats.bytesOut)},
        {tr("Not passed on"), stats.refused == 0 ? QString() : exactNumber(stats.refused)},
        {tr("Left out for it"), stats.dropped == 0 ? QString() : exactNumber(stats.dropped)},
        {tr("Browser"), shown(info.userAgent)},
        {tr("Origin"), shown(info.origin)},
    });
    if (isNew)
        showHeaders(info);
}

void ClientDetails::showHeaders(const ClientInfo &info)
{
    QStringList lines;
    for (const auto &[name, value] : info.headers)
        lines.append(visibleUtf8(name, Lines::Fold, MaxFact) % u": "_s
                     % visibleUtf8(value, Lines::Fold, MaxHeaders));
    m_headers->setPlainText(lines.join(u'\n').left(MaxHeaders));
    m_headersTitle->setVisible(!lines.isEmpty());
    m_headers->setVisible(!lines.isEmpty());
}

void ClientDetails::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) // the last of what a new zoom brings
        m_headers->setFont(payloadFont(-1));
}

} // namespace Signalbox
