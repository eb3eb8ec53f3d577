#include "ui/endpoints/endpointlook.h"

#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/endpointerrortext.h"
#include "ui/words/whytext.h"

#include <QCoreApplication>
#include <QLocale>

#include <chrono>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

struct EndpointLookWords
{
    Q_DECLARE_TR_FUNCTIONS(Signalbox::EndpointLook)
};

EndpointLook lookOfRunning(const EndpointStatus &status, bool held, const QDateTime &now)
{
    const QString warning = certificateWarning(status, now);
    if (held) {
        QString sentence =
            EndpointLookWords::tr("On hold: clients may connect, but nothing is being sent.");
        if (!warning.isEmpty())
            sentence += u'\n' + warning;
        return {EndpointMark::Held, EndpointLookWords::tr("On hold"), sentence, "bad"_L1,
                u"hand"_s};
    }
    if (!warning.isEmpty()) {
        const bool isLate =
            certificateStage(status.certificateExpiry, now) >= CertificateStage::Day;
        return {EndpointMark::TlsWarning, EndpointLookWords::tr("TLS warning"), warning,
                isLate ? "bad"_L1 : "warn"_L1, u"lock"_s};
    }
    return {EndpointMark::Listening,
            EndpointLookWords::tr("Listening"),
            EndpointLookWords::tr("Listening"),
            "good"_L1,
            {}};
}

} // namespace

EndpointLook lookOf(const EndpointStatus &status, bool held, const QDateTime &now)
{
    switch (status.state) {
    case EndpointState::Running:
        return lookOfRunning(status, held, now);
    case EndpointState::Starting:
        return {EndpointMark::Starting,
                EndpointLookWords::tr("Starting"),
                EndpointLookWords::tr("Starting"),
                {},
                u"clock"_s};
    case EndpointState::Stopping: {
        const QString word =
            status.closing > 0
                ? EndpointLookWords::tr("Closing %1").arg(QLocale().toString(status.closing))
                : EndpointLookWords::tr("Stopping");
        const QString sentence = status.closing > 0
                                     ? EndpointLookWords::tr("Stopping: %1 still to close")
                                           .arg(clientCountText(quint64(status.closing)))
                                     : word;
        return {EndpointMark::Stopping, word, sentence, "warn"_L1, u"clock"_s};
    }
    case EndpointState::Failed:
        return {EndpointMark::Failed, EndpointLookWords::tr("Error"), endpointErrorText(status),
                "bad"_L1, u"alert-triangle"_s};
    case EndpointState::Stopped:
        break;
    }
    return {EndpointMark::Stopped,
            EndpointLookWords::tr("Stopped"),
            EndpointLookWords::tr("Stopped"),
            {},
            u"square"_s};
}

CertificateStage certificateStage(const QDateTime &end, const QDateTime &now)
{
    const auto left = milliseconds(now.msecsTo(end));
    if (left <= 0ms)
        return CertificateStage::Ended;
    if (left <= days(1))
        return CertificateStage::Day;
    if (left <= days(7))
        return CertificateStage::Week;
    return left <= days(30) ? CertificateStage::Month : CertificateStage::Fine;
}

QString daysUntil(const QDateTime &end, const QDateTime &now)
{
    const auto left = duration_cast<days>(milliseconds(now.msecsTo(end))).count();
    if (left < 1)
        return EndpointLookWords::tr("less than a day");
    return left == 1 ? EndpointLookWords::tr("one day")
                     : EndpointLookWords::tr("%1 days").arg(QLocale().toString(left));
}

QString certificateWarning(const EndpointStatus &status, const QDateTime &now)
{
    if (status.state != EndpointState::Running || !status.secure
        || !status.certificateExpiry.isValid())
        return {};
    const CertificateStage stage = certificateStage(status.certificateExpiry, now);
    if (stage == CertificateStage::Fine)
        return {};
    const QString day =
        QLocale().toString(status.certificateExpiry.toLocalTime().date(), QLocale::ShortFormat);
    const QString what =
        stage == CertificateStage::Ended
            ? EndpointLookWords::tr("The certificate ended on %1. Browsers refuse it.").arg(day)
            : EndpointLookWords::tr("The certificate ends in %1, on %2.")
                  .arg(daysUntil(status.certificateExpiry, now), day);
    const QString then =
        status.selfSigned
            ? EndpointLookWords::tr("A new one could not be made; the log says why.")
            : EndpointLookWords::tr("Put a new one in its place: it is used at once.");
    return what % u' ' % then;
}

QString endpointPlace(const EndpointStatus &status)
{
    const QString port = u':' + QString::number(status.port);
    if (status.address == "*"_L1)
        return port;
    const QString address = visibleText(status.address);
    return (address.contains(u':') ? u'[' % address % u']' : address) % port;
}

QString endpointSentence(const EndpointStatus &status, const EndpointLook &look)
{
    const QString name = visibleText(status.name);
    if (status.state != EndpointState::Running)
        return EndpointLookWords::tr("%1: %2", "name and state of an endpoint")
            .arg(name, look.sentence);
    return EndpointLookWords::tr("%1: %2, %3, %4",
                                 "name, state, address and clients of an endpoint")
        .arg(name, look.word, status.url, clientCountText(quint64(status.clients)));
}

} // namespace Signalbox
