#include "ui/words/endpointerrortext.h"

#include "ui/widgets/visibletext.h"

#include <QCoreApplication>
#include <QDate>
#include <QFileInfo>
#include <QLocale>
#include <QMetaEnum>

namespace Signalbox {

namespace {

struct EndpointErrorWords
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
    const QString path = visibleText(status.error->file);
    const QString file = visibleText(QFileInfo(status.error->file).fileName());
    using Code = Error::Code;
    switch (status.error->code) {
    case Code::PortInUse:
        return EndpointErrorWords::tr("Port %1 is taken by another program.").arg(status.port);
    case Code::PortForbidden:
        return EndpointErrorWords::tr("Port %1 needs administrator rights on this system.")
            .arg(status.port);
    case Code::AddressUnavailable:
        return EndpointErrorWords::tr("This computer has no address %1.")
            .arg(visibleText(status.address));
    case Code::OpenToAll:
        return EndpointErrorWords::tr(
            "An endpoint for the internet needs TLS, a token of at least 16 "
            "characters, and hosts.");
    case Code::CertificateMissing:
        return path.isEmpty() ? EndpointErrorWords::tr("No certificate file is named.")
                              : EndpointErrorWords::tr("There is no file %1.").arg(path);
    case Code::CertificateUnreadable:
        return EndpointErrorWords::tr("%1 holds no certificate: it is neither PEM, DER nor PFX.")
            .arg(file);
    case Code::NoCertificate:
        return EndpointErrorWords::tr("%1 holds no certificate.").arg(file);
    case Code::NoKey:
        return EndpointErrorWords::tr("%1 holds no private key for the certificate.").arg(file);
    case Code::PasswordNeeded:
        return EndpointErrorWords::tr("The private key in %1 needs a password.").arg(file);
    case Code::PasswordNotSet:
        return EndpointErrorWords::tr(
                   "The environment variable %1, which should hold the password, is not set.")
            .arg(detail);
    case Code::WrongPassword:
        return EndpointErrorWords::tr("The password does not open %1.").arg(file);
    case Code::KeyPasswordDiffers:
        return EndpointErrorWords::tr(
                   "The password is right for %1, but not for the private key in it. Save it "
                   "again with one password in ASCII letters.")
            .arg(file);
    case Code::KeyMismatch:
        return EndpointErrorWords::tr("The private key in %1 does not belong to the certificate.")
            .arg(file);
    case Code::CertificateExpired:
        return EndpointErrorWords::tr(
                   "The certificate in %1 ended on %2. Browsers would refuse it.")
            .arg(file, day(status.error->detail));
    case Code::CertificateNotYetValid:
        return EndpointErrorWords::tr("The certificate in %1 is not valid before %2.")
            .arg(file, day(status.error->detail));
    case Code::KeyUnsupported:
        return EndpointErrorWords::tr(
                   "Keys of the kind %2 are not supported, as the one in %1 is. Use RSA or "
                   "EC on the curve P-256.")
            .arg(file, detail);
    case Code::CurveUnsupported:
        return EndpointErrorWords::tr(
                   "The key in %1 is on the curve %2, which no browser speaks in TLS. Use "
                   "the curve P-256 (prime256v1), or RSA.")
            .arg(file, detail);
    case Code::KeyTooShort:
        return EndpointErrorWords::tr(
                   "The key in %1 is too short for TLS (%2). Use RSA with 2048 bits or more, "
                   "or EC on the curve P-256.")
            .arg(file, detail);
    case Code::SignatureTooWeak:
        return EndpointErrorWords::tr(
                   "A certificate in %1 is signed with %2, which is too weak for TLS. Have it "
                   "issued again with SHA-256.")
            .arg(file, detail);
    case Code::TlsImpossible:
        return EndpointErrorWords::tr("No client could connect with the certificate in %1 (%2).")
            .arg(file, detail);
    case Code::CertificateDamaged:
        return EndpointErrorWords::tr("The certificate in %1 is damaged or cut off.").arg(file);
    case Code::KeyDamaged:
        return EndpointErrorWords::tr("The private key in %1 is damaged or cut off.").arg(file);
    case Code::FormatUnsupported:
        return EndpointErrorWords::tr(
                   "%1 is of a format that is not read (%2). PEM, DER and PFX are.")
            .arg(file, detail);
    case Code::EncryptionUnsupported:
        return EndpointErrorWords::tr(
                   "%1 is encrypted with %2, which is not available here. Save it with AES.")
            .arg(file, detail);
    case Code::CertificateNotMade:
        return EndpointErrorWords::tr("A certificate could not be made (%1).").arg(detail);
    case Code::CannotRead:
        return EndpointErrorWords::tr("%1 cannot be read: %2.").arg(path, detail);
    case Code::CannotWrite:
        return EndpointErrorWords::tr("The certificate that was made cannot be kept: %1.")
            .arg(detail);
    case Code::NoSpace:
        return EndpointErrorWords::tr(
            "There is no room on the disk for the certificate that was made.");
    case Code::ListenFailed:
        return detail.isEmpty()
                   ? EndpointErrorWords::tr("It cannot listen, and the system gives no reason.")
                   : EndpointErrorWords::tr("It cannot listen: %1.").arg(detail);
    case Code::ChangedOnDisk: // these four are of documents
    case Code::BadDocument:
    case Code::NotSupported:
    case Code::Unknown:
        break;
    }
    return detail.isEmpty()
               ? EndpointErrorWords::tr("It cannot start, and there is no reason given.")
               : EndpointErrorWords::tr("It cannot start: %1.").arg(detail);
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
    const QString rest = entry.detail.section(u' ', 2);
    status.error = Error{Error::Code(code), rest.section(u'\t', 0, 0), rest.section(u'\t', 1)};
    return endpointErrorText(status);
}

} // namespace Signalbox
