#include "core/net/tlsidentity.h"
#include "tests/core/filecontent.h"
#include "tests/core/net/certificatefiles.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// Certificates that are good files, and with which no client could connect.
class tst_TlsRehearsal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void isRefusedAtTheStart_data();
    void isRefusedAtTheStart();
    void isServed_data();
    void isServed();
    void isServedFromTls13On();

private:
    bool makeCurve(const QString &curve);
    bool makeSigned(const QString &name, const QString &how);
    Result<TlsIdentity> load(const TlsConfig &config) const
    {
        return loadIdentity(config, u"test"_s, {}, QDir(m_files.path()), QDir());
    }
    CertificateFiles m_files;
};

bool tst_TlsRehearsal::makeCurve(const QString &curve)
{
    return m_files.openssl(u"ecparam -name %1 -genkey -noout -out %1.key"_s.arg(curve))
           && m_files.openssl(
               u"req -x509 -new -key %1.key -out %1.crt -days 30 -subj /CN=localhost"_s.arg(curve));
}

/// A chain whose authority signs in this way.
bool tst_TlsRehearsal::makeSigned(const QString &name, const QString &how)
{
    return m_files.openssl(u"x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -CAcreateserial "
                           "-days 30 -out %1.crt %2"_s.arg(name, how));
}

void tst_TlsRehearsal::initTestCase()
{
    if (!CertificateFiles::canMake())
        QSKIP("the openssl program is not installed");
    for (const char *curve : {"secp256k1", "brainpoolP256r1", "brainpoolP384r1", "secp224r1",
                              "prime192v1", "sect233r1", "prime256v1", "secp384r1", "secp521r1"})
        QVERIFY(makeCurve(QString::fromLatin1(curve)));
    for (const char *command : {
             "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 60 -subj /CN=CA",
             "req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=localhost",
             "req -x509 -newkey rsa:1024 -nodes -keyout weak.key -out weak.crt -days 30 -subj "
             "/CN=weak",
             "genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048 -out pss.key",
             "req -x509 -new -key pss.key -out pss.crt -days 30 -subj /CN=localhost",
             "genpkey -algorithm ed448 -out ed448.key",
             "req -x509 -new -key ed448.key -out ed448.crt -days 30 -subj /CN=localhost",
             "pkcs12 -export -in secp256k1.crt -inkey secp256k1.key -out secp256k1.pfx -passout "
             "pass:secret",
         })
        QVERIFY(m_files.openssl(QString::fromLatin1(command)));
    QVERIFY(makeSigned(u"sha1"_s, u"-sha1"_s));
    QVERIFY(makeSigned(u"md5"_s, u"-md5"_s));
    QVERIFY(makeSigned(u"sha256"_s, u"-sha256"_s));
    QVERIFY(makeSigned(u"pss-signed"_s, u"-sha256 -sigopt rsa_padding_mode:pss"_s));
    // A chain of more than a client takes: OpenSSL's limit is 100 KiB.
    QVERIFY(write(m_files.file("large.cnf"),
                  "nsComment=" + QByteArray(120'000, 'x') + "\nbasicConstraints=CA:FALSE\n"));
    QVERIFY(makeSigned(u"large"_s, u"-extfile large.cnf"_s));
}

void tst_TlsRehearsal::isRefusedAtTheStart_data()
{
    QTest::addColumn<TlsConfig>("tls");
    QTest::addColumn<Error>("error");
    using Code = Error::Code;
    const auto curve = [this](const char *title, const QString &name) {
        QTest::newRow(title) << TlsConfig{.certificate = name + u".crt"_s, .key = name + u".key"_s}
                             << Error{Code::CurveUnsupported, name, m_files.file(name + u".key"_s)};
    };
    curve("the curve of coins", u"secp256k1"_s);
    curve("a curve of Brainpool", u"brainpoolP256r1"_s);
    curve("another curve of Brainpool", u"brainpoolP384r1"_s);
    curve("a curve that TLS 1.3 has left out", u"secp224r1"_s);
    curve("a curve that is too short as well", u"prime192v1"_s);
    curve("a curve of another kind", u"sect233r1"_s);
    QTest::newRow("such a curve in a PFX")
        << TlsConfig{.certificate = u"secp256k1.pfx"_s, .password = u"secret"_s}
        << Error{Code::CurveUnsupported, u"secp256k1"_s, m_files.file("secp256k1.pfx")};
    QTest::newRow("RSA with 1024 bits")
        << TlsConfig{.certificate = u"weak.crt"_s, .key = u"weak.key"_s}
        << Error{Code::KeyTooShort, u"RSA-1024"_s, m_files.file("weak.key")};
    QTest::newRow("a key for PSS only")
        << TlsConfig{.certificate = u"pss.crt"_s, .key = u"pss.key"_s}
        << Error{Code::KeyUnsupported, u"RSA-PSS"_s, m_files.file("pss.key")};
    QTest::newRow("Ed448") << TlsConfig{.certificate = u"ed448.crt"_s, .key = u"ed448.key"_s}
                           << Error{Code::KeyUnsupported, u"ED448"_s, m_files.file("ed448.key")};
    QTest::newRow("signed by an authority with MD5")
        << TlsConfig{.certificate = u"md5.crt"_s, .key = u"leaf.key"_s}
        << Error{Code::SignatureTooWeak, u"RSA-MD5"_s, m_files.file("md5.crt")};
    QTest::newRow("larger than clients take")
        << TlsConfig{.certificate = u"large.crt"_s, .key = u"leaf.key"_s}
        << Error{Code::TlsImpossible, u"excessive message size"_s, m_files.file("large.crt")};
}

void tst_TlsRehearsal::isRefusedAtTheStart()
{
    QFETCH(TlsConfig, tls);
    QFETCH(Error, error);
    const auto identity = load(tls);
    QVERIFY(!identity);
    QCOMPARE(int(identity.error().code), int(error.code));
    QCOMPARE(identity.error().detail, error.detail);
    QCOMPARE(identity.error().file, error.file);
}

void tst_TlsRehearsal::isServed_data()
{
    QTest::addColumn<TlsConfig>("tls");
    const auto row = [](const char *title, const QString &certificate, const QString &key) {
        QTest::newRow(title) << TlsConfig{.certificate = certificate, .key = key};
    };
    row("P-256", u"prime256v1.crt"_s, u"prime256v1.key"_s);
    row("P-384", u"secp384r1.crt"_s, u"secp384r1.key"_s);
    row("P-521", u"secp521r1.crt"_s, u"secp521r1.key"_s);
    row("signed by an authority with SHA-256", u"sha256.crt"_s, u"leaf.key"_s);
    row("signed by an authority with PSS", u"pss-signed.crt"_s, u"leaf.key"_s);
}

void tst_TlsRehearsal::isServed()
{
    QFETCH(TlsConfig, tls);
    const auto identity = load(tls);
    QVERIFY2(identity, identity ? "" : qPrintable(identity.error().detail));
}

void tst_TlsRehearsal::isServedFromTls13On()
{
    const auto identity = load({.certificate = u"prime256v1.crt"_s,
                                .key = u"prime256v1.key"_s,
                                .minimum = TlsVersion::Tls13});
    QVERIFY(bool(identity));
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_TlsRehearsal)
#include "tst_tlsrehearsal.moc"
