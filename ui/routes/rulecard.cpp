#include "ui/routes/rulecard.h"

#include "core/json/jsonformat.h"
#include "core/json/jsonscanner.h"
#include "core/values/boundedregex.h"
#include "core/values/closecode.h"
#include "ui/routes/ruleform.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

enum Whom { Everyone, OnPath, InGroup, OneClient };

/// What was typed as a JSON value: itself if it is one, else a text.
QByteArray valueOf(const QString &typed)
{
    const QByteArray utf8 = typed.toUtf8();
    return validateJson(utf8) ? escapeJsonString(utf8) : compactJson(utf8);
}

/// The shortest that valueOf() makes `json` of.
QString typedFor(const QByteArray &json)
{
    if (json.startsWith('"')) {
        const QString text = QString::fromUtf8(unescapeJsonString(json).value_or(QByteArray()));
        if (validateJson(text.toUtf8()))
            return text;
    }
    return QString::fromUtf8(json);
}

bool mayClose(int code)
{
    return code == CloseCode::Normal || code == CloseCode::GoingAway || code == CloseCode::Policy
           || (code >= CloseCode::InternalError && code <= CloseCode::TryLater)
           || (code >= 3000 && code <= 4999);
}

} // namespace

RuleCard::RuleCard(QWidget *parent)
    : QFrame(parent)
    , m_number(new QLabel(this))
    , m_up(makeToolButton(u"chevron-up"_s, {}, tr("Try this rule earlier"), this))
    , m_down(makeToolButton(u"chevron-down"_s, {}, tr("Try this rule later"), this))
    , m_remove(makeToolButton(u"trash"_s, {}, tr("Remove this rule"), this))
    , m_test(new QComboBox(this))
    , m_wanted(field("ruleWanted", tr("What it is compared with")))
    , m_partLabel(nullptr)
    , m_part(field("rulePart", tr("Part of the message")))
    , m_more(new QLabel(this))
    , m_action(new QComboBox(this))
    , m_whom(new QComboBox(this))
    , m_target(field("ruleTarget", tr("Path, group or client")))
    , m_valueLabel(nullptr)
    , m_value(field("ruleValue", tr("What is sent, or why")))
    , m_placeholders(makeToolButton(u"braces"_s, {}, tr("Insert a placeholder"), this))
    , m_code(new QSpinBox(this))
    , m_problem(new QLabel(this))
{
    setProperty("look", u"card"_s);
    m_test->addItems({tr("Every message"), tr("If it contains"), tr("If it is exactly"),
                      tr("If it fits the pattern"), tr("If it has the part")});
    m_action->addItems(
        {tr("pass it on"), tr("reply"), tr("send to"), tr("drop it"), tr("close the client")});
    m_whom->addItems({tr("everyone"), tr("path"), tr("group"), tr("client")});
    m_test->setObjectName(u"ruleTest"_s);
    m_action->setObjectName(u"ruleAction"_s);
    m_whom->setObjectName(u"ruleWhom"_s);
    m_code->setObjectName(u"ruleCode"_s);
    m_test->setAccessibleName(tr("Condition"));
    m_action->setAccessibleName(tr("What to do"));
    m_whom->setAccessibleName(tr("Whom to send to"));
    m_code->setAccessibleName(tr("Close code"));
    m_code->setRange(1000, 4999);
    m_code->setToolTip(tr("1000, 1001, 1008, 1011 to 1013, or 3000 to 4999"));
    m_part->setPlaceholderText(tr("the whole message, or a part: user.name"));
    m_problem->setObjectName(u"ruleProblem"_s);
    for (QLabel *label : {m_number, m_more, m_problem})
        label->setTextFormat(Qt::PlainText);
    m_more->setWordWrap(true);
    m_problem->setWordWrap(true);
    setTone(m_number, "dim"_L1);
    setTone(m_more, "dim"_L1);
    setTone(m_problem, "bad"_L1);
    build();
    fillPlaceholders();
    for (QComboBox *box : {m_test, m_action, m_whom})
        connect(box, &QComboBox::currentIndexChanged, this, &RuleCard::edited);
    connect(m_code, &QSpinBox::valueChanged, this, &RuleCard::edited);
    connect(m_up, &QToolButton::clicked, this, [this] { Q_EMIT moveRequested(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { Q_EMIT moveRequested(1); });
    connect(m_remove, &QToolButton::clicked, this, &RuleCard::removeRequested);
    showFields();
}

QLineEdit *RuleCard::field(const char *name, const QString &accessibleName)
{
    auto *edit = new QLineEdit(this);
    edit->setObjectName(QString::fromLatin1(name));
    edit->setAccessibleName(accessibleName);
    connect(edit, &QLineEdit::textChanged, this, &RuleCard::edited);
    return edit;
}

QHBoxLayout *RuleCard::addRow(const QString &text, QLabel **labelOut)
{
    auto *label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    label->setFixedWidth(scaled(40));
    setTone(label, "dim"_L1);
    if (labelOut != nullptr)
        *labelOut = label;
    auto *row = new QHBoxLayout;
    row->setSpacing(scaled(6));
    row->addWidget(label);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    return row;
}

void RuleCard::build()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(10), scaled(8), scaled(8), scaled(10));
    column->setSpacing(scaled(6));
    auto *head = new QHBoxLayout;
    head->setSpacing(scaled(6));
    m_number->setFixedWidth(scaled(40));
    head->addWidget(m_number);
    head->addWidget(m_test);
    head->addWidget(m_wanted, 1);
    head->addStretch(0);
    for (QToolButton *button : {m_up, m_down, m_remove})
        head->addWidget(button);
    column->addLayout(head);
    QHBoxLayout *part = addRow(tr("in"), &m_partLabel);
    part->addWidget(m_part, 1);
    column->addWidget(m_more);
    QHBoxLayout *then = addRow(tr("then"));
    then->addWidget(m_action);
    then->addWidget(m_whom);
    then->addWidget(m_target, 1);
    then->addWidget(m_code);
    then->addStretch(0);
    QHBoxLayout *value = addRow({}, &m_valueLabel);
    value->addWidget(m_value, 1);
    value->addWidget(m_placeholders);
    column->addWidget(m_problem);
}

/// The menu puts placeholders where the cursor is in the value.
void RuleCard::fillPlaceholders()
{
    auto *menu = new QMenu(m_placeholders);
    for (const TemplateWord &word : templateWords())
        menu->addAction(word.placeholder % u"\t"_s % word.text, this, [this, word] {
            m_value->insert(word.placeholder);
            m_value->setFocus();
        });
    m_placeholders->setMenu(menu);
    m_placeholders->setPopupMode(QToolButton::InstantPopup);
}

void RuleCard::setPlace(int number, bool isFirst, bool isLast, bool isOnly)
{
    m_number->setText(QString::number(number) % u'.');
    m_number->setVisible(!isOnly);
    setAccessibleName(tr("Rule %1").arg(number));
    m_up->setVisible(!isOnly);
    m_down->setVisible(!isOnly);
    m_remove->setVisible(!isOnly);
    m_up->setEnabled(!isFirst);
    m_down->setEnabled(!isLast);
}

void RuleCard::setRule(const RuleConfig &rule)
{
    m_isSetting = true;
    m_rule = rule;
    const RuleCondition &condition = rule.condition;
    const Test test = condition.contains              ? Contains
                      : condition.equals              ? Equals
                      : !condition.matches.isEmpty()  ? Matches
                      : !condition.jsonPath.isEmpty() ? IsThere
                                                      : Always;
    m_test->setCurrentIndex(test);
    m_part->setText(condition.jsonPath);
    m_wanted->setText(test == Contains  ? *condition.contains
                      : test == Equals  ? typedFor(*condition.equals)
                      : test == Matches ? condition.matches
                                        : QString());
    const RuleAction &action = rule.action;
    m_action->setCurrentIndex(int(action.kind));
    const Whom whom = !action.clientId.isEmpty() ? OneClient
                      : !action.group.isEmpty()  ? InGroup
                      : !action.path.isEmpty()   ? OnPath
                                                 : Everyone;
    m_whom->setCurrentIndex(whom);
    m_target->setText(whom == OneClient ? action.clientId
                      : whom == InGroup ? action.group
                                        : action.path);
    const bool sends =
        action.kind == RuleAction::Kind::Reply || action.kind == RuleAction::Kind::SendTo;
    m_value->setText(sends ? typedFor(action.value) : action.reason);
    m_code->setValue(action.code);
    m_isSetting = false;
    showFields();
}

RuleCondition RuleCard::condition() const
{
    const auto test = Test(m_test->currentIndex());
    RuleCondition condition;
    if (test == Always)
        return condition;
    // the tests that are not shown stay, as long as there is a condition at all
    const RuleCondition &before = m_rule.condition;
    if (before.contains && before.equals)
        condition.equals = before.equals;
    if ((before.contains || before.equals) && !before.matches.isEmpty())
        condition.matches = before.matches;
    condition.jsonPath = m_part->text().trimmed();
    if (test == Contains)
        condition.contains = m_wanted->text();
    else if (test == Equals)
        condition.equals = before.equals && typedFor(*before.equals) == m_wanted->text()
                               ? *before.equals
                               : valueOf(m_wanted->text());
    else if (test == Matches)
        condition.matches = m_wanted->text();
    return condition;
}

RuleAction RuleCard::action() const
{
    RuleAction action;
    action.kind = RuleAction::Kind(m_action->currentIndex());
    switch (action.kind) {
    case RuleAction::Kind::Pass:
        break;
    case RuleAction::Kind::Reply:
    case RuleAction::Kind::SendTo:
        // digits and order of a value stay as they were written while nobody changes it
        action.value = typedFor(m_rule.action.value) == m_value->text() ? m_rule.action.value
                                                                        : valueOf(m_value->text());
        break;
    case RuleAction::Kind::Close:
        action.code = quint16(m_code->value());
        [[fallthrough]];
    case RuleAction::Kind::Drop:
        action.reason = m_value->text();
        break;
    }
    if (action.kind == RuleAction::Kind::SendTo) {
        const auto whom = Whom(m_whom->currentIndex());
        action.path = whom == OnPath ? m_target->text() : QString();
        action.group = whom == InGroup ? m_target->text() : QString();
        action.clientId = whom == OneClient ? m_target->text() : QString();
        if (whom == InGroup) // a group may be meant within a path; the file says so
            action.path = m_rule.action.group.isEmpty() ? QString() : m_rule.action.path;
    }
    return action;
}

RuleConfig RuleCard::rule() const
{
    return {condition(), action()};
}

QString RuleCard::problem() const
{
    const auto test = Test(m_test->currentIndex());
    const auto kind = RuleAction::Kind(m_action->currentIndex());
    const bool sends = kind == RuleAction::Kind::Reply || kind == RuleAction::Kind::SendTo;
    if ((test == Contains || test == Matches) && m_wanted->text().isEmpty())
        return tr("Say what the message is compared with.");
    if (test == IsThere && m_part->text().trimmed().isEmpty())
        return tr("Say which part, such as user.name.");
    if (test == Matches)
        if (const BoundedRegex pattern(m_wanted->text()); !pattern.isValid())
            return tr("This is no pattern: %1, at character %2.")
                .arg(pattern.errorString())
                .arg(pattern.errorOffset() + 1);
    if (sends && (m_value->text().isEmpty() || m_value->text() == "null"_L1))
        return tr("Say what is sent; {{message}} is what came.");
    if (kind == RuleAction::Kind::SendTo && m_whom->currentIndex() != Everyone
        && m_target->text().trimmed().isEmpty())
        return tr("Say to which path, group or client.");
    if (kind == RuleAction::Kind::Close && !mayClose(m_code->value()))
        return tr("%1 may not be sent: use 1000, 1001, 1008, 1011 to 1013, or 3000 to 4999.")
            .arg(m_code->value());
    return {};
}

void RuleCard::edited()
{
    if (m_isSetting)
        return;
    showFields();
    Q_EMIT changed();
}

void RuleCard::showFields()
{
    const auto test = Test(m_test->currentIndex());
    const auto kind = RuleAction::Kind(m_action->currentIndex());
    const bool sends = kind == RuleAction::Kind::Reply || kind == RuleAction::Kind::SendTo;
    const bool closes = kind == RuleAction::Kind::Close;
    m_wanted->setVisible(test == Contains || test == Equals || test == Matches);
    m_wanted->setPlaceholderText(test == Contains  ? tr("a text, whatever its case")
                                 : test == Matches ? u"^\\[date\\]$"_s
                                                   : tr("a text, or a JSON value"));
    m_part->setVisible(test != Always);
    m_partLabel->setVisible(test != Always);
    QStringList more;
    const RuleCondition kept = test == Always ? RuleCondition() : condition();
    if (kept.equals && test != Equals)
        more.append(tr("is %1").arg(visibleUtf8(*kept.equals)));
    if (!kept.matches.isEmpty() && test != Matches)
        more.append(tr("fits %1").arg(visibleText(kept.matches)));
    //: conditions that were written into the configuration file
    m_more->setText(tr("and only if it also %1").arg(more.join(tr(" and "))));
    m_more->setVisible(!more.isEmpty());

    m_whom->setVisible(kind == RuleAction::Kind::SendTo);
    m_target->setVisible(kind == RuleAction::Kind::SendTo && m_whom->currentIndex() != Everyone);
    const int whom = m_whom->currentIndex();
    m_target->setPlaceholderText(whom == OnPath    ? u"/chat"_s
                                 : whom == InGroup ? tr("the group's name")
                                                   : u"{{client.id}}"_s);
    m_code->setVisible(closes);
    m_value->setVisible(kind != RuleAction::Kind::Pass);
    m_valueLabel->setVisible(m_value->isVisibleTo(this));
    m_placeholders->setVisible(m_value->isVisibleTo(this));
    m_valueLabel->setText(sends ? tr("value") : tr("why"));
    m_value->setPlaceholderText(sends ? tr("{{message}}, a text, or JSON with placeholders")
                                      : tr("for the log"));
    if (closes)
        m_value->setPlaceholderText(tr("what the client is told"));
    const QString words = problem();
    m_problem->setText(words);
    m_problem->setVisible(!words.isEmpty());
}

} // namespace Signalbox
