#include "tests/support/testprogram.h"
#include "ui/log/rowlook.h"
#include "ui/words/whytext.h"

#include <QIcon>
#include <QLocale>
#include <QRegularExpression>
#include <QSet>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestWhyText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyRuleHasItsOwnWords()
    {
        for (const LogKind kind : {LogKind::In, LogKind::Out, LogKind::Left}) {
            QSet<QString> texts;
            for (int why = 1; why < WhyCount; ++why) {
                LogEntry entry;
                entry.kind = kind;
                entry.why = Why(why);
                entry.count = 38;
                const QString bare = whyText(entry);
                QVERIFY2(bare.size() >= 8, qPrintable(QString::number(why)));
                QVERIFY2(!bare.contains(u'%'), qPrintable(bare));
                QVERIFY2(!bare.endsWith(u' ') && !bare.endsWith(u':'), qPrintable(bare));
                QVERIFY2(!texts.contains(bare), qPrintable(bare));
                texts.insert(bare);

                entry.detail = u"the detail"_s;
                QVERIFY2(!whyText(entry).contains(u'%'), qPrintable(whyText(entry)));
            }
        }
    }

    void everyKindHasWordsAndAnIcon()
    {
        QSet<QString> words;
        for (int kind = 0; kind < LogKindCount; ++kind) {
            LogEntry entry;
            entry.kind = LogKind(kind);
            entry.detail = u"something"_s;
            entry.count = 3;
            QVERIFY(!whyText(entry).isEmpty());
            QVERIFY(!kindText(entry.kind).isEmpty());
            QVERIFY(!kindWord(entry.kind).isEmpty());
            QVERIFY(kindColor(entry).isValid());
            QVERIFY(!directionText(directionOf(entry)).isEmpty());
            QVERIFY(QFile::exists(u":/icons/%1.svg"_s.arg(directionIcon(entry))));
            words.insert(kindText(entry.kind));
        }
        QCOMPARE(words.size(), LogKindCount);
    }

    void sentences_data()
    {
        QTest::addColumn<LogEntry>("entry");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, LogKind kind, Why why, quint32 count,
                            const QString &detail, const QString &text) -> LogEntry & {
            static LogEntry entry;
            entry = {};
            entry.kind = kind;
            entry.why = why;
            entry.count = count;
            entry.detail = detail;
            QTest::newRow(name) << entry << text;
            return entry;
        };
        row("a re-broadcast", LogKind::In, Why::ToAll, 38, {}, u"re-broadcast to 38 clients"_s);
        row("a re-broadcast to one", LogKind::In, Why::ToAll, 1, {}, u"re-broadcast to 1 client"_s);
        row("many recipients", LogKind::In, Why::ToPath, 1204, u"/y"_s,
            u"passed on to 1,204 on /y"_s);
        row("a signal to a path", LogKind::Out, Why::ToPath, 38, u"/y"_s, u"to everyone on /y"_s);
        row("not JSON", LogKind::In, Why::NotJson, 0, u"line 1, column 5"_s,
            u"not passed on: not JSON, line 1, column 5"_s);
        row("a signal for nobody", LogKind::Console, Why::Nobody, 0, {},
            u"not sent: nobody is connected"_s);
        row("nobody on the path", LogKind::In, Why::NobodyOnPath, 0, u"/y"_s,
            u"not passed on: nobody is on /y"_s);
        row("hold", LogKind::Note, Why::HoldOff, 31, {},
            u"sends resumed; 31 were skipped meanwhile"_s);
        row("a gap", LogKind::Gap, Why::None, 1204, {},
            u"1,204 rows are missing here: the log could not keep up"_s);
        row("an endpoint", LogKind::Note, Why::EndpointStarted, 0, u"ws://127.0.0.1:8091/"_s,
            u"listening on ws://127.0.0.1:8091/"_s);
        row("runs that came too soon", LogKind::Note, Why::StillRunning, 1204, {},
            u"skipped 1,204 runs: the run before was not finished"_s);
        row("a run that was missed", LogKind::Note, Why::Missed, 1, {},
            u"missed 1 run while off or asleep"_s);
        row("percent signs of a client stay", LogKind::In, Why::NobodyOnPath, 0, u"/%1%2"_s,
            u"not passed on: nobody is on /%1%2"_s);
        row("percent signs do not swallow what follows", LogKind::In, Why::ToPath, 2, u"/%1"_s,
            u"passed on to 2 on /%1"_s);
        row("invisible characters are drawn", LogKind::In, Why::ToGroup, 2, u"a\u202Eb"_s,
            u"passed on to 2 in group a⟨U+202E⟩b"_s);
        row("markup stays text", LogKind::Left, Why::ClosedByClient, 0, u"<b>bye</b>\n"_s,
            u"left by itself: <b>bye</b>"_s);

        LogEntry slow;
        slow.kind = LogKind::Out;
        slow.why = Why::ToAll;
        slow.count = 38;
        slow.waiting = 2;
        QTest::newRow("recipients that it waits for") << slow << u"to everyone, 2 queued"_s;
        LogEntry left;
        left.kind = LogKind::Left;
        left.why = Why::ClosedByClient;
        left.code = 1000;
        QTest::newRow("a close code") << left << u"left by itself (1000 normal)"_s;
        left.code = 3999;
        QTest::newRow("a close code of one's own") << left << u"left by itself (3999)"_s;
        left.code = 4000;
        QTest::newRow("a code that means something else when we send it")
            << left << u"left by itself (4000)"_s;
        left.why = Why::ClosedByOperator;
        QTest::newRow("the operator's code")
            << left << u"disconnected by the operator (4000 kicked)"_s;
        left.why = Why::NoPong;
        left.failed = true;
        left.code = 1006;
        left.detail = u"pongSeconds 10"_s;
        QTest::newRow("no answer to pings")
            << left << u"closed: it did not answer pings: pongSeconds 10 (1006 no goodbye)"_s;
        LogEntry endpoint;
        endpoint.endpoint = u"local"_s;
        endpoint.why = Why::EndpointStarted;
        endpoint.detail = u"wss://*:8443/"_s;
        QTest::newRow("an endpoint on all addresses")
            << endpoint << u"listening on wss://*:8443/, on all addresses of this computer"_s;
        endpoint.kind = LogKind::Error;
        endpoint.why = Why::EndpointFailed;
        endpoint.detail = u"PortInUse 127.0.0.1:8091 The bound address is already in use"_s;
        QTest::newRow("a port that is taken")
            << endpoint << u"local could not start. Port 8091 is taken by another program."_s;
        endpoint.detail = u"AddressUnavailable [2001:db8::1]:8091"_s;
        QTest::newRow("an address that is not there")
            << endpoint << u"local could not start. This computer has no address 2001:db8::1."_s;
        endpoint.detail = u"The bound address is already in use"_s;
        QTest::newRow("a failure of an earlier version")
            << endpoint << u"local could not start. The bound address is already in use"_s;
        endpoint.why = Why::CertificateKept;
        endpoint.detail = u"WrongPassword *:8443 \t/etc/lab/site.pfx"_s;
        QTest::newRow("a certificate with another password")
            << endpoint
            << u"the new certificate cannot be used, so the old one stays: The password does not "
               "open site.pfx."_s;
        endpoint.why = Why::CertificateNotMade;
        endpoint.detail = u"NoSpace *:8443 4 bytes are free\t/var/lib/lab.key"_s;
        QTest::newRow("a certificate that cannot be made anew")
            << endpoint
            << u"the certificate ends, and a new one could not be made: There is no room on the "
               "disk for the certificate that was made."_s;
        endpoint.why = Why::CertificateEnds;
        endpoint.detail = u"2027-03-01"_s;
        endpoint.failed = false;
        QTest::newRow("a certificate that ends")
            << endpoint << u"the certificate ends on 2027-03-01; put a new one in its place"_s;
        LogEntry beat;
        beat.kind = LogKind::Timer;
        beat.why = Why::ToAll;
        beat.timer = u"beat %1"_s;
        QTest::newRow("a timer's signal") << beat << u"beat %1: to everyone"_s;
        beat.kind = LogKind::Schedule;
        beat.why = Why::NobodyOnPath;
        beat.detail = u"/ops"_s;
        QTest::newRow("a schedule for nobody") << beat << u"beat %1: not sent: nobody is on /ops"_s;
        row("another time zone", LogKind::Note, Why::ZoneChanged, 0, u"Etc/UTC Europe/Berlin"_s,
            u"the computer's time zone was changed from Etc/UTC to Europe/Berlin, and schedules "
            "without a zone of their own follow"_s);
        LogEntry refused;
        refused.kind = LogKind::Refused;
        refused.why = Why::BadOrigin;
        refused.code = 403;
        refused.detail = u"https://x.example"_s;
        QTest::newRow("a refused origin")
            << refused
            << u"refused: pages of this origin are not allowed: https://x.example (403)"_s;
    }
    void sentences()
    {
        QFETCH(LogEntry, entry);
        QTEST(whyText(entry), "text");
    }

    void longDetailIsCut()
    {
        LogEntry entry;
        entry.kind = LogKind::Error;
        entry.detail = QString(1'000'000, u'x');
        QVERIFY(whyText(entry).size() < 400);
    }

    void clients()
    {
        LogEntry entry;
        entry.kind = LogKind::Out;
        QCOMPARE(clientText(entry), u"nobody"_s);
        entry.count = 38;
        QCOMPARE(clientText(entry), u"38 clients"_s);
        entry.client = ClientId::create();
        QCOMPARE(clientText(entry), aliasOf(entry.client));
        entry.clientName = u"Ada\u200B"_s;
        QCOMPARE(clientText(entry), u"Ada⟨U+200B⟩"_s);
    }

    void messages()
    {
        LogEntry entry;
        entry.payload = "{\"a\":\n  \"\xe2\x80\xae\"}";
        QCOMPARE(messageText(entry), u"{\"a\": \"⟨U+202E⟩\"}"_s);
        QCOMPARE(messageText(entry, 4), u"{\"a\"…"_s);
        entry.type = PayloadType::Binary;
        entry.payload = QByteArray::fromHex("00ff10");
        QCOMPARE(messageText(entry), u"00 ff 10"_s);
    }
};

SIGNALBOX_TEST(TestWhyText)
#include "tst_whytext.moc"
