#pragma once

#include <QObject>
#include <QString>

namespace Signalbox {

/// What went wrong: a code that the window and the command line turn into a sentence, and an
/// untranslated detail for the log (what, where, which figure). A value; crosses threads.
struct Error
{
    Q_GADGET
public:
    enum class Code : quint8 {
        Unknown,
        // files and documents
        CannotRead, ///< the file could not be opened or read
        CannotWrite, ///< the file could not be written; what was there is untouched
        NoSpace, ///< no room left on the disk; what was there is untouched
        ChangedOnDisk, ///< somebody else wrote the file since it was read
        BadDocument, ///< not JSON, or JSON that is not a configuration
        NotSupported, ///< a known key whose feature is not built yet
        // listening
        PortInUse,
        PortForbidden, ///< below 1024 without the rights
        AddressUnavailable, ///< no interface has this address, or the host name is unknown
        ListenFailed,
        OpenToAll, ///< a preset for everybody, without what that needs (openLack())
        // certificates
        CertificateMissing, ///< a file of it is not there
        CertificateUnreadable, ///< there, but neither PEM, DER nor PKCS#12
        NoCertificate, ///< readable, holds no certificate
        NoKey, ///< readable, holds no private key
        PasswordNeeded,
        WrongPassword,
        KeyMismatch, ///< the key does not belong to the certificate
        CertificateExpired, ///< detail: the last valid day, ISO 8601
        CertificateNotYetValid, ///< detail: the first valid day, ISO 8601
        KeyUnsupported, ///< detail: the key's kind, such as "ED25519"
        CertificateDamaged, ///< begins as one, and cannot be read to its end
        KeyDamaged, ///< likewise
        FormatUnsupported, ///< detail: what the file is, such as "OpenSSH private key"
        EncryptionUnsupported, ///< detail: the algorithm that is missing here
        PasswordNotSet, ///< detail: the environment variable that should hold it
        CurveUnsupported, ///< detail: the curve's name
        KeyTooShort, ///< detail: its kind and bits, such as "RSA-1024"
        SignatureTooWeak, ///< detail: the algorithm, such as "RSA-SHA1"
        TlsImpossible, ///< no client could connect; detail: the library's words
        KeyPasswordDiffers, ///< the password is the PFX's, but not its key's
        CertificateNotMade, ///< detail: the library's words
    };
    Q_ENUM(Code)

    Code code = Code::Unknown;
    QString detail{}; ///< not translated; holds no secrets
    QString file{}; ///< of a certificate or key, where one is to blame; with its path

    bool operator==(const Error &) const = default;
};

} // namespace Signalbox
