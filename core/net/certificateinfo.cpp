#include "core/net/certificateinfo.h"

#include "core/net/tlsidentity.h"

#include <QHostAddress>
#include <QPromise>
#include <QThreadPool>
#include <QUrl>

#include <algorithm>
#include <memory>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString keyKindOf(const QSslKey &key)
{
    const QString kind = key.algorithm() == QSsl::Ec ? u"EC"_s : u"RSA"_s;
    return key.length() > 0 ? u"%1 %2"_s.arg(kind).arg(key.length()) : kind;
}

/// QSslCertificate::isSelfSigned() says no to those that may not sign others, as ours may not.
bool isIssuedByItself(const QSslCertificate &certificate)
{
    const QList<QByteArray> attributes = certificate.subjectInfoAttributes();
    return attributes == certificate.issuerInfoAttributes()
           && std::ranges::all_of(attributes, [&certificate](const QByteArray &attribute) {
                  return certificate.subjectInfo(attribute) == certificate.issuerInfo(attribute);
              });
}

bool matches(const QString &pattern, const QString &name)
{
    if (!pattern.startsWith("*."_L1))
        return pattern.compare(name, Qt::CaseInsensitive) == 0;
    const qsizetype dot = name.indexOf(u'.');
    return dot > 0 && pattern.sliced(1).compare(name.sliced(dot), Qt::CaseInsensitive) == 0;
}

} // namespace

bool CertificateInfo::covers(const QString &host) const
{
    if (const QHostAddress address(host); !address.isNull()) {
        return std::ranges::any_of(
            names, [&address](const QString &name) { return QHostAddress(name) == address; });
    }
    const QString encoded = QString::fromLatin1(QUrl::toAce(host));
    return std::ranges::any_of(names,
                               [&encoded](const QString &name) { return matches(name, encoded); });
}

Result<CertificateInfo> readCertificate(const TlsConfig &config, const QDir &base)
{
    Q_ASSERT(!config.selfSigned);
    const Result<TlsIdentity> identity = loadIdentity(config, {}, {}, base, {});
    if (!identity)
        return identity.error();
    const QSslCertificate &leaf = identity->chain.first();
    CertificateInfo info;
    info.subject = leaf.subjectDisplayName();
    info.issuer = leaf.issuerDisplayName();
    info.names = leaf.subjectAlternativeNames().values(QSsl::DnsEntry);
    const QStringList addresses = leaf.subjectAlternativeNames().values(QSsl::IpAddressEntry);
    for (const QString &address : addresses)
        info.names += QHostAddress(address).toString();
    std::ranges::sort(info.names);
    info.from = leaf.effectiveDate().toUTC();
    info.until = leaf.expiryDate().toUTC();
    info.keyKind = keyKindOf(identity->key);
    info.selfSigned = isIssuedByItself(leaf);
    return info;
}

QFuture<Result<CertificateInfo>> readCertificateAside(const TlsConfig &config, const QDir &base)
{
    auto promise = std::make_shared<QPromise<Result<CertificateInfo>>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise, config, base] {
        promise->addResult(readCertificate(config, base));
        promise->finish();
    });
    return promise->future();
}

} // namespace Signalbox
