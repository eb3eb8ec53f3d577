#pragma once

#include "ui/editors/payload.h"
#include "ui/widgets/newestwork.h"

#include <QObject>

namespace Signalbox {

/// Judges a text that changes: a short one at once, a long one on a thread of its own, so that the
/// window does not wait. The window's thread.
class PayloadCheck final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PayloadCheck)
public:
    static constexpr qsizetype ShortText = 32 * 1024; ///< UTF-16 units

    using QObject::QObject;

    /// judged() is emitted before it returns if the text is short, else later and only if nothing
    /// else has been asked meanwhile. What was judged already is not judged again.
    void check(PayloadKind kind, const QString &text);
    bool isDone() const { return m_isDone; }
    const PayloadVerdict &verdict() const { return m_verdict; } ///< the last there was

Q_SIGNALS:
    void judged();

private:
    void take(const PayloadVerdict &verdict);

    PayloadKind m_kind = PayloadKind::Json;
    QString m_text;
    PayloadVerdict m_verdict;
    bool m_isDone = false;
    bool m_isAsked = false; ///< ever
    NewestWork m_work;
};

} // namespace Signalbox
