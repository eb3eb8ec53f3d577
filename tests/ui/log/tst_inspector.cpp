#include "logentries.h"
#include "tests/support/testprogram.h"
#include "tests/ui/savepicture.h"
#include "ui/log/entryinfo.h"
#include "ui/log/hexview.h"
#include "ui/log/inspector.h"
#include "ui/log/payloadview.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTabBar>
#include <QToolButton>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestInspector : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<Inspector> m_inspector;

    PayloadView *pretty() const
    {
        return m_inspector->findChild<PayloadView *>(u"inspectorPretty"_s);
    }
    PayloadView *raw() const { return m_inspector->findChild<PayloadView *>(u"inspectorRaw"_s); }
    HexView *hex() const { return m_inspector->findChild<HexView *>(); }
    static LogEntry message(const QByteArray &payload, PayloadType type = PayloadType::Json)
    {
        LogEntry entry = incoming(7, payload);
        entry.type = type;
        return entry;
    }
    /// Of one megabyte and a little.
    static QByteArray longJson(char digit)
    {
        return '[' + QByteArray("0,").replace('0', digit).repeated(500'000) + digit + ']';
    }
    /// What a view says in place of a text.
    static QString note(const PayloadView &view)
    {
        return view.findChild<QPlainTextEdit *>()->placeholderText();
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(
            QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
        m_inspector = std::make_unique<Inspector>();
        m_inspector->resize(720, 300);
        m_inspector->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_inspector.get()));
    }
    void cleanup() { m_inspector.reset(); }

    void emptyAtFirst()
    {
        auto *empty = m_inspector->findChild<EmptyState *>();
        QVERIFY(empty->isVisible());
        m_inspector->setEntry(message("1"));
        QVERIFY(!empty->isVisible());
        m_inspector->setEntry(std::nullopt);
        QVERIFY(empty->isVisible());
    }

    void tabGoesWithTheContent_data()
    {
        QTest::addColumn<LogEntry>("entry");
        QTest::addColumn<int>("tab");
        QTest::newRow("JSON") << message(R"({"a":1})") << int(Inspector::PrettyTab);
        QTest::newRow("any JSON value") << message("42") << int(Inspector::PrettyTab);
        QTest::newRow("text that is JSON after all")
            << message("[1]", PayloadType::Text) << int(Inspector::PrettyTab);
        QTest::newRow("not JSON") << message("{nope", PayloadType::Text) << int(Inspector::RawTab);
        QTest::newRow("binary") << message(QByteArray("\0\1", 2), PayloadType::Binary)
                                << int(Inspector::HexTab);
        LogEntry join;
        join.kind = LogKind::Join;
        QTest::newRow("no payload") << join << int(Inspector::InfoTab);
        LogEntry cut = message(R"({"a":1})");
        cut.size = 312 * 1024;
        QTest::newRow("cut JSON") << cut << int(Inspector::RawTab);
    }
    void tabGoesWithTheContent()
    {
        QFETCH(LogEntry, entry);
        m_inspector->setEntry(entry);
        QTEST(int(m_inspector->currentTab()), "tab");
    }

    void chosenTabStays()
    {
        m_inspector->setEntry(message("1"));
        auto *bar = m_inspector->findChild<QTabBar *>();
        QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(Inspector::HexTab).center());
        QCOMPARE(m_inspector->currentTab(), Inspector::HexTab);
        m_inspector->setEntry(message("2"));
        QCOMPARE(m_inspector->currentTab(), Inspector::HexTab);
        LogEntry join;
        join.kind = LogKind::Join;
        m_inspector->setEntry(join); // has no bytes
        QCOMPARE(m_inspector->currentTab(), Inspector::InfoTab);
        m_inspector->setEntry(message("3"));
        QCOMPARE(m_inspector->currentTab(), Inspector::HexTab);
    }

    void payloadIsShownExactly()
    {
        const QByteArray payload = R"({"b":1.0,"a":9223372036854775808,"b":"\u00e4\/"})";
        m_inspector->setEntry(message(payload));
        QCOMPARE(pretty()->shownText(),
                 u"{\n  \"b\": 1.0,\n  \"a\": 9223372036854775808,\n  \"b\": \"\\u00e4\\/\"\n}"_s);
        m_inspector->showTab(Inspector::RawTab);
        QCOMPARE(raw()->shownText().toUtf8(), payload);
        QTest::mouseClick(m_inspector->findChild<QToolButton *>(u"inspectorCopy"_s),
                          Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), payload);
    }

    void invisibleCharactersAreDrawn()
    {
        const QString text = u"a\u202Eb\u200B\n<b>c</b>\t\u0007"_s;
        m_inspector->setEntry(message(text.toUtf8(), PayloadType::Text));
        QCOMPARE(raw()->shownText(), u"a⟨U+202E⟩b⟨U+200B⟩\n<b>c</b>\t⟨U+0007⟩"_s);
        QTest::mouseClick(m_inspector->findChild<QToolButton *>(u"inspectorCopy"_s),
                          Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), text); // what came, not what is drawn
    }

    void cutPayloadSaysSo()
    {
        LogEntry entry = message(QByteArray(65'536, 'x'), PayloadType::Text);
        entry.size = 312 * 1024;
        entry.sha256 = QByteArray(32, '\xab');
        m_inspector->setEntry(entry);
        QStringList banners;
        for (const Banner *banner : m_inspector->findChildren<Banner *>()) {
            if (banner->isVisible())
                banners << banner->text();
        }
        QVERIFY(banners.contains(u"64 KiB of 312 KiB kept: what is behind is not searched, and it "
                                 u"cannot be sent again · "
                                 "SHA-256 of the whole: %1"_s.arg(u"ab"_s.repeated(32))));
        QVERIFY(m_inspector->findChild<EntryInfo *>()->text().contains(
            u"Size: 319,488 bytes, of which 65,536 bytes are kept"_s));
    }

    void largePayloadsDoNotStall_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::newRow("one line") << QByteArray(65'536, 'x');
        QTest::newRow("many lines") << QByteArray(65'536, '\n');
        QTest::newRow("deep JSON") << QByteArray(1'000, '[') + QByteArray(1'000, ']');
        QTest::newRow("wide JSON") << "[1" + QByteArray(",1").repeated(32'000) + ']';
        QTest::newRow("combining accents") << QByteArray("\xcc\x81").repeated(32'000);
        QTest::newRow("overrides") << QByteArray("\xe2\x80\xae").repeated(21'000);
        QTest::newRow("not UTF-8") << QByteArray(65'536, '\xff');
    }
    void largePayloadsDoNotStall()
    {
        QFETCH(QByteArray, payload);
        for (const auto tab : {Inspector::PrettyTab, Inspector::RawTab, Inspector::HexTab}) {
            QElapsedTimer timer;
            timer.start();
            m_inspector->showTab(tab);
            m_inspector->setEntry(message(payload));
            m_inspector->grab();
            qInfo("shown in %lld ms", timer.elapsed());
        }
    }

    /// A row is chosen without waiting for what a long message is.
    void aLongMessageIsReadBesideTheWindow_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<int>("tab");
        QTest::addColumn<QString>("tip");
        QTest::newRow("JSON") << longJson('1') << int(Inspector::PrettyTab) << QString();
        QTest::newRow("no JSON in the end")
            << QByteArray(longJson('1') + '}') << int(Inspector::RawTab) << u"This is not JSON"_s;
    }
    void aLongMessageIsReadBesideTheWindow()
    {
        QFETCH(QByteArray, payload);
        QFETCH(int, tab);
        const auto *bar = m_inspector->findChild<QTabBar *>();
        const auto *copy = m_inspector->findChild<QToolButton *>(u"inspectorCopy"_s);
        m_inspector->setEntry(message(payload));
        QCOMPARE(m_inspector->currentTab(), Inspector::PrettyTab); // nobody knows better yet
        QCOMPARE(note(*pretty()), u"Reading 1 MB…"_s);
        QCOMPARE(note(*raw()), u"Reading 1 MB…"_s);
        QCOMPARE(pretty()->shownText(), QString());
        QVERIFY(!copy->isEnabled());
        QCOMPARE(copy->toolTip(), u"The message is still being read"_s);
        m_inspector->showTab(Inspector::HexTab); // needs no reading
        QVERIFY(copy->isEnabled());
        m_inspector->showTab(Inspector::PrettyTab);
        QVERIFY(!copy->isEnabled());

        QTRY_COMPARE(bar->tabToolTip(Inspector::PrettyTab) % u'/'
                         % bar->tabText(bar->currentIndex()),
                     tab == Inspector::PrettyTab ? u"/Pretty"_s : u"This is not JSON/Raw"_s);
        QTEST(int(m_inspector->currentTab()), "tab");
        QTEST(bar->tabToolTip(Inspector::PrettyTab), "tip");
        QVERIFY(copy->isEnabled());
        PayloadView *view = tab == Inspector::PrettyTab ? pretty() : raw();
        QTRY_VERIFY(!view->shownText().isEmpty());
        QVERIFY(view->shownText().startsWith(tab == Inspector::PrettyTab ? u"[\n  1,\n"_s
                                                                         : u"[1,1,"_s));
        QCOMPARE(note(*view), QString());
    }

    void ofSeveralLongMessagesTheLastIsShown()
    {
        m_inspector->setEntry(message(longJson('1')));
        m_inspector->setEntry(message(longJson('2')));
        QTRY_VERIFY(!pretty()->shownText().isEmpty());
        QVERIFY(pretty()->shownText().startsWith(u"[\n  2,\n"_s));

        QSignalSpy shown(m_inspector->findChild<QTabBar *>(), &QTabBar::currentChanged);
        m_inspector->setEntry(message(longJson('3')));
        m_inspector->setEntry(message("no JSON", PayloadType::Text)); // known at once
        QCOMPARE(m_inspector->currentTab(), Inspector::RawTab);
        QCOMPARE(raw()->shownText(), u"no JSON"_s);
        m_inspector->setEntry(message(longJson('4') + '}')); // read after the one that is dropped
        QTRY_COMPARE(m_inspector->currentTab(), Inspector::RawTab);
        QTRY_VERIFY(raw()->shownText().startsWith(u"[4,4,"_s));
        QVERIFY(pretty()->shownText().isEmpty());
        m_inspector->setEntry(std::nullopt);
        m_inspector->setEntry(message("5"));
        QCOMPARE(pretty()->shownText(), u"5"_s);
    }

    void whatIsLongIsCopiedBesideTheWindow_data()
    {
        QTest::addColumn<int>("tab");
        QTest::addColumn<QString>("start");
        QTest::newRow("laid out") << int(Inspector::PrettyTab) << u"[\n  1,\n  1,"_s;
        QTest::newRow("as it came") << int(Inspector::RawTab) << u"[1,1,1,"_s;
        QTest::newRow("bytes") << int(Inspector::HexTab) << u"00000000  5b 31 2c"_s;
    }
    void whatIsLongIsCopiedBesideTheWindow()
    {
        QFETCH(int, tab);
        QFETCH(QString, start);
        auto *copy = m_inspector->findChild<QToolButton *>(u"inspectorCopy"_s);
        m_inspector->setEntry(message(longJson('1')));
        m_inspector->showTab(Inspector::Tab(tab));
        QTRY_VERIFY(copy->isEnabled());
        QGuiApplication::clipboard()->setText(u"before"_s);
        QTest::mouseClick(copy, Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
        QVERIFY(!copy->isEnabled());
        QCOMPARE(copy->toolTip(), u"It is being copied"_s);
        QTRY_VERIFY(copy->isEnabled());
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(start));
        QCOMPARE(copy->toolTip(), u"Copy what this tab shows"_s);
    }

    void everythingIsShownWhenAskedFor()
    {
        m_inspector->setEntry(message(QByteArray(40'000, 'x'), PayloadType::Text));
        QCOMPARE(raw()->shownText().size(), PayloadView::FirstCharacters + 1); // an ellipsis
        auto *more = raw()->findChild<QPushButton *>();
        QVERIFY(more->isVisible());
        QTest::mouseClick(more, Qt::LeftButton);
        QCOMPARE(raw()->shownText().size(), 40'000);
        QVERIFY(!more->isVisible());
    }

    void causeCanBeGoneTo()
    {
        LogEntry entry = message("1");
        entry.cause = 881;
        m_inspector->setEntry(entry);
        m_inspector->showTab(Inspector::InfoTab);
        QSignalSpy cause(m_inspector.get(), &Inspector::causeRequested);
        auto *button = m_inspector->findChild<QPushButton *>(u"causeButton"_s);
        QCOMPARE(button->text(), u"Row 881"_s);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(cause.size(), 1);
        QCOMPARE(cause[0][0].toULongLong(), 881);
    }

    void aBreachLeadsToItsLimit_data()
    {
        QTest::addColumn<LogKind>("kind");
        QTest::addColumn<Why>("why");
        QTest::addColumn<QString>("detail");
        QTest::addColumn<QString>("limit"); // empty: no button
        QTest::newRow("a full queue")
            << LogKind::Limit << Why::QueueFull << u"queueMessages 2000"_s << u"queueMessages"_s;
        QTest::newRow("all queues full") << LogKind::Limit << Why::QueuesFull
                                         << u"totalQueueBytes 268435456"_s << u"totalQueueBytes"_s;
        QTest::newRow("a large message") << LogKind::Limit << Why::MessageTooBig
                                         << u"a message of 9 bytes"_s << u"messageBytes"_s;
        QTest::newRow("a full endpoint")
            << LogKind::Refused << Why::EndpointFull << u"1000"_s << u"clients"_s;
        QTest::newRow("an address that connects too fast")
            << LogKind::Refused << Why::TooFastFromAddress << u"addressConnectionsPerSecond 20"_s
            << u"addressConnectionsPerSecond"_s;
        QTest::newRow("a deep message")
            << LogKind::In << Why::TooDeep << u"nested deeper than 64"_s << u"jsonDepth"_s;
        QTest::newRow("a wide message")
            << LogKind::In << Why::TooDeep << u"more than 256 keys"_s << u"jsonKeys"_s;
        QTest::newRow("an idle client")
            << LogKind::Limit << Why::Idle << u"idleSeconds 60"_s << u"idleSeconds"_s;
        QTest::newRow("a client without pongs")
            << LogKind::Limit << Why::NoPong << u"pongSeconds 10"_s << u"pongSeconds"_s;
        QTest::newRow("too many pings") << LogKind::Limit << Why::TooManyPings
                                        << u"more than 1 pings a second"_s << u"pingsPerSecond"_s;
        QTest::newRow("an address that guesses")
            << LogKind::Refused << Why::AddressBlocked << u"blockSeconds 60"_s << u"blockSeconds"_s;
        QTest::newRow("no more open files")
            << LogKind::Refused << Why::EndpointFull << u"open files 256"_s << QString();
        QTest::newRow("a client that names a limit")
            << LogKind::In << Why::NotJson << u"queueBytes 1"_s << QString();
        QTest::newRow("a wrong token")
            << LogKind::Refused << Why::NotAuthorized << u"a wrong token"_s << QString();
    }
    void aBreachLeadsToItsLimit()
    {
        QFETCH(LogKind, kind);
        QFETCH(Why, why);
        QFETCH(QString, detail);
        QFETCH(QString, limit);
        LogEntry entry;
        entry.kind = kind;
        entry.why = why;
        entry.detail = detail;
        entry.endpoint = u"local"_s;
        m_inspector->setEntry(entry);
        m_inspector->showTab(Inspector::InfoTab);
        QSignalSpy asked(m_inspector.get(), &Inspector::limitRequested);
        auto *button = m_inspector->findChild<QPushButton *>(u"limitButton"_s);
        QCOMPARE(button != nullptr, !limit.isEmpty());
        if (button == nullptr)
            return;
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(asked.value(0).value(0).toString(), u"local"_s);
        QCOMPARE(asked.value(0).value(1).toString(), limit);
    }

    void aRefusedOriginCanBeAllowed()
    {
        LogEntry entry;
        entry.kind = LogKind::Refused;
        entry.why = Why::BadOrigin;
        entry.endpoint = u"local"_s;
        entry.detail = u"https://codepen.io"_s;
        m_inspector->setEntry(entry);
        m_inspector->showTab(Inspector::InfoTab);
        QSignalSpy asked(m_inspector.get(), &Inspector::originRequested);
        QTest::mouseClick(m_inspector->findChild<QPushButton *>(u"originButton"_s), Qt::LeftButton);
        QCOMPARE(asked.value(0).value(1).toString(), u"https://codepen.io"_s);
        entry.detail = u"javascript:alert(1)"_s; // nothing that could be listed
        m_inspector->setEntry(entry);
        QVERIFY(!m_inspector->findChild<QPushButton *>(u"originButton"_s));
    }

    void infoIsPlainText()
    {
        LogEntry entry = message("1");
        entry.clientName = u"<b>x</b>\u202E"_s;
        entry.detail = u"<img src=x>"_s;
        m_inspector->setEntry(entry);
        const auto *info = m_inspector->findChild<EntryInfo *>();
        QVERIFY(info->text().contains(u"Client: <b>x</b>⟨U+202E⟩"_s));
        for (const QLabel *label : info->findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void hexDump()
    {
        HexView view;
        view.setBytes("0123456789abcdef\x01~\xff");
        QCOMPARE(view.dump(),
                 u"00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n"
                 u"00000010  01 7e ff                                         ·~·\n"_s);
        QCOMPARE(view.selectedBytes(), QByteArray());
        view.resize(800, 300);
        view.show();
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(view.selectedBytes(), QByteArray("12"));
        QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(view.selectedBytes(), QByteArray("123456789abcdef\x01~\xff"));
        QTest::keyClick(&view, Qt::Key_Up);
        QCOMPARE(view.selectedBytes(), QByteArray("2"));
        QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), view.dump());
        view.setBytes({});
        QCOMPARE(view.dump(), QString());
        QTest::keyClick(&view, Qt::Key_Down); // nothing to choose
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(100, 10));
        QCOMPARE(view.selectedBytes(), QByteArray());
        view.grab();
    }

    void screenshots_data()
    {
        QTest::addColumn<SchemeChoice>("choice");
        QTest::newRow("light") << SchemeChoice::Light;
        QTest::newRow("dark") << SchemeChoice::Dark;
    }
    void screenshots()
    {
        QFETCH(SchemeChoice, choice);
        Theme theme;
        theme.setChoice(choice);
        const auto save = [&](const QString &name) {
            QCoreApplication::processEvents();
            QVERIFY(savePicture(
                *m_inspector,
                u"inspector-%1-%2"_s.arg(name, QString::fromLatin1(QTest::currentDataTag()))));
        };
        save(u"empty"_s);
        LogEntry entry = message(
            R"({"message":{"type":"position","train":"S3-4711","km":12.48,"ok":true},"n":9223372036854775808})");
        entry.kind = LogKind::Out;
        entry.cause = 881;
        entry.waiting = 2;
        m_inspector->setEntry(entry);
        save(u"pretty"_s);
        m_inspector->showTab(Inspector::HexTab);
        hex()->setFocus();
        QTest::keyClick(hex(), Qt::Key_Down);
        QTest::keyClick(hex(), Qt::Key_Down, Qt::ShiftModifier);
        save(u"hex"_s);
        m_inspector->showTab(Inspector::InfoTab);
        save(u"info"_s);
        LogEntry cut =
            message(QByteArray("{\"text\":\"") + QByteArray(60'000, 'x'), PayloadType::Text);
        cut.size = 312 * 1024;
        cut.sha256 = QByteArray(32, '\x5e');
        m_inspector->showTab(Inspector::RawTab);
        m_inspector->setEntry(cut);
        save(u"cut"_s);
    }
};

SIGNALBOX_TEST(TestInspector)
#include "tst_inspector.moc"
