#include "ui/timers/signalpage.h"

#include "core/json/jsonformat.h"
#include "ui/editors/payloadedit.h"
#include "ui/editors/targetbox.h"
#include "ui/model/clientdirectory.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"
#include "ui/words/whytext.h"

#include <QButtonGroup>
#include <QLineEdit>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

SignalPage::SignalPage(const ClockSignal &signal, const ClientDirectory &directory, QWidget *parent)
    : QWidget(parent)
    , m_directory(directory)
    , m_target(new TargetBox(directory, this))
    , m_reach(new QLabel(this))
    , m_json(makeToolButton({}, tr("JSON"), tr("Check the text as JSON and send it compact"), this))
    , m_plain(makeToolButton({}, tr("Text"), tr("Send the text as it stands"), this))
    , m_edit(new PayloadEdit(this))
    , m_note(new QLabel(this))
{
    build();
    show(signal);
    connect(m_target, &TargetBox::targetChanged, this, &SignalPage::refresh);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &SignalPage::refresh);
    for (QToolButton *button : {m_json, m_plain})
        connect(button, &QToolButton::clicked, this, &SignalPage::refresh);
    connect(&m_check, &PayloadCheck::judged, this, &SignalPage::judge);
    connect(&m_directory, &ClientDirectory::changed, this, &SignalPage::showReach);
    refresh();
}

void SignalPage::build()
{
    auto *to = new QLabel(tr("T&o"), this);
    to->setBuddy(m_target);
    m_target->setObjectName(u"timerTarget"_s);
    m_target->setAccessibleName(tr("Whom to send to"));
    m_target->setToolTip(tr("all, a path such as /chat, group:blue, a client's name or id"));
    m_reach->setObjectName(u"timerReach"_s);
    m_reach->setTextFormat(Qt::PlainText);
    setTone(m_reach, "dim"_L1);
    auto *toLine = new QHBoxLayout;
    toLine->setSpacing(scaled(8));
    toLine->addWidget(to);
    toLine->addWidget(m_target, 1);
    toLine->addWidget(m_reach);

    auto *sends = new QLabel(tr("S&end"), this);
    sends->setBuddy(m_edit);
    auto *kinds = new QButtonGroup(this);
    auto *sendLine = new QHBoxLayout;
    sendLine->setSpacing(scaled(4));
    sendLine->addWidget(sends);
    sendLine->addStretch(1);
    for (QToolButton *button : {m_json, m_plain}) {
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        kinds->addButton(button);
        sendLine->addWidget(button);
    }
    m_json->setObjectName(u"timerJson"_s);
    m_plain->setObjectName(u"timerText"_s);
    m_edit->setObjectName(u"timerValue"_s);
    m_edit->setAccessibleName(tr("What it sends"));
    m_note->setObjectName(u"timerValueNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    layout->addLayout(toLine);
    layout->addLayout(sendLine);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_note);
}

void SignalPage::show(const ClockSignal &signal)
{
    m_target->setTarget(signal.signal().target);
    const bool isText = signal.value.startsWith('"');
    m_plain->setChecked(isText);
    m_json->setChecked(!isText);
    m_edit->replaceText(
        QString::fromUtf8(isText ? unescapeJsonString(signal.value).value_or(QByteArray())
                                 : prettyJson(signal.value)));
}

bool SignalPage::isJson() const
{
    return m_json->isChecked();
}

ClockSignal SignalPage::signal() const
{
    ClockSignal signal;
    signal.value = m_value;
    if (const auto &target = m_target->reading().target) {
        signal.path = target->path;
        signal.group = target->group;
        if (!target->clients.isEmpty())
            signal.clientId = target->clients.first().toString();
    }
    return signal;
}

QString SignalPage::problem() const
{
    return m_problem;
}

void SignalPage::refresh()
{
    m_edit->setJson(isJson());
    m_check.check(isJson() ? PayloadKind::Json : PayloadKind::Text, m_edit->payloadText());
    if (!m_check.isDone())
        say(tr("The text is being checked."));
}

void SignalPage::judge()
{
    const QString text = m_edit->payloadText();
    const PayloadVerdict &verdict = m_check.verdict();
    QString wrong;
    m_value.clear();
    if (text.isEmpty()) {
        wrong = tr("There is nothing to send.");
    } else if (verdict.error) {
        wrong = jsonProblemText(*verdict.error);
    } else {
        m_value = isJson() ? compactJson(text.toUtf8()) : escapeJsonString(verdict.payload);
        if (m_value == "null" || m_value == "\"\"")
            wrong = tr("null and an empty text are not sent.");
    }
    const bool isMarked = verdict.error && !text.isEmpty();
    m_edit->setErrorAt(isMarked ? std::optional(verdict.errorAt) : std::nullopt);
    say(wrong);
}

/// `wrong`: with the text; empty: nothing.
void SignalPage::say(const QString &wrong)
{
    setTone(m_edit, wrong.isEmpty() ? QLatin1StringView() : "bad"_L1);
    setTone(m_note, wrong.isEmpty() ? "dim"_L1 : "bad"_L1);
    m_note->setText(wrong.isEmpty() ? exactBytes(quint64(m_check.verdict().payload.size()))
                                    : wrong);
    const TargetReading &reading = m_target->reading();
    m_problem = wrong;
    if (!reading.target)
        m_problem = targetProblemText(reading);
    else if (reading.target->clients.size() > 1)
        m_problem = tr("It can be for one client, a path, a group or everyone.");
    setTone(m_target,
            reading.target && reading.target->clients.size() < 2 ? QLatin1StringView() : "bad"_L1);
    showReach();
    Q_EMIT changed();
}

void SignalPage::showReach()
{
    const auto &target = m_target->reading().target;
    //: whom a timer would reach: "12 clients now"
    m_reach->setText(target ? tr("%1 now").arg(clientCountText(quint64(m_directory.count(*target))))
                            : QString());
}

} // namespace Signalbox
