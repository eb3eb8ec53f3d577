#include "core/net/tlsidentity.h"

#include "core/config/guardedsave.h"
#include "core/net/openssl.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QUrl>

#include <algorithm>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <optional>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

constexpr qint64 LargestFile = 1 << 20; // bytes
constexpr std::chrono::days MadeFor{397}; // the longest that every browser accepts
constexpr std::chrono::days RenewedBefore{30}; // from when on the window asks for a restart
constexpr qsizetype LongestStem = 100; // of a made file's name, in characters

Result<QByteArray> readFile(const QString &fileName)
{
    const QFileInfo info(fileName);
    if (fileName.isEmpty() || !info.exists())
        return Error{Error::Code::CertificateMissing, fileName};
    if (!info.isFile())
        return Error{Error::Code::CannotRead, fileName % u": is not a file"_s};
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return Error{Error::Code::CannotRead, fileName % u": "_s % file.errorString()};
    const QByteArray content = file.read(LargestFile + 1);
    if (file.error() != QFileDevice::NoError)
        return Error{Error::Code::CannotRead, fileName % u": "_s % file.errorString()};
    if (content.size() > LargestFile)
        return Error{Error::Code::CannotRead, fileName % u": is larger than 1 MiB"_s};
    return content;
}

/// The same error with the file in its detail, but where the detail is a day or a kind of key.
Error inFile(const Error &error, const QString &fileName)
{
    switch (error.code) {
    case Error::Code::CertificateExpired:
    case Error::Code::CertificateNotYetValid:
    case Error::Code::KeyUnsupported:
        return error;
    default:
        return Error{error.code, error.detail.isEmpty()
                                     ? fileName
                                     : QString(fileName % u": "_s % error.detail)};
    }
}

bool isPem(const QByteArray &content)
{
    return content.contains("-----BEGIN ");
}

/// PEM of a certificate that is in DER (".cer" on Windows); empty if it is none.
QByteArray pemOfDerCertificate(const QByteArray &content)
{
    const OpenSsl::Bio reader = OpenSsl::memory(content);
    const OpenSsl::Certificate certificate(d2i_X509_bio(reader.get(), nullptr));
    const OpenSsl::Bio out = OpenSsl::output();
    const bool written = certificate && PEM_write_bio_X509(out.get(), certificate.get()) == 1;
    ERR_clear_error();
    return written ? OpenSsl::drain(out.get()) : QByteArray();
}

Result<QByteArray> passwordOf(const TlsConfig &config)
{
    if (config.passwordEnv.isEmpty())
        return config.password.toUtf8();
    const QByteArray variable = config.passwordEnv.toLocal8Bit();
    if (!qEnvironmentVariableIsSet(variable.constData()))
        return Error{Error::Code::PasswordNeeded,
                     u"the environment variable %1 is not set"_s.arg(config.passwordEnv)};
    return qgetenv(variable.constData());
}

Result<TlsIdentity> loadNamed(const TlsConfig &config, const QDir &base)
{
    if (config.certificate.isEmpty())
        return Error{Error::Code::CertificateMissing, {}};
    const QString fileName = base.absoluteFilePath(config.certificate);
    const Result<QByteArray> content = readFile(fileName);
    if (!content)
        return content.error();
    if (content->isEmpty())
        return Error{Error::Code::NoCertificate, fileName % u": is empty"_s};
    const Result<QByteArray> password = passwordOf(config);
    if (!password)
        return password.error();

    QByteArray certificates = *content;
    if (!isPem(*content)) {
        certificates = pemOfDerCertificate(*content);
        if (certificates.isEmpty()) {
            Result<TlsIdentity> identity = identityFromPkcs12(*content, *password);
            return identity ? identity : inFile(identity.error(), fileName);
        }
    }
    const bool inOneFile = config.key.isEmpty();
    const QString keyFileName = inOneFile ? fileName : base.absoluteFilePath(config.key);
    const Result<QByteArray> key = inOneFile ? content : readFile(keyFileName);
    if (!key)
        return key.error();
    Result<TlsIdentity> identity = identityFromPem(certificates, *key, *password);
    if (identity)
        return identity;
    const bool certificateIsWrong = identity.error().code == Error::Code::NoCertificate
                                    || identity.error().code == Error::Code::CertificateUnreadable;
    return inFile(identity.error(), certificateIsWrong ? fileName : keyFileName);
}

bool covers(const QSslCertificate &certificate, const QStringList &names)
{
    const QMultiMap<QSsl::AlternativeNameEntryType, QString> held =
        certificate.subjectAlternativeNames();
    return std::ranges::all_of(names, [&held](const QString &name) {
        QHostAddress address(name);
        if (address.isNull()) {
            const QString host = QString::fromLatin1(QUrl::toAce(name));
            return host.isEmpty() || held.contains(QSsl::DnsEntry, host);
        }
        address.setScopeId({});
        return std::ranges::any_of(held.values(QSsl::IpAddressEntry), [&](const QString &text) {
            return QHostAddress(text) == address;
        });
    });
}

/// The made identity that is kept, if it is still good. Every fault (half of the pair written, a
/// file damaged) ends in a new one.
std::optional<TlsIdentity> keptIdentity(const QString &certificateFile, const QString &keyFile,
                                        const QStringList &names)
{
    const Result<QByteArray> certificate = readFile(certificateFile);
    const Result<QByteArray> key = readFile(keyFile);
    if (!certificate || !key)
        return std::nullopt;
    const Result<TlsIdentity> identity = identityFromPem(*certificate, *key, {});
    if (!identity || !covers(identity->chain.first(), names))
        return std::nullopt;
    const QDateTime renewal =
        identity->chain.first().expiryDate().addSecs(-std::chrono::seconds(RenewedBefore).count());
    if (renewal < QDateTime::currentDateTimeUtc())
        return std::nullopt;
    return *identity;
}

/// An endpoint's name as part of a file name: no separators, not too long.
QString stemOf(const QString &endpoint)
{
    const QString stem = QString::fromLatin1(QUrl::toPercentEncoding(endpoint));
    if (stem.size() <= LongestStem)
        return stem;
    const QByteArray digest =
        QCryptographicHash::hash(endpoint.toUtf8(), QCryptographicHash::Sha256).toHex();
    return stem.first(LongestStem - digest.size()) % QString::fromLatin1(digest);
}

Result<TlsIdentity> loadMade(const QString &endpoint, const QStringList &names, const QDir &store)
{
    const QString stem = stemOf(endpoint);
    const QString certificateFile = store.absoluteFilePath(stem % u".crt"_s);
    const QString keyFile = store.absoluteFilePath(stem % u".key"_s);
    if (const auto kept = keptIdentity(certificateFile, keyFile, names))
        return *kept;
    const Result<PemIdentity> made = makeSelfSigned(names, MadeFor);
    if (!made)
        return made.error();
    if (const Status saved = guardedSave(keyFile, made->key); !saved)
        return saved.error();
    if (const Status saved = guardedSave(certificateFile, made->certificate); !saved)
        return saved.error();
    return identityFromPem(made->certificate, made->key, {});
}

} // namespace

Result<TlsIdentity> loadIdentity(const TlsConfig &config, const QString &endpoint,
                                 const QStringList &names, const QDir &base, const QDir &store)
{
    return config.selfSigned ? loadMade(endpoint, names, store) : loadNamed(config, base);
}

} // namespace Signalbox
