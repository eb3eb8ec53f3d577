#include "ui/compose/composer.h"

#include "ui/clients/clientdirectory.h"
#include "ui/compose/jsonfix.h"
#include "ui/compose/payloadedit.h"
#include "ui/compose/sendresults.h"
#include "ui/compose/sendsheet.h"
#include "ui/compose/targetbox.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"

#include <QButtonGroup>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto CheckDelay = 120ms; ///< of a long text
constexpr auto CountDelay = 200ms;
constexpr qsizetype LongText = 16 * 1024;

QLabel *plainLabel(QWidget *parent, const QString &name)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setObjectName(name);
    return label;
}

QString clientCount(qsizetype count)
{
    return count == 1 ? Composer::tr("1 client")
                      : Composer::tr("%1 clients").arg(QLocale().toString(count));
}

QString fixText(const JsonFix &fix)
{
    if (fix.slips > 1)
        return Composer::tr("Fix %1 slips").arg(QLocale().toString(fix.slips));
    using Kind = JsonFix::Kind;
    switch (fix.kind) {
    case Kind::RemoveComma:
        return Composer::tr("Fix: remove comma");
    case Kind::AddComma:
        return Composer::tr("Fix: add comma");
    case Kind::DoubleQuotes:
        return Composer::tr("Fix: double quotes");
    case Kind::StraightQuotes:
        return Composer::tr("Fix: straight quotes");
    case Kind::QuoteKey:
        return Composer::tr("Fix: quote key");
    case Kind::QuoteWord:
        return Composer::tr("Fix: add quotes");
    case Kind::SpellLiteral:
        return Composer::tr("Fix: spelling");
    case Kind::Close:
        return Composer::tr("Fix: close");
    case Kind::Escape:
        return Composer::tr("Fix: escape it");
    case Kind::RemoveComment:
        return Composer::tr("Fix: remove comment");
    case Kind::RemoveMark:
        return Composer::tr("Fix: remove mark");
    }
    return {};
}

} // namespace

Composer::Composer(const ClientDirectory &directory, const QString &historyFile,
                   std::unique_ptr<SendConfirmation> confirmation, QWidget *parent)
    : QWidget(parent)
    , m_directory(directory)
    , m_history(historyFile)
    , m_confirmation(confirmation ? std::move(confirmation)
                                  : std::make_unique<SheetConfirmation>(this))
    , m_target(new TargetBox(directory, this))
    , m_count(plainLabel(this, u"targetCount"_s))
    , m_json(makeToolButton({}, tr("JSON"), tr("Check the text as JSON and send it compact"), this))
    , m_plain(makeToolButton({}, tr("Text"), tr("Send the text as it stands"), this))
    , m_edit(new PayloadEdit(this))
    , m_bytes(plainLabel(this, u"payloadBytes"_s))
    , m_send(new QPushButton(this))
    , m_results(new SendResults(this))
{
    setObjectName(u"composer"_s);
    build();

    m_checkTimer.setSingleShot(true);
    m_checkTimer.setInterval(CheckDelay);
    connect(&m_checkTimer, &QTimer::timeout, this, &Composer::check);
    m_countTimer.setSingleShot(true);
    m_countTimer.setInterval(CountDelay);
    connect(&m_countTimer, &QTimer::timeout, this, &Composer::updateTarget);
    connect(&m_directory, &ClientDirectory::changed, this, [this] {
        if (!m_countTimer.isActive())
            m_countTimer.start();
    });
    connect(m_target, &TargetBox::targetChanged, this, [this] {
        updateTarget();
        if (!m_showing)
            m_history.setDraft(current());
    });
    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::textChanged);
    connect(m_edit, &PayloadEdit::sendPressed, this, &Composer::send);
    connect(m_target->lineEdit(), &QLineEdit::returnPressed, this, &Composer::focusEditor);
    connect(m_edit, &PayloadEdit::olderPressed, this, &Composer::showOlder);
    connect(m_edit, &PayloadEdit::newerPressed, this, &Composer::showNewer);
    connect(m_send, &QPushButton::clicked, this, &Composer::send);
    connect(&m_history, &SendHistory::saveFailed, this, [this] {
        m_results->say(tr("Sends and draft could not be saved; they are kept until you quit."));
    });

    if (!m_history.draft().targetText.isEmpty())
        restore(m_history.draft());
    check();
    updateTarget();
}

Composer::~Composer() = default;

void Composer::build()
{
    auto *bar = new PanelBar(36, this);
    bar->addTitle(tr("SEND"));
    bar->addStretch();
    auto *kinds = new QButtonGroup(this);
    for (QToolButton *button : {m_json, m_plain}) {
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        kinds->addButton(button);
        bar->addWidget(button);
    }
    m_json->setObjectName(u"kindJson"_s);
    m_plain->setObjectName(u"kindText"_s);
    m_json->setChecked(true);
    connect(m_json, &QToolButton::clicked, this, [this] { setKind(PayloadKind::Json); });
    connect(m_plain, &QToolButton::clicked, this, [this] { setKind(PayloadKind::Text); });

    auto *to = new QLabel(tr("&To"), this);
    to->setBuddy(m_target);
    setTone(to, "dim"_L1);
    m_target->setObjectName(u"target"_s);
    m_target->setAccessibleName(tr("Whom to send to"));
    m_target->setToolTip(tr("all, a path such as /chat, group:blue, a client's name or id, "
                            "@selected (Ctrl+L)"));
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *targetRow = new QHBoxLayout;
    targetRow->setSpacing(scaled(8));
    targetRow->addWidget(to);
    targetRow->addWidget(m_target, 1);
    targetRow->addWidget(m_count);

    m_edit->setObjectName(u"payload"_s);
    m_edit->setAccessibleName(tr("Text to send"));
    m_edit->setPlaceholderText(tr("{\"message\": \"hello\"}"));

    m_send->setObjectName(u"send"_s);
    m_send->setProperty("primary", true);
    m_send->setIcon(lineIcon(u"send"_s, Theme::palette().accentText));
    m_send->setToolTip(tr("Ctrl+Return"));
    setTone(m_bytes, "dim"_L1);
    auto *sendRow = new QHBoxLayout;
    sendRow->setSpacing(scaled(8));
    sendRow->addWidget(m_bytes);
    sendRow->addStretch();
    sendRow->addWidget(m_send);

    m_results->hide();
    // where what is wrong with the text stands while something is: so nothing else moves
    connect(m_results, &SendResults::changed, this,
            [this] { m_results->setVisible(m_problemRow->isHidden()); });
    connect(m_results, &SendResults::receiversRequested, this, &Composer::receiversRequested);
    connect(m_results, &SendResults::restRequested, this, &Composer::restRequested);

    auto *body = new QVBoxLayout;
    body->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    body->setSpacing(scaled(8));
    body->addLayout(targetRow);
    body->addWidget(m_edit, 1);
    body->addWidget(buildProblemRow());
    body->addLayout(sendRow);
    body->addWidget(m_results);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addLayout(body, 1);
    setFocusProxy(m_edit);
    fit();
}

/// What the style does not do by itself when the zoom changes.
void Composer::fit()
{
    m_count->setMinimumWidth(scaled(76));
    m_edit->setMinimumHeight(scaled(36));
    m_send->setIconSize(QSize(scaled(22), scaled(16))); // Qt leaves icon and text too close
}

void Composer::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange && m_problemRow != nullptr)
        fit();
}

QWidget *Composer::buildProblemRow()
{
    m_problemRow = new QWidget(this);
    m_problem = plainLabel(m_problemRow, u"jsonProblem"_s);
    m_problem->setWordWrap(true);
    setTone(m_problem, "bad"_L1);
    m_fix = new QPushButton(m_problemRow);
    m_fix->setObjectName(u"jsonFix"_s);
    m_asText = new QPushButton(tr("Send as plain text instead"), m_problemRow);
    m_asText->setObjectName(u"asText"_s);
    for (QPushButton *button : {m_fix, m_asText})
        button->setProperty("small", true);
    connect(m_fix, &QPushButton::clicked, this, &Composer::applyFix);
    connect(m_asText, &QPushButton::clicked, this, [this] {
        setKind(PayloadKind::Text);
        m_edit->setFocus();
    });
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_fix);
    buttons->addWidget(m_asText);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(m_problemRow);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(6));
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    return m_problemRow;
}

void Composer::setTarget(const Target &target)
{
    m_target->setTarget(target);
}

void Composer::setPayload(const QByteArray &payload)
{
    setKind(validateJson(payload) ? PayloadKind::Text : PayloadKind::Json);
    m_edit->replaceText(QString::fromUtf8(payload));
}

void Composer::setSelection(const QList<ClientId> &selection)
{
    m_target->setSelection(selection);
}

void Composer::setHeld(bool held)
{
    m_held = held;
    updateButton();
}

void Composer::progress(const SendResult &result)
{
    m_results->progress(result);
}

void Composer::focusEditor()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void Composer::focusTarget()
{
    m_target->setFocus(Qt::ShortcutFocusReason);
    m_target->lineEdit()->selectAll();
}

void Composer::setKind(PayloadKind kind)
{
    m_kind = kind;
    m_json->setChecked(kind == PayloadKind::Json);
    m_plain->setChecked(kind == PayloadKind::Text);
    m_edit->setJson(kind == PayloadKind::Json);
    check();
    if (!m_showing)
        m_history.setDraft(current());
}

void Composer::textChanged()
{
    if (!m_showing) {
        m_history.stopWalking();
        m_history.setDraft(current());
    }
    if (m_edit->document()->characterCount() > LongText) {
        m_checkTimer.start();
        return;
    }
    check();
}

void Composer::check()
{
    m_checkTimer.stop();
    const QString text = m_edit->payloadText();
    const QByteArray utf8 = text.toUtf8();
    m_error = checkPayload(m_kind, text);
    const bool empty = text.trimmed().isEmpty();
    const bool shown = m_error && !empty;
    m_problemRow->setVisible(shown);
    m_results->setVisible(!shown && !m_results->isEmpty()); // they share the room
    m_edit->setErrorAt(std::nullopt);
    if (shown) {
        m_problem->setText(jsonProblemText(*m_error));
        m_edit->setErrorAt(QString::fromUtf8(utf8.left(m_error->at.offset)).size());
        const std::optional<JsonFix> fix = fixJson(utf8, *m_error);
        m_fix->setVisible(fix.has_value());
        if (fix)
            m_fix->setText(fixText(*fix));
    }
    const qsizetype bytes = m_error ? utf8.size() : encodePayload(m_kind, text).size();
    const QString size = bytes == 1 ? tr("1 byte") : exactBytes(quint64(bytes));
    m_bytes->setText(empty ? QString() : size);
    updateButton();
}

void Composer::updateTarget()
{
    const TargetReading &reading = m_target->reading();
    if (!reading.target) {
        m_count->setText(tr("nobody"));
        setTone(m_count, "bad"_L1);
    } else {
        const int count = m_directory.count(*reading.target);
        const auto chosen = int(reading.target->clients.size());
        if (chosen > 1 && count < chosen)
            //: some of the clients that were chosen have left since
            m_count->setText(
                tr("%1 chosen, %2 left")
                    .arg(QLocale().toString(chosen), QLocale().toString(chosen - count)));
        else if (chosen > 0 && count < chosen)
            m_count->setText(tr("has left"));
        else
            m_count->setText(clientCount(count));
        const bool isMiss = count == 0 && m_directory.count() > 0; // others are there
        setTone(m_count, isMiss ? "bad"_L1 : count < chosen ? "warn"_L1 : "dim"_L1);
    }
    updateButton();
}

void Composer::updateButton()
{
    const TargetReading &reading = m_target->reading();
    const int count = reading.target ? m_directory.count(*reading.target) : 0;
    QString why;
    if (m_held)
        why = tr("All sends are on hold.");
    else if (!reading.target)
        why = targetProblemText(reading);
    else if (count == 0)
        why = m_directory.count() == 0
                  ? tr("Nobody is connected.")
                  : tr("Nobody is there: no %1.").arg(visibleText(targetWords(*reading.target)));
    else if (m_edit->document()->isEmpty())
        why = tr("There is nothing to send yet.");
    else if (m_error)
        why = tr("The text is not valid JSON.");

    m_send->setEnabled(why.isEmpty());
    m_send->setText(m_held       ? tr("Sends are on hold")
                    : count == 0 ? tr("Nobody to send to")
                                 : tr("Send to %1").arg(clientCount(count)));
    m_send->setToolTip(why.isEmpty() ? tr("Ctrl+Return") : why);
    m_send->setAccessibleDescription(why);
    m_count->setToolTip(why);
}

void Composer::applyFix()
{
    const QByteArray utf8 = m_edit->payloadText().toUtf8();
    check();
    if (!m_error)
        return;
    if (const std::optional<JsonFix> fix = fixJson(utf8, *m_error))
        m_edit->replaceText(QString::fromUtf8(fix->text));
    m_edit->setFocus();
}

ComposerText Composer::current() const
{
    ComposerText item;
    item.kind = m_kind;
    item.text = m_edit->payloadText();
    item.targetText = m_target->text();
    if (m_target->reading().target)
        item.clients = m_target->reading().target->clients;
    return item;
}

void Composer::restore(const ComposerText &item)
{
    m_showing = true;
    setKind(item.kind);
    m_edit->replaceText(item.text);
    m_target->restore(item.targetText, item.clients);
    m_showing = false;
}

void Composer::send()
{
    check();
    updateButton();
    if (!m_send->isEnabled())
        return;
    const Target target = *m_target->reading().target;
    const Signal signal{encodePayload(m_kind, m_edit->payloadText()), target};
    confirm(signal, [this, signal, item = current()] {
        remember(item);
        Q_EMIT sendRequested(signal);
    });
}

void Composer::sendSignal(const Signal &signal)
{
    confirm(signal, [this, signal] { Q_EMIT sendRequested(signal); });
}

void Composer::confirm(const Signal &signal, const std::function<void()> &deliver)
{
    const int receivers = m_directory.count(signal.target);
    const bool large = receivers >= ManyReceivers || signal.payload.size() > ManyBytes;
    if (!large || m_dontAsk) {
        deliver();
        return;
    }
    m_confirmation->ask({signal, targetWords(signal.target), receivers},
                        [this, deliver](const SendAnswer &answer) {
                            m_dontAsk = m_dontAsk || (answer.send && answer.dontAskAgain);
                            if (answer.send)
                                deliver();
                        });
}

void Composer::remember(ComposerText item)
{
    if (m_target->reading().target)
        item.receivers = quint32(m_directory.count(*m_target->reading().target));
    item.at = QDateTime::currentDateTimeUtc();
    m_history.add(item);
}

void Composer::showOlder()
{
    if (const auto item = m_history.older(current()))
        restore(*item);
}

void Composer::showNewer()
{
    if (const auto item = m_history.newer())
        restore(*item);
}

} // namespace Signalbox
