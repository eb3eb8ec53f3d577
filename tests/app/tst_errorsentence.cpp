#include "app/errorsentence.h"
#include "tests/support/testprogram.h"

#include <QMap>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// What standard error says of an endpoint that cannot start.
class tst_ErrorSentence : public QObject
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
            status.name = u"lab"_s;
            status.address = u"198.51.100.7"_s;
            status.port = 8443;
            status.error = Error{Code(i), u"the detail"_s, u"/etc/lab/site.pem"_s};
            const QString sentence = errorSentence(status);
            QVERIFY2(sentence.startsWith(u"endpoint lab: "_s), qPrintable(sentence));
            QVERIFY2(sentence.endsWith(u'.'), qPrintable(sentence));
            if (ofDocuments.contains(Code(i)))
                continue; // not of endpoints
            QVERIFY2(!seen.contains(sentence),
                     qPrintable(u"%1 and %2: %3"_s.arg(seen.value(sentence)).arg(i).arg(sentence)));
            QVERIFY2(!sentence.contains(u"It cannot start"_s), qPrintable(sentence));
            seen.insert(sentence, i);
        }
    }

    void itNamesTheFile_data()
    {
        QTest::addColumn<int>("code");
        using Code = Error::Code;
        for (const Code code : {Code::CertificateMissing,
                                Code::CertificateUnreadable,
                                Code::CertificateDamaged,
                                Code::NoCertificate,
                                Code::NoKey,
                                Code::KeyDamaged,
                                Code::FormatUnsupported,
                                Code::EncryptionUnsupported,
                                Code::PasswordNeeded,
                                Code::WrongPassword,
                                Code::KeyPasswordDiffers,
                                Code::KeyMismatch,
                                Code::CertificateExpired,
                                Code::CertificateNotYetValid,
                                Code::KeyUnsupported,
                                Code::CurveUnsupported,
                                Code::KeyTooShort,
                                Code::SignatureTooWeak,
                                Code::TlsImpossible,
                                Code::CannotRead})
            QTest::addRow("code %d", int(code)) << int(code);
    }
    void itNamesTheFile()
    {
        QFETCH(int, code);
        EndpointStatus status;
        status.error = Error{Error::Code(code), u"2026-01-02"_s, u"/etc/lab/site.pem"_s};
        QVERIFY2(errorSentence(status).contains(u"/etc/lab/site.pem"_s),
                 qPrintable(errorSentence(status)));
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_ErrorSentence)
#include "tst_errorsentence.moc"
