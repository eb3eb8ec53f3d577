#include "core/net/privatekey.h"
#include "core/net/tlsidentity.h"
#include "tests/core/filecontent.h"
#include "tests/core/net/certificatefiles.h"
#include "tests/support/testprogram.h"

#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// Keys and PFX files in the formats, with the ciphers and with the passwords of many tools.
class tst_PrivateKey : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void opens_data();
    void opens();
    void saysWhatItIs_data();
    void saysWhatItIs();
    void sendsOnlyWhatVouches_data();
    void sendsOnlyWhatVouches();
    void triesEachSpelling_data();
    void triesEachSpelling();

private:
    void makeCiphers();
    void makeForms();
    QString data(const QString &name) const
    {
        return QFINDTESTDATA("../../data/certificates/") + name;
    }
    Result<TlsIdentity> load(const TlsConfig &config) const
    {
        return loadIdentity(config, u"test"_s, {}, QDir(m_files.path()), QDir());
    }
    CertificateFiles m_files;
};

/// The old ciphers are openssl's legacy provider's.
void tst_PrivateKey::makeCiphers()
{
    const QString old = u"-provider legacy -provider default "_s;
    for (const char *name : {"PBE-SHA1-RC2-40", "PBE-SHA1-RC2-128", "PBE-SHA1-RC4-40",
                             "PBE-SHA1-RC4-128", "PBE-SHA1-2DES", "PBE-MD5-DES"}) {
        const QString how = QString::fromLatin1(name);
        QVERIFY(m_files.openssl(u"pkcs12 -export %1 -in rsa.crt -inkey rsa.key -out %2.pfx "
                                "-passout pass:secret -keypbe %2 -certpbe %2"_s.arg(old, how)));
        QVERIFY(m_files.openssl(u"pkcs8 -topk8 %1 -v1 %2 -in rsa.key -out %2.key "
                                "-passout pass:secret"_s.arg(old, how)));
    }
    for (const char *name : {"des", "des3", "rc2", "aes256", "camellia256"})
        QVERIFY(m_files.openssl(u"rsa %1 -traditional -in rsa.key -%2 -out traditional-%2.key "
                                "-passout pass:secret"_s.arg(old, QString::fromLatin1(name))));
    QVERIFY(m_files.openssl(u"pkcs8 -topk8 %1 -v2 des -in rsa.key -out pbes2-des.key -passout "
                            "pass:secret"_s.arg(old)));
}

void tst_PrivateKey::makeForms()
{
    for (const char *command : {
             "rsa -in rsa.key -traditional -outform der -out pkcs1.der",
             "pkcs8 -topk8 -nocrypt -in rsa.key -outform der -out pkcs8.der",
             "pkcs8 -topk8 -in rsa.key -outform der -out locked.der -passout pass:secret",
             "ecparam -name prime256v1 -genkey -noout -out ec.key",
             "req -x509 -new -key ec.key -out ec.crt -days 30 -subj /CN=localhost",
             "ec -in ec.key -outform der -out sec1.der",
             "x509 -in rsa.crt -outform der -out rsa.cer",
             "req -new -key rsa.key -subj /CN=localhost -out rsa.csr",
             "req -new -key rsa.key -subj /CN=localhost -outform der -out rsa.csr.der",
             "crl2pkcs7 -nocrl -certfile rsa.crt -out rsa.p7b",
             "crl2pkcs7 -nocrl -certfile rsa.crt -outform der -out rsa.p7b.der",
             "rsa -in rsa.key -pubout -out public.pem",
             "rsa -in rsa.key -pubout -outform der -out public.der",
         })
        QVERIFY(m_files.openssl(QString::fromLatin1(command)));
}

void tst_PrivateKey::initTestCase()
{
    if (!CertificateFiles::canMake())
        QSKIP("the openssl program is not installed");
    QVERIFY(m_files.openssl(u"req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.crt -days "
                            "30 -subj /CN=localhost"_s));
    makeForms();
    makeCiphers();
    const QByteArray key = contentOf(m_files.file("rsa.key"));
    const QString text = QString::fromLatin1(key + contentOf(m_files.file("rsa.crt")));
    QByteArray wide("\xff\xfe");
    for (const QChar letter : text)
        wide += QByteArray(1, letter.toLatin1()) + '\0';
    QVERIFY(write(m_files.file("utf16.pem"), wide));
    QVERIFY(
        write(m_files.file("damaged.key"), QByteArray(key).replace(200, 64, QByteArray(64, 'A'))));
    QVERIFY(write(m_files.file("cut.key"), key.first(key.size() / 2)));
    QByteArray cipher = contentOf(m_files.file("traditional-aes256.key"));
    QVERIFY(write(m_files.file("unknown.key"), cipher.replace("AES-256-CBC", "GOST-89-CBC")));
    // The cipher of PBES2 becomes one that nobody knows.
    QVERIFY(m_files.openssl(u"pkcs8 -topk8 -v2 aes-256-cbc -in rsa.key -outform der -out aes.der "
                            "-passout pass:secret"_s));
    QByteArray der = contentOf(m_files.file("aes.der"));
    const QByteArray aes = QByteArray::fromHex("60864801650304012a");
    QVERIFY(der.contains(aes));
    QVERIFY(write(m_files.file("unknown.der"),
                  der.replace(aes, QByteArray::fromHex("60864801650304017d"))));
}

void tst_PrivateKey::opens_data()
{
    QTest::addColumn<TlsConfig>("tls");
    const auto key = [](const char *title, const QString &name, const QString &password = {}) {
        QTest::newRow(title) << TlsConfig{
            .certificate = u"rsa.crt"_s, .key = name, .password = password};
    };
    const auto pfx = [](const char *title, const QString &name, const QString &password) {
        QTest::newRow(title) << TlsConfig{.certificate = name, .password = password};
    };
    const QString secret = u"secret"_s;
    key("PKCS#1 in DER", u"pkcs1.der"_s);
    key("PKCS#8 in DER", u"pkcs8.der"_s);
    key("PKCS#8 in DER, encrypted", u"locked.der"_s, secret);
    QTest::newRow("SEC 1 in DER") << TlsConfig{.certificate = u"ec.crt"_s, .key = u"sec1.der"_s};
    QTest::newRow("both in DER") << TlsConfig{.certificate = u"rsa.cer"_s, .key = u"pkcs8.der"_s};
    QTest::newRow("PEM in UTF-16") << TlsConfig{.certificate = u"utf16.pem"_s};
    pfx("PFX with RC2-40 for the key", u"PBE-SHA1-RC2-40.pfx"_s, secret);
    pfx("PFX with RC2-128 for the key", u"PBE-SHA1-RC2-128.pfx"_s, secret);
    pfx("PFX with RC4-40 for the key", u"PBE-SHA1-RC4-40.pfx"_s, secret);
    pfx("PFX with RC4-128 for the key", u"PBE-SHA1-RC4-128.pfx"_s, secret);
    pfx("PFX with two DES keys", u"PBE-SHA1-2DES.pfx"_s, secret);
    pfx("PFX with a single DES key", u"PBE-MD5-DES.pfx"_s, secret);
    key("PKCS#8 with RC4", u"PBE-SHA1-RC4-128.key"_s, secret);
    key("PKCS#8 with a single DES key", u"PBE-MD5-DES.key"_s, secret);
    key("PBES2 with a single DES key", u"pbes2-des.key"_s, secret);
    key("traditional with a single DES key", u"traditional-des.key"_s, secret);
    key("traditional with three DES keys", u"traditional-des3.key"_s, secret);
    key("traditional with RC2", u"traditional-rc2.key"_s, secret);
    key("traditional with AES", u"traditional-aes256.key"_s, secret);
    key("traditional with Camellia", u"traditional-camellia256.key"_s, secret);
    const QString latin = u"p\u00e4ssw\u00f6rd"_s;
    pfx("node-forge, letters of Latin-1", data(u"forge-latin1.p12"_s), latin);
    const auto forged = [this](const char *title, const QString &name, const QString &password) {
        QTest::newRow(title) << TlsConfig{
            .certificate = data(u"forge.crt"_s), .key = data(name), .password = password};
    };
    forged("node-forge's PKCS#8, letters of Latin-1", u"forge-latin1.key"_s, latin);
    forged("node-forge's traditional key", u"forge-traditional.key"_s, latin);
    pfx("keytool, two aliases", data(u"keytool-two.p12"_s), u"secret1"_s);
}

void tst_PrivateKey::opens()
{
    QFETCH(TlsConfig, tls);
    const auto identity = load(tls);
    QVERIFY2(identity, identity ? ""
                                : qPrintable(QString::number(int(identity.error().code)) + u' '
                                             + identity.error().detail));
    if (!tls.password.isEmpty()) {
        tls.password += u'x';
        const auto wrong = load(tls);
        QVERIFY(!wrong);
        QCOMPARE(int(wrong.error().code), int(Error::Code::WrongPassword));
        tls.password.clear();
        const auto none = load(tls);
        QVERIFY(!none);
        QCOMPARE(int(none.error().code), int(Error::Code::PasswordNeeded));
    }
}

void tst_PrivateKey::saysWhatItIs_data()
{
    QTest::addColumn<TlsConfig>("tls");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<QString>("file");
    using Code = Error::Code;
    const auto key = [](const char *title, const QString &name, Code code, const QString &detail) {
        QTest::newRow(title) << TlsConfig{.certificate = u"rsa.crt"_s,
                                          .key = name,
                                          .password = u"secret"_s}
                             << int(code) << detail << QFileInfo(name).fileName();
    };
    const auto certificate = [](const char *title, const QString &name, Code code,
                                const QString &detail = {}) {
        QTest::newRow(title) << TlsConfig{.certificate = name, .key = u"rsa.key"_s} << int(code)
                             << detail << QFileInfo(name).fileName();
    };
    const QString ssh = data(u"openssh.key"_s);
    const QString putty = data(u"putty.ppk"_s);
    const QString jks = data(u"keytool.jks"_s);
    key("a key of OpenSSH", ssh, Code::FormatUnsupported, u"OpenSSH private key"_s);
    key("a key of PuTTY", putty, Code::FormatUnsupported, u"PuTTY private key"_s);
    key("a Java key store as the key", jks, Code::FormatUnsupported, u"Java key store (JKS)"_s);
    key("a PFX as the key", u"PBE-SHA1-2DES.pfx"_s, Code::FormatUnsupported, u"PFX"_s);
    key("a public key", u"public.pem"_s, Code::FormatUnsupported, u"public key"_s);
    key("a public key in DER", u"public.der"_s, Code::FormatUnsupported, u"public key"_s);
    key("a certificate as the key", u"rsa.crt"_s, Code::NoKey, {});
    key("a certificate in DER as the key", u"rsa.cer"_s, Code::NoKey, {});
    key("a damaged key", u"damaged.key"_s, Code::KeyDamaged, {});
    key("half of a key", u"cut.key"_s, Code::KeyDamaged, {});
    key("a cipher that is unknown", u"unknown.key"_s, Code::EncryptionUnsupported,
        u"GOST-89-CBC"_s);
    key("a cipher that is unknown, in PBES2", u"unknown.der"_s, Code::EncryptionUnsupported,
        u"2.16.840.1.101.3.4.1.125"_s);
    QTest::newRow("node-forge, letters beyond Latin-1")
        << TlsConfig{.certificate = data(u"forge-wide.p12"_s),
                     .password = u"na\u00efve\u20ac\u03bb"_s}
        << int(Code::KeyPasswordDiffers) << QString() << u"forge-wide.p12"_s;
    certificate("a request", u"rsa.csr"_s, Code::FormatUnsupported, u"PKCS #10 request"_s);
    certificate("a request in DER", u"rsa.csr.der"_s, Code::FormatUnsupported,
                u"PKCS #10 request"_s);
    certificate("PKCS #7", u"rsa.p7b"_s, Code::FormatUnsupported, u"PKCS #7"_s);
    certificate("PKCS #7 in DER", u"rsa.p7b.der"_s, Code::FormatUnsupported, u"PKCS #7"_s);
    certificate("a Java key store", jks, Code::FormatUnsupported, u"Java key store (JKS)"_s);
    certificate("a key of OpenSSH as the certificate", ssh, Code::FormatUnsupported,
                u"OpenSSH private key"_s);
    certificate("a key in DER as the certificate", u"pkcs8.der"_s, Code::NoCertificate);
    certificate("an encrypted key in DER as the certificate", u"locked.der"_s, Code::NoCertificate);
}

void tst_PrivateKey::saysWhatItIs()
{
    QFETCH(TlsConfig, tls);
    const auto identity = load(tls);
    QVERIFY(!identity);
    QTEST(int(identity.error().code), "code");
    QTEST(identity.error().detail, "detail");
    QTEST(QFileInfo(identity.error().file).fileName(), "file");
}

void tst_PrivateKey::sendsOnlyWhatVouches_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("two aliases that are strangers")
        << u"keytool-two.p12"_s << QStringList{u"alpha.example"_s};
    QTest::newRow("two aliases and their authority, whose key lies first")
        << u"keytool-authority.p12"_s << QStringList{u"alpha.example"_s, u"root.example"_s};
}

void tst_PrivateKey::sendsOnlyWhatVouches()
{
    QFETCH(QString, file);
    const auto identity = load({.certificate = data(file), .password = u"secret1"_s});
    QVERIFY(bool(identity));
    QStringList names;
    for (const QSslCertificate &each : identity->chain)
        names += each.subjectInfo(QSslCertificate::CommonName);
    QTEST(names, "names");
}

void tst_PrivateKey::triesEachSpelling_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QList<QByteArray>>("spellings");
    using List = QList<QByteArray>;
    QTest::newRow("ASCII") << QByteArray("secret") << List{"secret"};
    QTest::newRow("UTF-8") << QByteArray("\xc3\xa4")
                           << List{"\xc3\xa4", "\xe4", "\xc3\x83\xc2\xa4"};
    QTest::newRow("Latin-1") << QByteArray("\xe4") << List{"\xe4", "\xc3\xa4", "\xc3\x83\xc2\xa4"};
    QTest::newRow("beyond Latin-1")
        << QByteArray("\xe2\x82\xac") << List{"\xe2\x82\xac", "\xc3\xa2\xc2\x82\xc2\xac"};
    QTest::newRow("none") << QByteArray() << List{"", QByteArray()};
}

void tst_PrivateKey::triesEachSpelling()
{
    QFETCH(QByteArray, password);
    QTEST(spellingsOf(password), "spellings");
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_PrivateKey)
#include "tst_privatekey.moc"
