#include "ui/compose/payloadcheck.h"

#include <utility>

namespace Signalbox {

PayloadCheck::PayloadCheck(QObject *parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

PayloadCheck::~PayloadCheck()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void PayloadCheck::check(PayloadKind kind, const QString &text)
{
    // of a long text the same copy comes again
    const bool isSame = kind == m_kind && text.size() == m_text.size()
                        && (text.constData() == m_text.constData() || text == m_text);
    if (isSame && m_request != 0) {
        if (m_isDone)
            Q_EMIT judged();
        return;
    }
    m_kind = kind;
    m_text = text;
    const quint64 request = ++m_request;
    m_pool.clear();
    if (text.size() <= ShortText)
        return take(judgePayload(kind, text));
    m_isDone = false;
    m_pool.start([this, request, kind, text] {
        PayloadVerdict verdict = judgePayload(kind, text);
        QMetaObject::invokeMethod(this, [this, request, verdict = std::move(verdict)]() mutable {
            if (request == m_request)
                take(std::move(verdict));
        });
    });
}

void PayloadCheck::take(PayloadVerdict verdict)
{
    m_verdict = std::move(verdict);
    m_isDone = true;
    Q_EMIT judged();
}

} // namespace Signalbox
