#include "app/errorsentence.h"

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

QString sentenceOf(const Error &error, const EndpointStatus &status)
{
    const QString &file = error.file;
    const QString &detail = error.detail;
    using Code = Error::Code;
    switch (error.code) {
    case Code::PortInUse:
        return u"Port %1 is taken by another program. Choose another port."_s.arg(status.port);
    case Code::PortForbidden:
        return u"Port %1 needs administrator rights on this system. Choose one from 1024 up."_s.arg(
            status.port);
    case Code::AddressUnavailable:
        return u"This computer has no address %1."_s.arg(status.address);
    case Code::OpenToAll:
        return u"The preset \"open\" needs TLS, a token of at least 16 characters and hosts."_s;
    case Code::ListenFailed:
        return u"It cannot listen (%1)."_s.arg(detail);
    case Code::CertificateMissing:
        return file.isEmpty() ? u"No certificate file is named."_s
                              : u"There is no file %1."_s.arg(file);
    case Code::CertificateUnreadable:
        return u"%1 is no certificate: it is neither PEM, DER nor PFX."_s.arg(file);
    case Code::CertificateDamaged:
        return u"The certificate in %1 is damaged or cut off."_s.arg(file);
    case Code::NoCertificate:
        return u"%1 holds no certificate."_s.arg(file);
    case Code::NoKey:
        return u"%1 holds no private key for the certificate."_s.arg(file);
    case Code::KeyDamaged:
        return u"The private key in %1 is damaged or cut off."_s.arg(file);
    case Code::FormatUnsupported:
        return u"%1 is of a format that is not read (%2). PEM, DER and PFX are."_s.arg(file,
                                                                                       detail);
    case Code::EncryptionUnsupported:
        return u"%1 is encrypted with %2, which is not available here. Save it with AES."_s.arg(
            file, detail);
    case Code::PasswordNeeded:
        return u"The private key in %1 needs a password."_s.arg(file);
    case Code::PasswordNotSet:
        return u"The environment variable %1, which should hold the password, is not set."_s.arg(
            detail);
    case Code::WrongPassword:
        return u"The password does not open %1."_s.arg(file);
    case Code::KeyPasswordDiffers:
        return u"The password is right for %1, but not for the private key in it. Save it again "
               "with one password in ASCII letters."_s.arg(file);
    case Code::KeyMismatch:
        return u"The private key in %1 does not belong to the certificate."_s.arg(file);
    case Code::CertificateExpired:
        return u"The certificate in %1 ended on %2."_s.arg(file, detail);
    case Code::CertificateNotYetValid:
        return u"The certificate in %1 is not valid before %2."_s.arg(file, detail);
    case Code::KeyUnsupported:
        return u"The key in %1 is of the kind %2, which is not supported. Use RSA, or EC on the "
               "curve P-256."_s.arg(file, detail);
    case Code::CurveUnsupported:
        return u"The key in %1 is on the curve %2, which no browser speaks in TLS. Use the curve "
               "P-256 (prime256v1), or RSA."_s.arg(file, detail);
    case Code::KeyTooShort:
        return u"The key in %1 is too short for TLS (%2). Use RSA with 2048 bits or more, or EC on "
               "the curve P-256."_s.arg(file, detail);
    case Code::SignatureTooWeak:
        return u"A certificate in %1 is signed with %2, which is too weak for TLS. Have it issued "
               "again with SHA-256."_s.arg(file, detail);
    case Code::TlsImpossible:
        return u"No client could connect with the certificate in %1 (%2)."_s.arg(file, detail);
    case Code::CertificateNotMade:
        return u"A certificate could not be made (%1)."_s.arg(detail);
    case Code::CannotRead:
        return u"%1 cannot be read: %2."_s.arg(file, detail);
    case Code::CannotWrite:
        return u"The certificate that was made cannot be kept (%1)."_s.arg(detail);
    case Code::NoSpace:
        return u"There is no room on the disk for the certificate that was made (%1)."_s.arg(
            detail);
    case Code::ChangedOnDisk: // these four are of documents
    case Code::BadDocument:
    case Code::NotSupported:
    case Code::Unknown:
        break;
    }
    return u"It cannot start (%1)."_s.arg(detail);
}

} // namespace

QString errorSentence(const Error &error)
{
    return sentenceOf(error, {});
}

QString errorSentence(const EndpointStatus &status)
{
    return u"endpoint %1: %2"_s.arg(status.name,
                                    sentenceOf(status.error.value_or(Error{}), status));
}

} // namespace Signalbox
