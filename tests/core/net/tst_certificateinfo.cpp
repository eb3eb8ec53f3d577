#include "core/net/certificateinfo.h"
#include "core/net/tlsidentity.h"
#include "tests/support/testprogram.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestCertificateInfo : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;

    void keep(const QString &name, const QByteArray &content) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto made = makeSelfSigned({u"lab.example"_s, u"192.168.1.20"_s, u"fd12::1"_s},
                                         std::chrono::days(90));
        QVERIFY(bool(made));
        keep(u"lab.pem"_s, made->certificate + made->key);
        keep(u"lab.crt"_s, made->certificate);
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void whatACertificateHolds()
    {
        const auto info = readCertificate({.certificate = u"lab.pem"_s}, QDir(m_folder.path()));
        QVERIFY(bool(info));
        QCOMPARE(info->subject, u"lab.example"_s);
        QCOMPARE(info->issuer, u"lab.example"_s);
        QCOMPARE(info->names, (QStringList{u"192.168.1.20"_s, u"fd12::1"_s, u"lab.example"_s}));
        QCOMPARE(info->keyKind, u"EC 256"_s);
        QVERIFY(info->selfSigned);
        const qint64 days = QDateTime::currentDateTimeUtc().daysTo(info->until);
        QVERIFY(days == 89 || days == 90);
        QVERIFY(info->from < QDateTime::currentDateTimeUtc());
    }

    void whatIsWrongWithIt()
    {
        const auto info = readCertificate({.certificate = u"lab.crt"_s}, QDir(m_folder.path()));
        QVERIFY(!info);
        QCOMPARE(info.error().code, Error::Code::NoKey);
    }

    void inAnotherThread()
    {
        const QDir folder(m_folder.path());
        QFuture<Result<CertificateInfo>> reading =
            readCertificateAside({.certificate = u"lab.pem"_s}, folder);
        reading.waitForFinished();
        QCOMPARE(reading.resultCount(), 1);
        QVERIFY(reading.result().value()
                == readCertificate({.certificate = u"lab.pem"_s}, folder).value());
    }

    void whichHostsItIsFor_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("covered");
        QTest::newRow("a name") << u"lab.example"_s << true;
        QTest::newRow("in capitals") << u"LAB.example"_s << true;
        QTest::newRow("an address") << u"10.0.0.5"_s << true;
        QTest::newRow("an address in another spelling") << u"FD12:0::1"_s << true;
        QTest::newRow("another address") << u"10.0.0.6"_s << false;
        QTest::newRow("one label for the star") << u"a.class.example"_s << true;
        QTest::newRow("two labels for the star") << u"a.b.class.example"_s << false;
        QTest::newRow("no label for the star") << u"class.example"_s << false;
        QTest::newRow("a longer name") << u"xlab.example"_s << false;
        QTest::newRow("letters beyond ASCII") << u"b\u00fccher.example"_s << true;
    }
    void whichHostsItIsFor()
    {
        QFETCH(QString, host);
        CertificateInfo info;
        info.names = QStringList{u"lab.example"_s, u"*.class.example"_s, u"10.0.0.5"_s,
                                 u"fd12::1"_s, u"xn--bcher-kva.example"_s};
        QTEST(info.covers(host), "covered");
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestCertificateInfo)
#include "tst_certificateinfo.moc"
