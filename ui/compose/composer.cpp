#include "ui/compose/composer.h"

#include "ui/compose/sendresults.h"
#include "ui/compose/sendsheet.h"
#include "ui/editors/jsonfix.h"
#include "ui/editors/payloadedit.h"
#include "ui/editors/targetbox.h"
#include "ui/model/clientdirectory.h"
#include "ui/model/manyreceivers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/shortlabel.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"

#include <QButtonGroup>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>
#include <utility>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto CheckDelay = 120ms; ///< of a long text
constexpr auto ProblemDelay = 600ms; ///< what is half written is not wrong yet
constexpr qsizetype MostMended = 128 * 1024; ///< bytes; each slip is a walk through all of it
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
    , m_problem(new ShortLabel(this))
    , m_problemButtons(new QWidget(this))
    , m_fix(new QPushButton(m_problemButtons))
    , m_asText(new QPushButton(m_problemButtons))
    , m_bytes(plainLabel(this, u"payloadBytes"_s))
    , m_send(new QPushButton(this))
    , m_results(new SendResults(this))
{
    setObjectName(u"composer"_s);
    build();

    m_checkTimer.setSingleShot(true);
    m_checkTimer.setInterval(CheckDelay);
    connect(&m_checkTimer, &QTimer::timeout, this, &Composer::check);
    m_problemTimer.setSingleShot(true);
    m_problemTimer.setInterval(ProblemDelay);
    connect(&m_problemTimer, &QTimer::timeout, this, &Composer::showProblem);
    connect(&m_check, &PayloadCheck::judged, this, &Composer::showVerdict);
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
    connect(&m_history, &SendHistory::saveFailed, this, [this](const Error &error) {
        say(error.code == Error::Code::BadDocument
                ? tr("Sends and draft are kept only until you quit, since their file has a "
                     "mistake: %1")
                      .arg(visibleText(error.detail))
                : tr("Sends and draft could not be saved; they are kept until you quit."));
    });

    if (!m_history.draft().targetText.isEmpty())
        restore(m_history.draft());
    else
        restore({.targetText = m_target->text()});
    updateTarget();
}

Composer::~Composer() = default;

void Composer::build()
{
    m_edit->setObjectName(u"payload"_s);
    m_edit->setAccessibleName(tr("Text to send"));
    auto *body = new QVBoxLayout;
    body->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    body->setSpacing(scaled(6));
    body->addLayout(buildTarget());
    body->addWidget(m_edit, 1);
    body->addWidget(buildStatus());
    body->addLayout(buildButtons());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildBar());
    layout->addLayout(body, 1);
    setFocusProxy(m_edit);
    order();
    fit();
}

QWidget *Composer::buildBar()
{
    auto *bar = new PanelBar(36, this);
    bar->addTitle(tr("SEND"));
    bar->addStretch();
    setTone(m_bytes, "dim"_L1);
    bar->addWidget(m_bytes);
    auto *kinds = new QButtonGroup(this);
    for (QToolButton *button : {m_json, m_plain}) {
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        kinds->addButton(button);
        bar->addWidget(button);
    }
    m_json->setObjectName(u"kindJson"_s);
    m_plain->setObjectName(u"kindText"_s);
    connect(m_json, &QToolButton::clicked, this, [this] { setKind(PayloadKind::Json); });
    connect(m_plain, &QToolButton::clicked, this, [this] { setKind(PayloadKind::Text); });
    return bar;
}

QLayout *Composer::buildTarget()
{
    auto *to = new QLabel(tr("&To"), this);
    to->setBuddy(m_target);
    setTone(to, "dim"_L1);
    m_target->setObjectName(u"target"_s);
    m_target->setAccessibleName(tr("Whom to send to"));
    m_target->setToolTip(tr("all, a path such as /chat, group:blue, a client's name or id, "
                            "@selected (Ctrl+L)"));
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    row->addWidget(to);
    row->addWidget(m_target, 1);
    row->addWidget(m_count);
    return row;
}

/// One line for what is wrong with the text or what became of the last send.
QWidget *Composer::buildStatus()
{
    m_problem->setObjectName(u"jsonProblem"_s);
    setTone(m_problem, "bad"_L1);
    auto *status = new QWidget(this);
    auto *layout = new QVBoxLayout(status);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_problem);
    layout->addWidget(m_results->line());
    connect(m_results, &SendResults::receiversRequested, this, &Composer::receiversRequested);
    connect(m_results, &SendResults::restRequested, this, &Composer::restRequested);
    return status;
}

/// The buttons that go with it, and Send.
QLayout *Composer::buildButtons()
{
    m_fix->setObjectName(u"jsonFix"_s);
    m_asText->setObjectName(u"asText"_s);
    m_asText->setToolTip(tr("Send the text as it stands, which is not JSON"));
    auto *problem = new QHBoxLayout(m_problemButtons);
    problem->setContentsMargins(0, 0, 0, 0);
    problem->setSpacing(scaled(8));
    for (QPushButton *button : {m_fix, m_asText}) {
        button->setProperty("small", true);
        problem->addWidget(button);
    }
    problem->addStretch();
    connect(m_fix, &QPushButton::clicked, this, &Composer::applyFix);
    connect(m_asText, &QPushButton::clicked, this, [this] {
        setKind(PayloadKind::Text);
        m_edit->setFocus();
        send();
    });
    m_send->setObjectName(u"send"_s);
    m_send->setProperty("primary", true);
    m_send->setIcon(lineIcon(u"send"_s, Theme::palette().accentText));
    m_send->setToolTip(tr("Ctrl+Return"));

    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(8));
    for (QWidget *buttons : {m_problemButtons, m_results->buttons()}) {
        // what they need does not widen the composer: fitButtons()
        buttons->layout()->setSizeConstraint(QLayout::SetNoConstraint);
        buttons->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        row->addWidget(buttons, 1);
    }
    row->addWidget(m_send);
    return row;
}

/// In which Tab goes: as they stand, and from the text to Send at once.
void Composer::order()
{
    QWidget *last = m_json;
    const auto &results = m_results->buttons()->findChildren<QPushButton *>();
    QList<QWidget *> rest{m_plain, m_target, m_edit, m_send, m_fix, m_asText};
    for (QPushButton *button : results)
        rest.append(button);
    for (QWidget *next : std::as_const(rest)) {
        setTabOrder(last, next);
        last = next;
    }
}

/// What the style does not do by itself when the zoom changes.
void Composer::fit()
{
    m_count->setMinimumWidth(scaled(76));
    m_edit->setMinimumHeight(scaled(36));
    m_send->setIconSize(QSize(scaled(22), scaled(16))); // Qt leaves icon and text too close
    m_problem->parentWidget()->setFixedHeight(m_problem->fontMetrics().height());
    fitButtons();
}

/// Shorter words where there is no room for the usual ones.
void Composer::fitButtons()
{
    const int room = width() - m_send->sizeHint().width() - scaled(32);
    const auto need = [this] {
        int width = m_asText->sizeHint().width();
        if (!m_fix->isHidden())
            width += m_fix->sizeHint().width() + scaled(8);
        return width;
    };
    m_fix->setText(m_fixWords);
    m_asText->setText(tr("Send as plain text instead"));
    if (need() > room)
        m_asText->setText(tr("Send as text"));
    if (need() > room)
        m_fix->setText(tr("Fix"));
    if (need() > room)
        m_asText->setText(tr("As text"));
    m_fix->setToolTip(m_fixWords);
    m_results->setNarrow(room < scaled(240));
}

void Composer::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitButtons();
}

void Composer::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange && layout() != nullptr)
        fit();
}

void Composer::setTarget(const Target &target)
{
    m_target->setTarget(target);
}

void Composer::clearTarget()
{
    m_target->restore({}, {});
    focusTarget();
}

void Composer::setPayload(const QByteArray &payload)
{
    const QString text = QString::fromUtf8(payload);
    const bool isLong = text.size() > PayloadCheck::ShortText;
    setKind(isLong || !validateJson(payload) ? PayloadKind::Json : PayloadKind::Text);
    m_edit->replaceText(text);
    m_isKindGuessed = isLong;
    if (isLong)
        check();
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

void Composer::say(const QString &sentence)
{
    m_results->say(sentence);
    showStatus(false);
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
    m_isKindGuessed = false;
    const bool isJson = kind == PayloadKind::Json;
    m_json->setChecked(isJson);
    m_plain->setChecked(!isJson);
    m_edit->setJson(isJson);
    m_edit->setPlaceholderText(isJson ? tr("JSON, as clients will get it: {\"color\": \"blue\"}")
                                      : tr("Text, as clients will get it"));
    check();
    if (!m_showing)
        m_history.setDraft(current());
}

void Composer::textChanged()
{
    m_sendsWhenJudged = false;
    m_isKindGuessed = false;
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
    m_check.check(m_kind, m_edit->payloadText());
    if (!m_check.isDone())
        updateButton();
}

void Composer::showVerdict()
{
    const PayloadVerdict &verdict = m_check.verdict();
    if (std::exchange(m_isKindGuessed, false) && verdict.error) {
        const bool sends = m_sendsWhenJudged; // other colours are a change of the text to Qt
        setKind(PayloadKind::Text); // and judges it as that
        m_sendsWhenJudged = sends;
        return;
    }
    const qsizetype bytes = verdict.payload.size();
    const QString size = bytes == 1 ? tr("1 byte") : exactBytes(quint64(bytes));
    m_bytes->setText(verdict.isBlank ? QString() : size);
    if (!verdict.error || verdict.isBlank) {
        m_problemTimer.stop();
        showStatus(false);
    } else if (m_isProblemShown) {
        showProblem();
    } else {
        m_problemTimer.start();
    }
    updateButton();
    if (std::exchange(m_sendsWhenJudged, false))
        send();
}

void Composer::showProblem()
{
    const PayloadVerdict &verdict = m_check.verdict();
    m_problemTimer.stop();
    if (!verdict.error || verdict.isBlank)
        return;
    m_problem->setText(jsonProblemText(*verdict.error));
    std::optional<JsonFix> fix;
    if (verdict.payload.size() <= MostMended)
        fix = fixJson(verdict.payload, *verdict.error);
    m_fix->setVisible(fix.has_value());
    m_fixWords = fix ? fixText(*fix) : QString();
    fitButtons();
    showStatus(true);
    m_edit->setErrorAt(verdict.errorAt);
}

/// What is wrong, or what became of the last send: they share the room.
void Composer::showStatus(bool isProblem)
{
    m_isProblemShown = isProblem;
    m_problem->setVisible(isProblem);
    m_problemButtons->setVisible(isProblem);
    m_results->line()->setVisible(!isProblem);
    m_results->buttons()->setVisible(!isProblem);
    if (!isProblem)
        m_edit->setErrorAt(std::nullopt);
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

int Composer::receivers() const
{
    const TargetReading &reading = m_target->reading();
    return reading.target ? m_directory.count(*reading.target) : 0;
}

/// Why nobody would get anything now, one sentence; empty: somebody would.
QString Composer::whyNobody() const
{
    const TargetReading &reading = m_target->reading();
    if (m_held)
        return tr("All sends are on hold.");
    if (!reading.target)
        return targetProblemText(reading);
    if (receivers() > 0)
        return {};
    return m_directory.count() == 0
               ? tr("Nobody is connected.")
               : tr("Nobody is there: no %1.").arg(visibleText(targetWords(*reading.target)));
}

/// Why nothing can be sent now, one sentence; empty: it can.
QString Composer::whyNot() const
{
    if (const QString why = whyNobody(); !why.isEmpty())
        return why;
    if (m_edit->document()->isEmpty())
        return tr("There is nothing to send yet.");
    return m_check.isDone() && m_check.verdict().error ? tr("The text is not valid JSON.")
                                                       : QString();
}

void Composer::updateButton()
{
    const int count = receivers();
    const QString why = whyNot();
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
    check();
    const PayloadVerdict &verdict = m_check.verdict();
    if (!m_check.isDone() || !verdict.error)
        return;
    if (const std::optional<JsonFix> fix = fixJson(verdict.payload, *verdict.error))
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
    if (!m_check.isDone()) {
        m_sendsWhenJudged = true;
        return;
    }
    if (const QString why = whyNot(); !why.isEmpty()) {
        const bool isText = whyNobody().isEmpty() && m_check.verdict().error;
        if (isText && !m_check.verdict().isBlank) {
            showProblem();
            m_problem->setText(tr("Not sent. %1").arg(m_problem->text()));
        } else {
            say(tr("Not sent. %1").arg(why));
        }
        return;
    }
    const Signal signal{m_check.verdict().payload, *m_target->reading().target};
    confirm(signal, [this, item = current()](const Signal &confirmed) {
        remember(item, confirmed);
        Q_EMIT sendRequested(confirmed);
    });
}

void Composer::sendSignal(const Signal &signal)
{
    confirm(signal, [this](const Signal &confirmed) { Q_EMIT sendRequested(confirmed); });
}

void Composer::confirm(const Signal &signal, const std::function<void(const Signal &)> &deliver)
{
    const QList<ClientId> receivers = m_directory.matching(signal.target);
    const bool large = receivers.size() >= ManyReceivers || signal.payload.size() > ManyBytes;
    if (!large || receivers.isEmpty() || m_dontAsk) {
        deliver(signal);
        return;
    }
    Signal frozen = signal;
    frozen.only = receivers;
    m_confirmation->ask({frozen, targetWords(signal.target), int(receivers.size())},
                        [this, frozen, deliver](const SendAnswer &answer) {
                            m_dontAsk = m_dontAsk || (answer.send && answer.dontAskAgain);
                            if (answer.send)
                                deliver(frozen);
                        });
}

void Composer::remember(ComposerText item, const Signal &signal)
{
    item.receivers =
        quint32(signal.only.isEmpty() ? m_directory.count(signal.target) : signal.only.size());
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
