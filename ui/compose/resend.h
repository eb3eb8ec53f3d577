#pragma once

#include "core/server/sidethread.h"
#include "core/values/logentry.h"
#include "core/values/signal.h"

#include <functional>
#include <optional>

namespace Signalbox {

/// The signal that a row of the log was, or that came of it if it was a message from a client: the
/// same bytes to the same rule (everyone, a path, a group, a client), not to the same clients.
/// nullopt: there was no signal, the payload was cut, or the receivers are not known any more.
std::optional<Signal> signalOf(const LogEntry &entry);
/// Why there is none, one sentence; empty: there is one. Both are pure; any thread.
QString noSignalText(const LogEntry &entry);

/// Asks the two of rows in the order in which they come: of a long message beside the window, which
/// does not wait for it. The window's thread.
class RowReader final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RowReader)
public:
    static constexpr qsizetype AtOnce = 128 * 1024; ///< bytes

    /// What there is of a row: signalOf(), and noSignalText().
    using Then = std::function<void(const std::optional<Signal> &signal, const QString &whyNot)>;

    using QObject::QObject;

    /// `then` is called before it returns if the message is short and nothing else waits.
    void read(const LogEntry &entry, const Then &then);

private:
    int m_waiting = 0;
    SideThread m_side{this};
};

} // namespace Signalbox
