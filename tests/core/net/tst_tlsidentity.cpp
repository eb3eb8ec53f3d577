#include "core/net/tlsidentity.h"
#include "tests/core/filecontent.h"
#include "tests/core/net/certificatefiles.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>
#include <QTemporaryDir>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

/// One TLS connection per peer, with the identity it was given; loopback only.
class TlsServer final : public QTcpServer
{
public:
    explicit TlsServer(const TlsIdentity &identity)
    {
        m_configuration.setLocalCertificateChain(identity.chain);
        m_configuration.setPrivateKey(identity.key);
        m_configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QSslSocket(this);
        socket->setSslConfiguration(m_configuration);
        socket->setSocketDescriptor(descriptor);
        socket->startServerEncryption();
    }

private:
    QSslConfiguration m_configuration = QSslConfiguration::defaultConfiguration();
};

} // namespace

/// Files made by the openssl program at test time, read by our loader.
class tst_TlsIdentity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void loads_data();
    void loads();
    void namesTheDay_data();
    void namesTheDay();
    void readsTheWholeChain_data();
    void readsTheWholeChain();
    void shakesHands_data();
    void shakesHands();
    void takesThePasswordFromTheEnvironment();

private:
    QString file(const char *name) const { return m_folder.file(name); }
    CertificateFiles m_folder;
};

void tst_TlsIdentity::initTestCase()
{
    if (!CertificateFiles::canMake())
        QSKIP("the openssl program is not installed");
    const char *const commands[] = {
        "req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.crt -days 30 -subj "
        "/CN=localhost",
        "req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.crt -days 30 -subj "
        "/CN=other",
        "ecparam -name prime256v1 -genkey -noout -out ec_sec1.key",
        "pkcs8 -topk8 -nocrypt -in ec_sec1.key -out ec.key",
        "req -x509 -new -key ec.key -out ec.crt -days 30 -subj /CN=localhost",
        "genpkey -algorithm ed25519 -out ed.key",
        "req -x509 -new -key ed.key -out ed.crt -days 30 -subj /CN=localhost",
        "rsa -in rsa.key -traditional -out rsa_pkcs1.key",
        "pkcs8 -topk8 -in rsa.key -out rsa_pbes2.key -passout pass:secret",
        "pkcs8 -topk8 -v1 PBE-SHA1-3DES -in rsa.key -out rsa_3des.key -passout pass:secret",
        "rsa -in rsa.key -traditional -aes256 -out rsa_traditional.key -passout pass:secret",
        "pkcs12 -export -in rsa.crt -inkey rsa.key -out modern.pfx -passout pass:secret",
        "pkcs12 -export -legacy -in rsa.crt -inkey rsa.key -out legacy.pfx -passout pass:secret",
        "pkcs12 -export -in ec.crt -inkey ec.key -out ec.pfx -passout pass:secret",
        "pkcs12 -export -in rsa.crt -inkey rsa.key -out open.pfx -passout pass:",
        "pkcs12 -export -in rsa.crt -nokeys -out nokey.pfx -passout pass:secret",
        "req -new -key rsa.key -subj /CN=localhost -out rsa.csr",
        "x509 -req -in rsa.csr -signkey rsa.key -days -1 -out expired.crt",
        "x509 -req -in rsa.csr -signkey rsa.key -days 30 -out plain.crt",
        "rsa -in rsa.key -pubout -out public.pem",
        "ecparam -name secp384r1 -genkey -out ec_parameters.key", // "EC PARAMETERS" comes first
        "req -x509 -new -key ec_parameters.key -out ec384.crt -days 30 -subj /CN=localhost",
        "rsa -in rsa.key -traditional -des3 -out rsa_traditional_3des.key -passout pass:secret",
        "req -x509 -newkey rsa:1024 -nodes -keyout weak.key -out weak.crt -days 30 -subj /CN=weak",
        "pkcs12 -export -legacy -in rsa.crt -inkey rsa.key -out legacy_3des.pfx -passout "
        "pass:secret -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES",
        "pkcs12 -export -in ed.crt -inkey ed.key -out ed.pfx -passout pass:secret",
        "pkcs12 -export -in rsa.crt -inkey rsa.key -out nomac.pfx -passout pass:secret -nomac",
        "pkcs12 -export -in rsa.crt -inkey rsa.key -out nomac_open.pfx -passout pass: -nomac "
        "-keypbe NONE -certpbe NONE",
        "pkcs12 -export -in rsa.crt -inkey rsa.key -out letters.pfx -passout pass:p\u00e4ss",
        "pkcs12 -export -in expired.crt -inkey rsa.key -out expired.pfx -passout pass:secret",
        "x509 -in rsa.crt -outform der -out rsa.cer",
        "rsa -in rsa.key -outform der -out rsa.der",
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 60 -subj /CN=CA",
        "req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf",
        "x509 -req -in leaf.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -out leaf.crt "
        "-extfile alternatives.cnf",
        "pkcs12 -export -in leaf.crt -inkey leaf.key -certfile ca.crt -out chain.pfx -passout "
        "pass:secret",
        "ca -batch -config ca.cnf -in leaf.csr -out future.crt -notext -startdate 20990101000000Z "
        "-enddate 20990301000000Z",
    };
    QVERIFY(write(file("alternatives.cnf"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n"));
    QVERIFY(write(file("ca.cnf"),
                  "[ca]\ndefault_ca=x\n[x]\ndatabase=index.txt\nserial=serial.txt\n"
                  "new_certs_dir=.\ndefault_md=sha256\npolicy=p\nunique_subject=no\n"
                  "certificate=ca.crt\nprivate_key=ca.key\n[p]\ncommonName=supplied\n"));
    QVERIFY(write(file("index.txt"), {}));
    QVERIFY(write(file("serial.txt"), "01\n"));
    for (const char *command : commands)
        QVERIFY(m_folder.openssl(QString::fromUtf8(command)));

    const QByteArray key = contentOf(file("rsa.key"));
    const QByteArray certificate = contentOf(file("rsa.crt"));
    QVERIFY(write(file("combined.pem"), key + certificate));
    QVERIFY(write(file("combined_backwards.pem"), certificate + key));
    QVERIFY(write(file("combined_encrypted.pem"), certificate + contentOf(file("rsa_pbes2.key"))));
    QVERIFY(write(file("windows.pem"),
                  "\xEF\xBB\xBF" + QByteArray(certificate + key).replace("\n", "\r\n")));
    QVERIFY(write(file("commented.pem"),
                  "Subject: who knows\n" + certificate + "and the key:\n" + key));
    QVERIFY(write(file("chain.pem"), contentOf(file("leaf.crt")) + contentOf(file("ca.crt"))));
    QVERIFY(write(file("backwards.pem"), contentOf(file("ca.crt")) + contentOf(file("leaf.crt"))));
    QVERIFY(write(file("damaged.pem"), QByteArray(certificate).insert(200, "!!!!") + key));
    QVERIFY(write(file("cut.pem"), certificate.first(certificate.size() / 2)));
    QVERIFY(write(file("modern.pem"), contentOf(file("modern.pfx")))); // the name lies
    const QByteArray modern = contentOf(file("modern.pfx"));
    QVERIFY(write(file("cut.pfx"), modern.first(modern.size() / 2)));
    // The digest of the MAC is at the end: SHA-256 becomes an algorithm that nobody knows.
    const QByteArray sha256 = QByteArray::fromHex("608648016503040201");
    QByteArray unknown = modern;
    unknown[unknown.lastIndexOf(sha256) + sha256.size() - 1] = 0x7d;
    QVERIFY(write(file("unknown_mac.pfx"), unknown));
    QVERIFY(write(file("noise.pfx"), "this is no certificate"));
    QVERIFY(write(file("empty.pem"), {}));
    QVERIFY(write(file("large.pem"), certificate + key + QByteArray(1 << 20, '\n')));
}

void tst_TlsIdentity::loads_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("password");
    QTest::addColumn<int>("code"); // -1: it loads
    const auto row = [](const char *name, const char *certificate, const char *key,
                        const char *password, int code) {
        QTest::newRow(name) << QString::fromLatin1(certificate) << QString::fromLatin1(key)
                            << QString::fromUtf8(password) << code;
    };
    using Code = Error::Code;
    row("RSA, PKCS#8", "rsa.crt", "rsa.key", "", -1);
    row("RSA, PKCS#1", "rsa.crt", "rsa_pkcs1.key", "", -1);
    row("EC, PKCS#8", "ec.crt", "ec.key", "", -1);
    row("EC, SEC 1", "ec.crt", "ec_sec1.key", "", -1);
    row("key and certificate in one file", "combined.pem", "", "", -1);
    row("certificate and key in one file", "combined_backwards.pem", "", "", -1);
    row("one file with an encrypted key", "combined_encrypted.pem", "", "secret", -1);
    row("one file as Windows writes it", "windows.pem", "", "", -1);
    row("one file with words around the blocks", "commented.pem", "", "", -1);
    row("the key in the certificate's file, named", "combined.pem", "combined.pem", "", -1);
    row("an EC key with its parameters first", "ec384.crt", "ec_parameters.key", "", -1);
    row("a password that is not needed", "rsa.crt", "rsa.key", "secret", -1);
    row("a DER certificate with a PEM key", "rsa.cer", "rsa.key", "", -1);
    row("an encrypted key", "rsa.crt", "rsa_pbes2.key", "secret", -1);
    row("a key encrypted the old way", "rsa.crt", "rsa_3des.key", "secret", -1);
    row("a key encrypted the oldest way", "rsa.crt", "rsa_traditional.key", "secret", -1);
    row("a key encrypted the oldest way with 3DES", "rsa.crt", "rsa_traditional_3des.key", "secret",
        -1);
    row("a legacy PFX with 3DES only", "legacy_3des.pfx", "", "secret", -1);
    row("a PFX without a MAC", "nomac.pfx", "", "secret", -1);
    row("a PFX without a MAC or a password", "nomac_open.pfx", "", "", -1);
    row("a PFX with letters in its password", "letters.pfx", "", "p\u00e4ss", -1);
    row("a PFX named as PEM", "modern.pem", "", "secret", -1);
    row("a chain", "chain.pem", "leaf.key", "", -1);
    row("a modern PFX", "modern.pfx", "", "secret", -1);
    row("a legacy PFX", "legacy.pfx", "", "secret", -1);
    row("an EC PFX", "ec.pfx", "", "secret", -1);
    row("a PFX without a password", "open.pfx", "", "", -1);
    row("a wrong password for a PFX", "modern.pfx", "", "mistaken", int(Code::WrongPassword));
    row("a wrong password for a legacy PFX", "legacy.pfx", "", "mistaken",
        int(Code::WrongPassword));
    row("no password for a PFX", "modern.pfx", "", "", int(Code::PasswordNeeded));
    row("a wrong password for a key", "rsa.crt", "rsa_pbes2.key", "mistaken",
        int(Code::WrongPassword));
    row("a wrong password for an old key", "rsa.crt", "rsa_traditional.key", "mistaken",
        int(Code::WrongPassword));
    row("no password for a key", "rsa.crt", "rsa_pbes2.key", "", int(Code::PasswordNeeded));
    row("a wrong password for a PFX without a MAC", "nomac.pfx", "", "mistaken",
        int(Code::WrongPassword));
    row("no password for a PFX without a MAC", "nomac.pfx", "", "", int(Code::PasswordNeeded));
    row("a password for a PFX that has none", "open.pfx", "", "secret", int(Code::WrongPassword));
    row("a PFX with a MAC of an unknown kind", "unknown_mac.pfx", "", "secret",
        int(Code::EncryptionUnsupported));
    row("half of a PFX", "cut.pfx", "", "secret", int(Code::CertificateDamaged));
    row("no password for an old key", "rsa.crt", "rsa_traditional.key", "",
        int(Code::PasswordNeeded));
    row("a wrong password in one file", "combined_encrypted.pem", "", "mistaken",
        int(Code::WrongPassword));
    row("a password longer than any", "rsa.crt", "rsa_pbes2.key", QByteArray(5000, 'x').constData(),
        int(Code::WrongPassword));
    row("a chain with the authority first", "backwards.pem", "leaf.key", "",
        int(Code::KeyMismatch));
    row("a damaged certificate", "damaged.pem", "", "", int(Code::CertificateDamaged));
    row("half of a certificate", "cut.pem", "rsa.key", "", int(Code::CertificateDamaged));
    row("a certificate of the future", "future.crt", "leaf.key", "",
        int(Code::CertificateNotYetValid));
    row("an ended certificate in a PFX", "expired.pfx", "", "secret",
        int(Code::CertificateExpired));
    row("a DER key", "rsa.crt", "rsa.der", "", -1);
    row("a DER key as the certificate", "rsa.der", "", "", int(Code::NoCertificate));
    row("a PFX with a key that Qt cannot use", "ed.pfx", "", "secret", int(Code::KeyUnsupported));
    row("a key too short for TLS", "weak.crt", "weak.key", "", int(Code::KeyTooShort));
    row("a file over 1 MiB", "large.pem", "", "", int(Code::CannotRead));
    row("no name", "", "", "", int(Code::CertificateMissing));
    row("an empty key file", "rsa.crt", "empty.pem", "", int(Code::NoKey));
    row("a folder as the key", "rsa.crt", ".", "", int(Code::CannotRead));
    row("another key", "rsa.crt", "other.key", "", int(Code::KeyMismatch));
    row("a key of another kind", "rsa.crt", "ec.key", "", int(Code::KeyMismatch));
    row("an ended certificate", "expired.crt", "rsa.key", "", int(Code::CertificateExpired));
    row("a key instead of a certificate", "rsa.key", "rsa.key", "", int(Code::NoCertificate));
    row("a public key instead of a key", "rsa.crt", "public.pem", "", int(Code::FormatUnsupported));
    row("a certificate without a key", "rsa.crt", "", "", int(Code::NoKey));
    row("a PFX without a key", "nokey.pfx", "", "secret", int(Code::NoKey));
    row("a key that Qt cannot use", "ed.crt", "ed.key", "", int(Code::KeyUnsupported));
    row("no such file", "missing.pem", "", "", int(Code::CertificateMissing));
    row("no such key file", "rsa.crt", "missing.key", "", int(Code::CertificateMissing));
    row("noise", "noise.pfx", "", "", int(Code::CertificateUnreadable));
    row("an empty file", "empty.pem", "", "", int(Code::NoCertificate));
    row("a folder", ".", "", "", int(Code::CannotRead));
}

void tst_TlsIdentity::loads()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(QString, password);
    QFETCH(int, code);
    const TlsConfig config{.certificate = certificate, .key = key, .password = password};
    const auto identity = loadIdentity(config, u"test"_s, {}, QDir(m_folder.path()), QDir());
    QCOMPARE(identity ? -1 : int(identity.error().code), code);
    if (identity) {
        QVERIFY(!identity->chain.isEmpty());
        QVERIFY(!identity->key.isNull());
    } else if (!password.isEmpty()) {
        QVERIFY2(!identity.error().detail.contains(password), "a detail must hold no secret");
    }
}

void tst_TlsIdentity::namesTheDay_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("detail");
    QTest::newRow("of the end") << u"expired.crt"_s << u"rsa.key"_s
                                << QDateTime::currentDateTimeUtc().date().addDays(-1).toString(
                                       Qt::ISODate);
    QTest::newRow("of the beginning") << u"future.crt"_s << u"leaf.key"_s << u"2099-01-01"_s;
}

void tst_TlsIdentity::namesTheDay()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(QString, detail);
    const TlsConfig config{.certificate = certificate, .key = key};
    const auto identity = loadIdentity(config, u"test"_s, {}, QDir(m_folder.path()), QDir());
    QVERIFY(!identity);
    QCOMPARE(identity.error().detail, detail);
}

void tst_TlsIdentity::readsTheWholeChain_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::newRow("of a PEM file") << u"chain.pem"_s << u"leaf.key"_s;
    QTest::newRow("of a PFX") << u"chain.pfx"_s << QString();
}

void tst_TlsIdentity::readsTheWholeChain()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    const TlsConfig config{.certificate = certificate, .key = key, .password = u"secret"_s};
    const auto identity = loadIdentity(config, u"test"_s, {}, QDir(m_folder.path()), QDir());
    QVERIFY(bool(identity));
    QStringList names;
    for (const QSslCertificate &each : identity->chain)
        names += each.subjectInfo(QSslCertificate::CommonName);
    QCOMPARE(names, (QStringList{u"leaf"_s, u"CA"_s}));
}

void tst_TlsIdentity::shakesHands_data()
{
    QTest::addColumn<TlsConfig>("config");
    QTest::newRow("RSA from PEM") << TlsConfig{.certificate = u"chain.pem"_s, .key = u"leaf.key"_s};
    QTest::newRow("RSA from PFX") << TlsConfig{.certificate = u"chain.pfx"_s,
                                               .password = u"secret"_s};
    QTest::newRow("EC from PEM") << TlsConfig{.certificate = u"ec.crt"_s, .key = u"ec_sec1.key"_s};
    QTest::newRow("EC P-384 from PEM")
        << TlsConfig{.certificate = u"ec384.crt"_s, .key = u"ec_parameters.key"_s};
    QTest::newRow("a legacy PFX") << TlsConfig{.certificate = u"legacy.pfx"_s,
                                               .password = u"secret"_s};
    QTest::newRow("self-signed") << TlsConfig{.selfSigned = true};
}

void tst_TlsIdentity::shakesHands()
{
    QFETCH(TlsConfig, config);
    QTemporaryDir store;
    const auto identity = loadIdentity(config, u"test"_s, {u"localhost"_s, u"127.0.0.1"_s},
                                       QDir(m_folder.path()), QDir(store.path()));
    QVERIFY(bool(identity));
    TlsServer server(*identity);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QSslSocket client;
    QSslConfiguration trust = QSslConfiguration::defaultConfiguration();
    trust.setCaCertificates({identity->chain.last()});
    client.setSslConfiguration(trust);
    // The files without alternative names would fail for their name only, which is not our matter.
    if (identity->chain.first().subjectAlternativeNames().isEmpty())
        client.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.connectToHostEncrypted(u"127.0.0.1"_s, server.serverPort());
    QTRY_VERIFY2(client.isEncrypted(), qPrintable(client.errorString()));
    QCOMPARE(client.peerCertificate(), identity->chain.first());
}

void tst_TlsIdentity::takesThePasswordFromTheEnvironment()
{
    const TlsConfig config{.certificate = u"modern.pfx"_s,
                           .passwordEnv = u"SIGNALBOX_TEST_PASSWORD"_s};
    const auto load = [&] {
        return loadIdentity(config, u"test"_s, {}, QDir(m_folder.path()), QDir());
    };
    qunsetenv("SIGNALBOX_TEST_PASSWORD");
    const auto unset = load();
    QVERIFY(!unset);
    QCOMPARE(unset.error().code, Error::Code::PasswordNotSet);
    QCOMPARE(unset.error().detail, u"SIGNALBOX_TEST_PASSWORD"_s);
    qputenv("SIGNALBOX_TEST_PASSWORD", "secret");
    QVERIFY(bool(load()));
    qunsetenv("SIGNALBOX_TEST_PASSWORD");
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_TlsIdentity)
#include "tst_tlsidentity.moc"
