#include "ui/status/ratemeter.h"

namespace Signalbox {

Rates RateMeter::add(const Totals &totals, Time now)
{
    if (!m_samples.empty()) {
        const Sample &last = m_samples.back();
        if (totals.messagesIn < last.totals.messagesIn
            || totals.messagesOut < last.totals.messagesOut || now <= last.at)
            m_samples.clear();
    }
    m_samples.push_back({now, totals});
    while (m_samples.size() > 2 && now - m_samples[1].at >= Window)
        m_samples.pop_front();
    if (m_samples.size() < 2)
        return {};
    const Totals &first = m_samples.front().totals;
    const double seconds = std::chrono::duration<double>(now - m_samples.front().at).count();
    return {
        .messagesIn = double(totals.messagesIn - first.messagesIn) / seconds,
        .bytesIn = double(totals.bytesIn - first.bytesIn) / seconds,
        .messagesOut = double(totals.messagesOut - first.messagesOut) / seconds,
        .bytesOut = double(totals.bytesOut - first.bytesOut) / seconds,
    };
}

} // namespace Signalbox
