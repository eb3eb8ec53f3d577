#pragma once

#include "core/filter/filterproblem.h"
#include "core/filter/sqlcondition.h"
#include "core/filter/textmatcher.h"
#include "core/values/logentry.h"

#include <QList>
#include <QString>

#include <functional>
#include <memory>

namespace Signalbox {

class PatternPatience;

/// What the buttons and the path box above the log let through.
struct LogScope
{
    bool in = true;
    bool out = true;
    bool events = true; ///< everything that is no message
    QString path; ///< only this one, in any case; empty: all

    bool isEverything() const { return in && out && events && path.isEmpty(); }
    bool operator==(const LogScope &) const = default;
};

/// What rows without a payload say, for searches in it. Both are called in any thread.
struct EntryWording
{
    std::function<QString(const LogEntry &entry)> why; ///< the sentence of the row
    std::function<QString(LogKind kind)> kind;
};

/// The wording of who speaks no language: the names of the rules, and the filter's own words.
EntryWording plainWording();

/// Which rows the log shows: a scope and a text in the filter language, both of which must let a
/// row through. A cheap value; any thread.
///
/// The language: words, "quoted text" and /regular expressions/ search the payload (rows without
/// one are searched in what they say); a word ignores case unless it has a capital letter.
/// `field:value` with the fields of fields(); `:` means holds, or matches where the value has * or
/// ?; also = != < <= > >= and ~ for regular expressions. `json.user.id=42` asks for a value within
/// the JSON of a payload (JsonField). Side by side means and; `or`, `not`,
/// `-term` and parentheses as one would think.
class LogFilter
{
public:
    struct Term ///< what one part of the text says
    {
        std::function<bool(const LogEntry &)> matches; ///< null: everything does
        SqlCondition sql{};
    };
    struct Parsed;

    LogFilter() = default;

    /// Never fails half: either a filter, or what is wrong with `text`.
    static Parsed parse(const QString &text, const EntryWording &wording = plainWording());
    static QStringList fields();

    bool matches(const LogEntry &entry) const;
    bool isEverything() const { return !m_text && m_scope.isEverything(); }
    /// The same, as far as SQL can say it.
    SqlCondition sql() const;

    const LogScope &scope() const { return m_scope; }
    void setScope(const LogScope &scope) { m_scope = scope; }

    /// The words that were searched for in payloads, for marking them; without those that must not
    /// be there.
    const QList<TextMatcher> &words() const { return m_words; }

    /// How often a regular expression took too long for a row, which then did not match: since this
    /// filter was parsed, over all its copies.
    quint64 givenUp() const;

private:
    std::shared_ptr<const Term> m_text; ///< null: everything
    std::shared_ptr<const PatternPatience> m_patience; ///< null: no regular expressions
    QList<TextMatcher> m_words;
    LogScope m_scope;
};

struct LogFilter::Parsed
{
    LogFilter filter; ///< everything when there was a problem
    FilterProblem problem;
};

} // namespace Signalbox
