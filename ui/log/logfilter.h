#pragma once

#include "core/values/logentry.h"
#include "ui/log/textmatcher.h"

#include <QList>
#include <QString>

#include <functional>
#include <memory>

namespace Signalbox {

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

/// Which rows the log shows: a scope and a text in the filter language, both of which must let a
/// row through. A cheap value; the window's thread.
///
/// The language: words, "quoted text" and /regular expressions/ search the payload (rows without
/// one are searched in what they say); a word ignores case unless it has a capital letter.
/// `field:value` with the fields of fields(); `:` means holds, or matches where the value has * or
/// ?; also = != < <= > >= and ~ for regular expressions. Side by side means and; `or`, `not`,
/// `-term` and parentheses as one would think.
class LogFilter
{
public:
    using Matcher = std::function<bool(const LogEntry &)>;
    struct Parsed;

    LogFilter() = default;

    /// Never fails half: either a filter, or a sentence that says what is wrong with `text`.
    static Parsed parse(const QString &text);
    static QStringList fields();

    bool matches(const LogEntry &entry) const;
    bool isEverything() const { return !m_text && m_scope.isEverything(); }

    const LogScope &scope() const { return m_scope; }
    void setScope(const LogScope &scope) { m_scope = scope; }

    /// The words that were searched for in payloads, for marking them; without those that must not
    /// be there.
    const QList<TextMatcher> &words() const { return m_words; }

private:
    std::shared_ptr<const Matcher> m_text; ///< null: everything
    QList<TextMatcher> m_words;
    LogScope m_scope;
};

struct LogFilter::Parsed
{
    LogFilter filter; ///< everything when there was a problem
    QString problem; ///< a translated sentence; empty: none
};

} // namespace Signalbox
