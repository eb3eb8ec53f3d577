#include "core/routes/rule.h"

#include "core/json/jsonformat.h"

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

struct Subject
{
    QByteArray bytes; ///< a text, or JSON
    bool isText = true;
};

bool isEqual(const Subject &subject, const QByteArray &json)
{
    if (json.startsWith('"'))
        return subject.isText && unescapeJsonString(json) == subject.bytes;
    if (subject.isText)
        return false;
    if (subject.bytes == json)
        return true;
    bool isNumber = false; // 1 and 1.0 are one number
    const double wanted = json.toDouble(&isNumber);
    const double given = isNumber ? subject.bytes.toDouble(&isNumber) : 0;
    return isNumber && wanted == given;
}

} // namespace

Rule::Rule(const RuleConfig &config)
    : m_condition(config.condition)
    , m_kind(config.action.kind)
    , m_code(config.action.code)
    , m_path(templateOf(config.action.path))
    , m_group(templateOf(config.action.group))
    , m_clientId(templateOf(config.action.clientId))
    , m_reason(templateOf(config.action.reason))
{
    if (!m_condition.jsonPath.isEmpty())
        m_part = JsonPath::parse(m_condition.jsonPath);
    if (!m_condition.matches.isEmpty())
        m_pattern = BoundedRegex(m_condition.matches);
    if (auto value = MessageTemplate::parse(config.action.value))
        m_value = *value;
}

MessageTemplate Rule::templateOf(const QString &text)
{
    const auto parsed = MessageTemplate::ofText(text);
    return parsed ? *parsed : MessageTemplate();
}

QString Rule::textOf(const MessageTemplate &text, const TemplateValues &values)
{
    return QString::fromUtf8(text.fill(values).payload);
}

bool Rule::readsMessage() const
{
    return m_condition != RuleCondition() || m_value.readsMessage() || m_path.readsMessage()
           || m_group.readsMessage() || m_clientId.readsMessage() || m_reason.readsMessage();
}

Rule::Fit Rule::fits(const ClientMessage &message, std::chrono::nanoseconds atMost) const
{
    Subject subject{message.payload, message.type == PayloadType::Text};
    if (!m_condition.jsonPath.isEmpty()) {
        if (!m_part)
            return Fit::No;
        const QByteArray json = subject.isText ? escapeJsonString(subject.bytes) : subject.bytes;
        const auto found = m_part->find(json);
        if (!found)
            return Fit::No;
        subject.isText = found->startsWith('"');
        subject.bytes = subject.isText ? unescapeJsonString(*found).value_or(QByteArray())
                                       : found->toByteArray();
    }
    if (m_condition.equals && !isEqual(subject, *m_condition.equals))
        return Fit::No;
    if (m_condition.contains
        && !QString::fromUtf8(subject.bytes).contains(*m_condition.contains, Qt::CaseInsensitive))
        return Fit::No;
    if (m_condition.matches.isEmpty())
        return Fit::Yes;
    switch (m_pattern.match(subject.bytes, atMost)) {
    case BoundedRegex::Fit::Yes:
        return Fit::Yes;
    case BoundedRegex::Fit::No:
        return Fit::No;
    case BoundedRegex::Fit::Unknown:
        break;
    }
    return Fit::OutOfTime;
}

ScriptEffect Rule::effect(const TemplateValues &values) const
{
    ScriptEffect effect;
    switch (m_kind) {
    case RuleAction::Kind::Pass:
        effect.kind = ScriptEffect::Kind::Pass;
        break;
    case RuleAction::Kind::Reply:
    case RuleAction::Kind::SendTo: {
        const bool isReply = m_kind == RuleAction::Kind::Reply;
        const auto [payload, type] = m_value.fill(values);
        effect.kind = isReply ? ScriptEffect::Kind::Reply : ScriptEffect::Kind::Send;
        effect.payload = payload;
        effect.type = type;
        if (!isReply) { // nothing is inherited: what is written counts
            effect.mode = ScriptEffect::Mode::Broadcast;
            effect.path = textOf(m_path, values);
            effect.group = textOf(m_group, values);
            effect.clientId = textOf(m_clientId, values);
        }
        break;
    }
    case RuleAction::Kind::Drop:
        effect.kind = ScriptEffect::Kind::Drop;
        effect.text = textOf(m_reason, values);
        break;
    case RuleAction::Kind::Close:
        effect.kind = ScriptEffect::Kind::Close;
        effect.code = m_code;
        effect.text = textOf(m_reason, values);
        effect.clientId = values.client.id.toString();
        break;
    }
    return effect;
}

} // namespace Signalbox
