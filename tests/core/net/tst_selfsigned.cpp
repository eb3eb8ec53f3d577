#include "core/net/tlsidentity.h"
#include "tests/core/filecontent.h"
#include "tests/support/testprogram.h"

#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// Certificates that we make ourselves, and keep.
class tst_SelfSigned : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void keepsWhatItMade();
    void makesItAgainForOtherNames();
    void makesItAgain_data();
    void makesItAgain();
    void coversNames_data();
    void coversNames();
    void keepsOddlyNamedEndpointsInTheirFolder_data();
    void keepsOddlyNamedEndpointsInTheirFolder();
    void saysThatItCannotKeepIt();
};

void tst_SelfSigned::keepsWhatItMade()
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

void tst_SelfSigned::makesItAgainForOtherNames()
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

void tst_SelfSigned::makesItAgain_data()
{
    QTest::addColumn<int>("days"); // of validity of what is kept; 0: it is spoilt instead
    QTest::addColumn<QString>("spoilt"); // the file that is overwritten
    QTest::addColumn<bool>("again");
    QTest::newRow("not while it is good") << 31 << QString() << false;
    QTest::newRow("when it has ended") << -1 << QString() << true;
    QTest::newRow("when it ends within 30 days") << 30 << QString() << true;
    QTest::newRow("when its key is damaged") << 0 << u"a.key"_s << true;
    QTest::newRow("when its certificate is damaged") << 0 << u"a.crt"_s << true;
}

void tst_SelfSigned::makesItAgain()
{
    QFETCH(int, days);
    QFETCH(QString, spoilt);
    QFETCH(bool, again);
    QTemporaryDir store;
    const QStringList names{u"localhost"_s};
    const auto kept = makeSelfSigned(names, std::chrono::days(days == 0 ? 60 : days));
    QVERIFY(bool(kept));
    QVERIFY(write(store.filePath(u"a.crt"_s), kept->certificate));
    QVERIFY(write(store.filePath(u"a.key"_s), kept->key));
    if (!spoilt.isEmpty())
        QVERIFY(write(store.filePath(spoilt), "half a wri"));
    const auto identity =
        loadIdentity({.selfSigned = true}, u"a"_s, names, QDir(), QDir(store.path()));
    QVERIFY(bool(identity));
    QCOMPARE(identity->chain.first() != QSslCertificate(kept->certificate), again);
    QVERIFY(identity->chain.first().expiryDate() > QDateTime::currentDateTimeUtc().addDays(29));
    const auto second =
        loadIdentity({.selfSigned = true}, u"a"_s, names, QDir(), QDir(store.path()));
    QVERIFY(bool(second));
    QVERIFY(*second == *identity);
}

void tst_SelfSigned::coversNames_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QStringList>("domains");
    QTest::addColumn<QStringList>("addresses");
    QTest::newRow("no names mean this computer")
        << QStringList() << QStringList{u"localhost"_s} << QStringList();
    QTest::newRow("names and addresses of both families")
        << QStringList{u"lab.example"_s, u"192.168.1.20"_s, u"::1"_s}
        << QStringList{u"lab.example"_s} << QStringList{u"192.168.1.20"_s, u"::1"_s};
    QTest::newRow("letters beyond ASCII")
        << QStringList{u"b\u00fccher.example"_s} << QStringList{u"xn--bcher-kva.example"_s}
        << QStringList();
    QTest::newRow("an address with a scope")
        << QStringList{u"fe80::1%eth0"_s} << QStringList() << QStringList{u"fe80::1"_s};
    QTest::newRow("a name longer than a common name may be")
        << QStringList{QString(60, u'a') + u".example"_s}
        << QStringList{QString(60, u'a') + u".example"_s} << QStringList();
    QTest::newRow("a name that would smuggle another in")
        << QStringList{u"localhost"_s, u"a.example,DNS:bank.example"_s}
        << QStringList{u"localhost"_s} << QStringList();
    QTest::newRow("an empty name")
        << QStringList{QString(), u"localhost"_s} << QStringList{u"localhost"_s} << QStringList();
}

void tst_SelfSigned::coversNames()
{
    QFETCH(QStringList, names);
    QFETCH(QStringList, domains);
    QFETCH(QStringList, addresses);
    QTemporaryDir store;
    const auto load = [&] {
        return loadIdentity({.selfSigned = true}, u"a"_s, names, QDir(), QDir(store.path()));
    };
    const auto identity = load();
    QVERIFY(bool(identity));
    const auto held = identity->chain.first().subjectAlternativeNames();
    QStringList heldAddresses;
    for (const QString &each : held.values(QSsl::IpAddressEntry))
        heldAddresses += QHostAddress(each).toString();
    heldAddresses.sort();
    addresses.sort();
    QCOMPARE(held.values(QSsl::DnsEntry), domains);
    QCOMPARE(heldAddresses, addresses);
    const auto second = load();
    QVERIFY(bool(second));
    QCOMPARE(second->chain, identity->chain);
}

void tst_SelfSigned::keepsOddlyNamedEndpointsInTheirFolder_data()
{
    QTest::addColumn<QString>("endpoint");
    QTest::newRow("a way out") << u"../../escape"_s;
    QTest::newRow("an absolute path") << u"/tmp/escape"_s;
    QTest::newRow("the folder above") << u".."_s;
    QTest::newRow("letters beyond ASCII") << u"K\u00fcche"_s;
    QTest::newRow("longer than a file name may be") << QString(1000, u'\u00fc');
}

void tst_SelfSigned::keepsOddlyNamedEndpointsInTheirFolder()
{
    QFETCH(QString, endpoint);
    QTemporaryDir store;
    const auto identity =
        loadIdentity({.selfSigned = true}, endpoint, {}, QDir(), QDir(store.path()));
    QVERIFY(bool(identity));
    QCOMPARE(QDir(store.path()).entryList(QDir::Files | QDir::Hidden).size(), 2);
}

void tst_SelfSigned::saysThatItCannotKeepIt()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"file"_s);
    QVERIFY(write(file, "this is no folder"));
    const auto identity =
        loadIdentity({.selfSigned = true}, u"a"_s, {}, QDir(), QDir(file + u"/store"_s));
    QVERIFY(!identity);
    QCOMPARE(identity.error().code, Error::Code::CannotWrite);
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_SelfSigned)
#include "tst_selfsigned.moc"
