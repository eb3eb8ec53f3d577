#include "core/server/certificateend.h"

#include "core/net/tlsidentity.h"

namespace Signalbox {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::seconds WarnedBefore[] = {0s, std::chrono::days(1), std::chrono::days(14)};
constexpr auto MadeAgainAfter = 1h;

} // namespace

CertificateEnd::Step CertificateEnd::next(const QDateTime &now)
{
    if (!m_end.isValid())
        return Step::Nothing;
    const std::chrono::seconds left(now.secsTo(m_end));
    if (m_isMade) {
        // A clock that was set back does not make it wait for longer.
        const bool waits = m_again.isValid() && now < m_again
                           && now.secsTo(m_again) <= std::chrono::seconds(MadeAgainAfter).count();
        if (left >= MadeAnewBefore || waits)
            return Step::Nothing;
        m_again = now.addSecs(std::chrono::seconds(MadeAgainAfter).count());
        return Step::MakeAnew;
    }
    for (const std::chrono::seconds before : WarnedBefore) {
        if (left > before)
            continue;
        if (before >= m_told)
            break;
        m_told = before;
        return Step::Warn;
    }
    return Step::Nothing;
}

} // namespace Signalbox
