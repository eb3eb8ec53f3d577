#include "core/net/tlsidentity.h"

#include "core/net/certificatechain.h"
#include "core/net/privatekey.h"
#include "core/net/tlsidentitycheck.h"
#include "core/net/tlsrehearsal.h"
#include "core/storage/guardedsave.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QUrl>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace Signalbox {

namespace {

constexpr qint64 LargestFile = 1 << 20; // bytes
constexpr std::chrono::days MadeFor{397}; // the longest that every browser accepts
constexpr qsizetype LongestStem = 100; // of a made file's name, in characters

Result<QByteArray> readFile(const QString &fileName)
{
    const QFileInfo info(fileName);
    if (fileName.isEmpty() || !info.exists())
        return Error{Error::Code::CertificateMissing, {}, fileName};
    if (!info.isFile())
        return Error{Error::Code::CannotRead, u"is not a file"_s, fileName};
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return Error{Error::Code::CannotRead, file.errorString(), fileName};
    const QByteArray content = file.read(LargestFile + 1);
    if (file.error() != QFileDevice::NoError)
        return Error{Error::Code::CannotRead, file.errorString(), fileName};
    if (content.size() > LargestFile)
        return Error{Error::Code::CannotRead, u"is larger than 1 MiB"_s, fileName};
    return content;
}

Error inFile(Error error, const QString &fileName)
{
    error.file = fileName;
    return error;
}

bool isOfKey(const Error &error)
{
    using Code = Error::Code;
    return error.code == Code::KeyMismatch || error.code == Code::KeyUnsupported
           || error.code == Code::KeyDamaged || error.code == Code::KeyTooShort
           || error.code == Code::CurveUnsupported;
}

Result<QByteArray> passwordOf(const TlsConfig &config)
{
    if (config.passwordEnv.isEmpty())
        return config.password.toUtf8();
    const QByteArray variable = config.passwordEnv.toLocal8Bit();
    if (!qEnvironmentVariableIsSet(variable.constData()))
        return Error{Error::Code::PasswordNotSet, config.passwordEnv};
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
        return Error{Error::Code::NoCertificate, {}, fileName};
    const Result<QByteArray> password = passwordOf(config);
    if (!password)
        return password.error();

    auto certificates = readCertificates(*content);
    if (!certificates && certificates.error().code == Error::Code::CertificateUnreadable) {
        Result<TlsIdentity> identity = identityFromPkcs12(*content, *password);
        return identity ? identity : inFile(identity.error(), fileName);
    }
    if (!certificates)
        return inFile(certificates.error(), fileName);
    const bool inOneFile = config.key.isEmpty();
    const QString keyFileName = inOneFile ? fileName : base.absoluteFilePath(config.key);
    const Result<QByteArray> keyContent = inOneFile ? content : readFile(keyFileName);
    if (!keyContent)
        return keyContent.error();
    const Result<OpenSsl::Key> key = readKey(*keyContent, *password);
    if (!key)
        return inFile(key.error(), keyFileName);
    Result<TlsIdentity> identity = checkedIdentity(std::move(certificates).value(), *key);
    return identity ? identity
                    : inFile(identity.error(), isOfKey(identity.error()) ? keyFileName : fileName);
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

Result<TlsIdentity> identityOf(const PemIdentity &made)
{
    auto certificates = readCertificates(made.certificate);
    if (!certificates)
        return certificates.error();
    const Result<OpenSsl::Key> key = readKey(made.key, {});
    return key ? checkedIdentity(std::move(certificates).value(), *key) : key.error();
}

/// The made identity that is kept, if it is still good. Every fault (half of the pair written, a
/// file damaged) ends in a new one.
std::optional<TlsIdentity> keptIdentity(const QString &certificateFile, const QString &keyFile,
                                        const QStringList &names, const QDateTime &now)
{
    const Result<QByteArray> certificate = readFile(certificateFile);
    const Result<QByteArray> key = readFile(keyFile);
    if (!certificate || !key)
        return std::nullopt;
    const Result<TlsIdentity> identity = identityOf({*certificate, *key});
    if (!identity || !covers(identity->chain.first(), names))
        return std::nullopt;
    const QDateTime renewal =
        identity->chain.first().expiryDate().addSecs(-std::chrono::seconds(MadeAnewBefore).count());
    if (renewal < now)
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

Result<TlsIdentity> loadMade(const QString &endpoint, const QStringList &names, const QDir &store,
                             const QDateTime &now)
{
    const QString stem = stemOf(endpoint);
    const QString certificateFile = store.absoluteFilePath(stem % u".crt"_s);
    const QString keyFile = store.absoluteFilePath(stem % u".key"_s);
    if (const auto kept = keptIdentity(certificateFile, keyFile, names, now))
        return *kept;
    const Result<PemIdentity> made = makeSelfSigned(names, MadeFor);
    if (!made)
        return made.error();
    if (const Status saved = guardedSave(keyFile, made->key); !saved)
        return inFile(saved.error(), keyFile);
    if (const Status saved = guardedSave(certificateFile, made->certificate); !saved)
        return inFile(saved.error(), certificateFile);
    return identityOf(*made);
}

} // namespace

Result<TlsIdentity> loadIdentity(const TlsConfig &config, const QString &endpoint,
                                 const QStringList &names, const QDir &base, const QDir &store,
                                 const QDateTime &now)
{
    Result<TlsIdentity> identity =
        config.selfSigned ? loadMade(endpoint, names, store, now) : loadNamed(config, base);
    if (!identity)
        return identity;
    const Status rehearsed = rehearse(*identity, config.minimum);
    if (rehearsed)
        return identity;
    return inFile(rehearsed.error(), config.selfSigned
                                         ? store.absoluteFilePath(stemOf(endpoint) % u".crt"_s)
                                         : base.absoluteFilePath(config.certificate));
}

} // namespace Signalbox
