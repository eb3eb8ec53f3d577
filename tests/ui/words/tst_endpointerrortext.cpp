#include "tests/support/testprogram.h"
#include "ui/words/endpointerrortext.h"

#include <QMap>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// What the window says of an endpoint that cannot start.
class tst_EndpointErrorText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachErrorHasItsOwn()
    {
        using Code = Error::Code;
        const QList ofDocuments{Code::Unknown, Code::ChangedOnDisk, Code::BadDocument,
                                Code::NotSupported};
        QMap<QString, int> seen;
        for (int i = 0; i <= int(Code::CertificateNotMade); ++i) {
            EndpointStatus status;
            status.address = u"198.51.100.7"_s;
            status.port = 8443;
            status.error = Error{Code(i), u"the detail"_s, u"/etc/lab/site.pem"_s};
            const QString sentence = endpointErrorText(status);
            QVERIFY2(sentence.endsWith(u'.'), qPrintable(sentence));
            if (ofDocuments.contains(Code(i)))
                continue; // not of endpoints
            QVERIFY2(!seen.contains(sentence),
                     qPrintable(u"%1 and %2: %3"_s.arg(seen.value(sentence)).arg(i).arg(sentence)));
            QVERIFY2(!sentence.contains(u"It cannot start"_s), qPrintable(sentence));
            seen.insert(sentence, i);
        }
    }

    void itNamesTheFile()
    {
        EndpointStatus status;
        status.error = Error{Error::Code::CurveUnsupported, u"secp256k1"_s, u"/etc/lab/site.pem"_s};
        QCOMPARE(endpointErrorText(status),
                 u"The key in site.pem is on the curve secp256k1, which no browser speaks in TLS. "
                 "Use the curve P-256 (prime256v1), or RSA."_s);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_EndpointErrorText)
#include "tst_endpointerrortext.moc"
