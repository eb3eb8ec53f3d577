#include "core/net/tlsidentity.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// Files made by the openssl program at test time, read by our loader.
class tst_TlsIdentity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void loads_data();
    void loads();
    void takesThePasswordFromTheEnvironment();
    void keepsWhatItMade();
    void makesItAgainForOtherNames();

private:
    bool openssl(const QString &arguments);
    QTemporaryDir m_folder;
};

bool tst_TlsIdentity::openssl(const QString &arguments)
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.start(u"openssl"_s, QProcess::splitCommand(arguments));
    process.waitForFinished();
    if (process.exitCode() != 0)
        qWarning("openssl %s: %s", qPrintable(arguments),
                 process.readAllStandardError().constData());
    return process.exitCode() == 0;
}

void tst_TlsIdentity::initTestCase()
{
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
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
        "rsa -in rsa.key -pubout -out public.pem",
    };
    for (const char *command : commands)
        QVERIFY(openssl(QString::fromLatin1(command)));
    QFile combined(m_folder.filePath(u"combined.pem"_s));
    QVERIFY(combined.open(QIODevice::WriteOnly));
    for (const auto &name : {u"rsa.key"_s, u"rsa.crt"_s}) {
        QFile part(m_folder.filePath(name));
        QVERIFY(part.open(QIODevice::ReadOnly));
        combined.write(part.readAll());
    }
    QFile noise(m_folder.filePath(u"noise.pfx"_s));
    QVERIFY(noise.open(QIODevice::WriteOnly));
    noise.write("this is no certificate");
    QFile empty(m_folder.filePath(u"empty.pem"_s));
    QVERIFY(empty.open(QIODevice::WriteOnly));
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
                            << QString::fromLatin1(password) << code;
    };
    using Code = Error::Code;
    row("RSA, PKCS#8", "rsa.crt", "rsa.key", "", -1);
    row("RSA, PKCS#1", "rsa.crt", "rsa_pkcs1.key", "", -1);
    row("EC, PKCS#8", "ec.crt", "ec.key", "", -1);
    row("EC, SEC 1", "ec.crt", "ec_sec1.key", "", -1);
    row("key and certificate in one file", "combined.pem", "", "", -1);
    row("an encrypted key", "rsa.crt", "rsa_pbes2.key", "secret", -1);
    row("a key encrypted the old way", "rsa.crt", "rsa_3des.key", "secret", -1);
    row("a key encrypted the oldest way", "rsa.crt", "rsa_traditional.key", "secret", -1);
    row("a modern PFX", "modern.pfx", "", "secret", -1);
    row("a legacy PFX", "legacy.pfx", "", "secret", -1);
    row("an EC PFX", "ec.pfx", "", "secret", -1);
    row("a PFX without a password", "open.pfx", "", "", -1);
    row("a wrong password for a PFX", "modern.pfx", "", "wrong", int(Code::WrongPassword));
    row("a wrong password for a legacy PFX", "legacy.pfx", "", "wrong", int(Code::WrongPassword));
    row("no password for a PFX", "modern.pfx", "", "", int(Code::PasswordNeeded));
    row("a wrong password for a key", "rsa.crt", "rsa_pbes2.key", "wrong",
        int(Code::WrongPassword));
    row("a wrong password for an old key", "rsa.crt", "rsa_traditional.key", "wrong",
        int(Code::WrongPassword));
    row("no password for a key", "rsa.crt", "rsa_pbes2.key", "", int(Code::PasswordNeeded));
    row("another key", "rsa.crt", "other.key", "", int(Code::KeyMismatch));
    row("a key of another kind", "rsa.crt", "ec.key", "", int(Code::KeyMismatch));
    row("an ended certificate", "expired.crt", "rsa.key", "", int(Code::CertificateExpired));
    row("a key instead of a certificate", "rsa.key", "rsa.key", "", int(Code::NoCertificate));
    row("a public key instead of a key", "rsa.crt", "public.pem", "", int(Code::NoKey));
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
    }
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
    QCOMPARE(unset.error().code, Error::Code::PasswordNeeded);
    QVERIFY(unset.error().detail.contains(u"SIGNALBOX_TEST_PASSWORD"_s));
    qputenv("SIGNALBOX_TEST_PASSWORD", "secret");
    QVERIFY(bool(load()));
    qunsetenv("SIGNALBOX_TEST_PASSWORD");
}

void tst_TlsIdentity::keepsWhatItMade()
{
    QTemporaryDir store;
    const TlsConfig config{.selfSigned = true};
    const QStringList names{u"localhost"_s, u"127.0.0.1"_s, u"::1"_s};
    const auto first = loadIdentity(config, u"my endpoint"_s, names, QDir(), QDir(store.path()));
    QVERIFY(bool(first));
    const auto second = loadIdentity(config, u"my endpoint"_s, names, QDir(), QDir(store.path()));
    QVERIFY(bool(second));
    QCOMPARE(second->chain, first->chain);
    const QFileInfo key(store.filePath(u"my%20endpoint.key"_s));
    QVERIFY(key.exists());
    QCOMPARE(key.permissions() & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
}

void tst_TlsIdentity::makesItAgainForOtherNames()
{
    QTemporaryDir store;
    const TlsConfig config{.selfSigned = true};
    const auto first = loadIdentity(config, u"a"_s, {u"localhost"_s}, QDir(), QDir(store.path()));
    const auto second =
        loadIdentity(config, u"a"_s, {u"localhost"_s, u"10.1.2.3"_s}, QDir(), QDir(store.path()));
    QVERIFY(first && second);
    QVERIFY(first->chain != second->chain);
    QCOMPARE(second->chain.first().subjectAlternativeNames().values(QSsl::IpAddressEntry),
             QStringList{u"10.1.2.3"_s});
}

QTEST_GUILESS_MAIN(tst_TlsIdentity)
#include "tst_tlsidentity.moc"
