#pragma once

#include "core/values/logentry.h"

#include <QScrollArea>

class QFormLayout;

namespace Signalbox {

/// Everything that is known of a log row besides its payload: what became of it, who, when, how
/// much. Plain text that can be copied; the row that caused it can be gone to. The window's thread.
class EntryInfo final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EntryInfo)
public:
    explicit EntryInfo(QWidget *parent = nullptr);

    void setEntry(const LogEntry &entry);
    QString text() const; ///< one line per fact, for copying

Q_SIGNALS:
    void causeRequested(quint64 sequence);

private:
    void addFact(const QString &name, const QString &value, bool isPayloadFont = false);
    void addCause(quint64 sequence);

    QFormLayout *m_facts = nullptr;
    QStringList m_lines;
};

} // namespace Signalbox
