#pragma once

#include "core/config/messagetemplate.h"
#include "core/config/routeconfig.h"
#include "core/routes/scriptvalues.h"
#include "core/values/boundedregex.h"

namespace Signalbox {

/// One no-code rule, ready to be used. A value type; any thread.
class Rule
{
public:
    /// The configuration has been checked: what is wrong in it never fits, or fills in nothing.
    explicit Rule(const RuleConfig &config);

    enum class Fit : quint8 { No, Yes, OutOfTime };
    /// Whether its condition holds for a message. Its pattern is given so much time.
    Fit fits(const ClientMessage &message, std::chrono::nanoseconds atMost) const;
    /// Whether what is in a message matters: then a long one takes long.
    bool readsMessage() const;
    /// What it asks for, in the words of scripts.
    ScriptEffect effect(const TemplateValues &values) const;

private:
    static MessageTemplate templateOf(const QString &text);
    static QString textOf(const MessageTemplate &text, const TemplateValues &values);

    RuleCondition m_condition;
    std::optional<JsonPath> m_part;
    BoundedRegex m_pattern;
    RuleAction::Kind m_kind;
    quint16 m_code;
    MessageTemplate m_value;
    MessageTemplate m_path;
    MessageTemplate m_group;
    MessageTemplate m_clientId;
    MessageTemplate m_reason;
};

} // namespace Signalbox
