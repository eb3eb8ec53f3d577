#pragma once

#include <QDateTime>

#include <chrono>

namespace Signalbox {

/// When an endpoint that runs has to act because its certificate ends: a made one is made anew in
/// time, of one from a file a word is said 14 days and one day before its end and when it has come.
/// Belongs to one thread.
class CertificateEnd
{
public:
    enum class Step : quint8 { Nothing, MakeAnew, Warn };

    CertificateEnd() = default;
    /// Of the certificate that is shown from now on.
    CertificateEnd(const QDateTime &end, bool isMade)
        : m_end(end)
        , m_isMade(isMade)
    {
    }

    /// To be asked every second or so. MakeAnew comes once an hour until there is another
    /// certificate; Warn once for each of its times, and only for the last when several have
    /// passed.
    Step next(const QDateTime &now);

private:
    QDateTime m_end; ///< not valid: there is none
    QDateTime m_again; ///< not before: it could not be made
    std::chrono::seconds m_told = std::chrono::seconds::max(); ///< before the end
    bool m_isMade = false;
};

} // namespace Signalbox
