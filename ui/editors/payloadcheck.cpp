#include "ui/editors/payloadcheck.h"

namespace Signalbox {

void PayloadCheck::check(PayloadKind kind, const QString &text)
{
    // of a long text the same copy comes again
    const bool isSame = kind == m_kind && text.size() == m_text.size()
                        && (text.constData() == m_text.constData() || text == m_text);
    if (isSame && m_isAsked) {
        if (m_isDone)
            Q_EMIT judged();
        return;
    }
    m_kind = kind;
    m_text = text;
    m_isAsked = true;
    if (text.size() <= ShortText) {
        m_work.drop();
        return take(judgePayload(kind, text));
    }
    m_isDone = false;
    m_work.run([kind, text] { return judgePayload(kind, text); },
               [this](const PayloadVerdict &verdict) { take(verdict); });
}

void PayloadCheck::take(const PayloadVerdict &verdict)
{
    m_verdict = verdict;
    m_isDone = true;
    Q_EMIT judged();
}

} // namespace Signalbox
