#pragma once

#include "core/values/logentry.h"
#include "ui/widgets/factlist.h"

namespace Signalbox {

/// Everything that is known of a log row besides its payload: what became of it, who, when, how
/// much. Plain text that can be copied; the row that caused it can be gone to. The window's thread.
class EntryInfo final : public FactList
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EntryInfo)
public:
    explicit EntryInfo(QWidget *parent = nullptr);

    void setEntry(const LogEntry &entry);

Q_SIGNALS:
    void causeRequested(quint64 sequence);
    void limitRequested(const QString &endpoint, const QString &key); ///< to be changed
    void originRequested(const QString &endpoint, const QString &origin); ///< to be let in

private:
    quint64 m_cause = 0; ///< of the entry; 0: none
    QString m_endpoint;
    QString m_limit; ///< that it reached; empty: none
    QString m_origin; ///< that it was refused for; empty: none
};

} // namespace Signalbox
