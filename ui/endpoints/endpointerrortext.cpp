#include "ui/endpoints/endpointerrortext.h"

#include "ui/widgets/visibletext.h"

#include <QCoreApplication>
#include <QDate>
#include <QLocale>
#include <QMetaEnum>

namespace Signalbox {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Signalbox::EndpointError)
};

/// A day as the certificate reader writes it, or the text itself.
QString day(const QString &iso)
{
    const QDate date = QDate::fromString(iso.left(10), Qt::ISODate);
    return date.isValid() ? QLocale().toString(date, QLocale::ShortFormat) : visibleText(iso);
}

} // namespace

QString endpointErrorText(const EndpointStatus &status)
{
    if (!status.error)
        return {};
    const QString detail = visibleText(status.error->detail);
    using Code = Error::Code;
    switch (status.error->code) {
    case Code::PortInUse:
        return Words::tr("Port %1 is taken by another program.").arg(status.port);
    case Code::PortForbidden:
        return Words::tr("Ports below 1024 need administrator rights on this system.");
    case Code::AddressUnavailable:
        return Words::tr("This computer has no address %1.").arg(visibleText(status.address));
    case Code::OpenToAll:
        return Words::tr("An endpoint for the internet needs TLS, a token and hosts.");
    case Code::CertificateMissing:
        return Words::tr("There is no certificate file %1.").arg(detail);
    case Code::CertificateUnreadable:
        return Words::tr("The certificate file is neither PEM nor PFX.");
    case Code::NoCertificate:
        return Words::tr("The certificate file holds no certificate.");
    case Code::NoKey:
        return Words::tr("There is no private key for the certificate.");
    case Code::PasswordNeeded:
        return Words::tr("The key needs a password.");
    case Code::WrongPassword:
        return Words::tr("The password does not open the key.");
    case Code::KeyMismatch:
        return Words::tr("The key does not belong to this certificate.");
    case Code::CertificateExpired:
        return Words::tr("The certificate ended on %1. Browsers would refuse it.").arg(day(detail));
    case Code::CertificateNotYetValid:
        return Words::tr("The certificate is not valid before %1.").arg(day(detail));
    case Code::KeyUnsupported:
        return Words::tr("Keys of the kind %1 are not supported; RSA and EC are.").arg(detail);
    case Code::CannotRead:
        return Words::tr("A certificate file cannot be read: %1.").arg(detail);
    case Code::CannotWrite:
        return Words::tr("The certificate that was made cannot be kept: %1.").arg(detail);
    case Code::NoSpace:
        return Words::tr("There is no room on the disk for the certificate that was made.");
    case Code::ChangedOnDisk:
    case Code::BadDocument:
    case Code::NotSupported:
    case Code::ListenFailed:
    case Code::Unknown:
        break;
    }
    return detail.isEmpty() ? Words::tr("The system gives no reason.")
                            : Words::tr("It cannot listen: %1.").arg(detail);
}

QString endpointErrorText(const LogEntry &entry)
{
    bool isKnown = false;
    const QByteArray word = entry.detail.section(u' ', 0, 0).toLatin1();
    const int code = QMetaEnum::fromType<Error::Code>().keyToValue(word.constData(), &isKnown);
    const QString where = entry.detail.section(u' ', 1, 1);
    const qsizetype colon = where.lastIndexOf(u':');
    if (!isKnown || colon < 0)
        return visibleText(entry.detail);
    EndpointStatus status;
    status.address = where.first(colon).remove(u'[').remove(u']');
    status.port = where.sliced(colon + 1).toUShort();
    status.error = Error{Error::Code(code), entry.detail.section(u' ', 2)};
    return endpointErrorText(status);
}

} // namespace Signalbox
