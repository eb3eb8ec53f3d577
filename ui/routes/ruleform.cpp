#include "ui/routes/ruleform.h"

#include "ui/routes/rulecard.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tone.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

QList<TemplateWord> templateWords()
{
    return {
        {u"{{message}}"_s, RuleForm::tr("what the client sent")},
        {u"{{client.name}}"_s, RuleForm::tr("the sender's name")},
        {u"{{client.id}}"_s, RuleForm::tr("the sender's id")},
        {u"{{client.group}}"_s, RuleForm::tr("the sender's group")},
        {u"{{client.address}}"_s, RuleForm::tr("the sender's address")},
        {u"{{path}}"_s, RuleForm::tr("the path it came on")},
        {u"{{now}}"_s, RuleForm::tr("date and time, ISO 8601")},
        {u"{{uuid}}"_s, RuleForm::tr("a new id each time")},
        {u"{{counter}}"_s, RuleForm::tr("1, 2, 3 …")},
    };
}

RuleForm::RuleForm(QWidget *parent)
    : QWidget(parent)
    , m_scroll(new QScrollArea(this))
{
    setObjectName(u"ruleForm"_s);
    auto *inside = new QWidget;
    m_column = new QVBoxLayout(inside);
    m_column->setContentsMargins(0, 0, scaled(4), 0);
    m_column->setSpacing(scaled(8));
    auto *add = new QPushButton(tr("Add rule"), inside);
    add->setObjectName(u"addRule"_s);
    add->setIcon(lineIcon(u"plus"_s));
    add->setProperty("small", true);
    auto *explanation = new QLabel(
        tr("The first rule that fits acts. If none does, the message is passed on."), inside);
    explanation->setTextFormat(Qt::PlainText);
    explanation->setWordWrap(true);
    setTone(explanation, "dim"_L1);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(scaled(8));
    foot->addWidget(add);
    foot->addWidget(explanation, 1);
    m_column->addLayout(foot);
    m_column->addStretch();
    m_scroll->setWidget(inside);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);
    connect(add, &QPushButton::clicked, this, [this] {
        RuleCard *card = addCard({});
        renumber();
        Q_EMIT rulesChanged();
        m_scroll->ensureWidgetVisible(card);
    });
    setRules({});
}

void RuleForm::setRules(const QList<RuleConfig> &rules)
{
    const QList<RuleConfig> shown = rules.isEmpty() ? QList{RuleConfig()} : rules;
    if (shown == this->rules())
        return; // the keyboard stays where it is
    for (RuleCard *card : std::as_const(m_cards)) {
        card->hide();
        card->deleteLater();
    }
    m_cards.clear();
    for (const RuleConfig &rule : shown)
        addCard(rule);
    renumber();
}

QList<RuleConfig> RuleForm::rules() const
{
    QList<RuleConfig> rules;
    for (const RuleCard *card : m_cards)
        rules.append(card->rule());
    return rules;
}

QString RuleForm::problem() const
{
    for (const RuleCard *card : m_cards)
        if (const QString problem = card->problem(); !problem.isEmpty())
            return problem;
    return {};
}

RuleCard *RuleForm::addCard(const RuleConfig &rule)
{
    auto *card = new RuleCard(m_scroll->widget());
    card->setRule(rule);
    m_column->insertWidget(int(m_cards.size()), card);
    m_cards.append(card);
    connect(card, &RuleCard::changed, this, &RuleForm::rulesChanged);
    connect(card, &RuleCard::removeRequested, this, [this, card] { remove(card); });
    connect(card, &RuleCard::moveRequested, this, [this, card](int by) { move(card, by); });
    card->show();
    return card;
}

void RuleForm::remove(RuleCard *card)
{
    m_cards.removeOne(card);
    card->hide();
    card->deleteLater();
    renumber();
    Q_EMIT rulesChanged();
}

void RuleForm::move(RuleCard *card, int by)
{
    const qsizetype from = m_cards.indexOf(card);
    const qsizetype to = std::clamp<qsizetype>(from + by, 0, m_cards.size() - 1);
    if (from == to)
        return;
    m_cards.move(from, to);
    m_column->removeWidget(card);
    m_column->insertWidget(int(to), card);
    renumber();
    Q_EMIT rulesChanged();
}

void RuleForm::renumber()
{
    const auto count = int(m_cards.size());
    QWidget *before = nullptr;
    for (int i = 0; i < count; ++i) {
        m_cards.at(i)->setPlace(i + 1, i == 0, i == count - 1, count == 1);
        if (before != nullptr)
            QWidget::setTabOrder(before, m_cards.at(i));
        before = m_cards.at(i);
    }
}

} // namespace Signalbox
