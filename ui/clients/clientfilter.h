#pragma once

#include "ui/clients/clientrow.h"

#include <QStringList>

#include <functional>
#include <memory>

namespace Signalbox {

/// Which clients the list shows: a text in the window's filter language. Words are looked for in
/// name, id, address, path and user agent, in any case. `field:value` with the fields of fields();
/// numbers take < <= > >= = and units (ms s m h d, b kb mb kib mib). Side by side means and; `or`,
/// `not`, `-term` and parentheses as one would think. A cheap value; the window's thread.
class ClientFilter
{
public:
    using Matcher = std::function<bool(const ClientRow &, WallTime now)>;
    struct Parsed;

    /// Either a filter, or a sentence that says what is wrong with `text`.
    static Parsed parse(const QString &text);
    static QStringList fields();

    bool matches(const ClientRow &row, WallTime now) const
    {
        return !m_matcher || (*m_matcher)(row, now);
    }
    bool isEverything() const { return !m_matcher; }
    /// What it lets through can change without the client changing: its age.
    bool dependsOnTime() const { return m_dependsOnTime; }
    /// It lets a client through either always or never: nothing it looks at changes.
    bool isFixed() const { return m_isFixed; }

private:
    std::shared_ptr<const Matcher> m_matcher; ///< null: everything
    bool m_dependsOnTime = false;
    bool m_isFixed = true;
};

struct ClientFilter::Parsed
{
    ClientFilter filter; ///< everything when there was a problem
    QString problem; ///< a translated sentence; empty: none
};

} // namespace Signalbox
