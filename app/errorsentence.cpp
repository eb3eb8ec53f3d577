#include "app/errorsentence.h"

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

QString sentenceOf(const Error &error, const EndpointStatus &status)
{
    switch (error.code) {
    case Error::Code::PortInUse:
        return u"Port %1 is taken by another program. Choose another port."_s.arg(status.port);
    case Error::Code::PortForbidden:
        return u"Port %1 needs administrator rights on this system. Choose one from 1024 up."_s.arg(
            status.port);
    case Error::Code::AddressUnavailable:
        return u"This computer has no address %1."_s.arg(status.address);
    case Error::Code::OpenToAll:
        return u"The preset \"open\" needs TLS, a token of at least 16 characters and hosts."_s;
    case Error::Code::CertificateMissing:
        return u"There is no certificate file %1."_s.arg(error.detail);
    case Error::Code::CertificateUnreadable:
        return u"The certificate file is neither PEM nor PFX (%1)."_s.arg(error.detail);
    case Error::Code::NoCertificate:
        return u"The certificate file holds no certificate."_s;
    case Error::Code::NoKey:
        return u"There is no private key for the certificate."_s;
    case Error::Code::PasswordNeeded:
        return u"The key needs a password."_s;
    case Error::Code::WrongPassword:
        return u"The password does not open the key."_s;
    case Error::Code::KeyMismatch:
        return u"The key does not belong to this certificate."_s;
    case Error::Code::CertificateExpired:
        return u"The certificate ended on %1."_s.arg(error.detail);
    case Error::Code::CertificateNotYetValid:
        return u"The certificate is not valid before %1."_s.arg(error.detail);
    case Error::Code::KeyUnsupported:
        return u"Keys of the kind %1 are not supported. Use RSA or EC."_s.arg(error.detail);
    case Error::Code::CannotRead:
        return u"A certificate file cannot be read (%1)."_s.arg(error.detail);
    case Error::Code::CannotWrite:
    case Error::Code::NoSpace:
        return u"The certificate that was made cannot be kept (%1)."_s.arg(error.detail);
    default:
        return u"It cannot listen (%1)."_s.arg(error.detail);
    }
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
