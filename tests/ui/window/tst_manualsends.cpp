#include "core/server/sendrecords.h"
#include "tests/support/testprogram.h"
#include "tests/ui/savepicture.h"
#include "ui/compose/composer.h"
#include "ui/compose/receiverssheet.h"
#include "ui/compose/sendwords.h"
#include "ui/model/manyreceivers.h"
#include "ui/widgets/banner.h"
#include "ui/window/windowbanners.h"
#include "windowfixture.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTableView>
#include <QTcpSocket>
#include <QToolButton>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

/// What a run of the program leaves that is killed in the middle of a send.
void leaveUnfinished(const QDir &folder, const Signal &signal, int count)
{
    static auto *killed = new QList<SendRecords *>; // never deleted: nothing is tidied up
    auto *records = new SendRecords(folder);
    killed->append(records);
    const auto receipts = records->begin(1, signal, quint32(count), 1);
    records->write(1);
    records->wait();
    for (int i = 0; i < count; ++i) {
        const ClientId id = ClientId::create();
        receipts->set(receipts->enter(id, i % 5 == 0 ? u"tablet %1"_s.arg(i) : aliasOf(id)),
                      i < count * 2 / 5    ? Receipt::Done
                      : i == count * 2 / 5 ? Receipt::Leaving
                      : i < count * 3 / 5  ? Receipt::Waiting
                                           : Receipt::None);
    }
    receipts->addList();
}

SendRecord record(const QList<Receipt> &receipts, bool isComplete, bool isExact)
{
    SendRecord record;
    for (const Receipt receipt : receipts)
        record.copies.append({ClientId::create(), u"a"_s, receipt});
    record.isComplete = isComplete;
    record.isExact = isExact;
    return record;
}

} // namespace

/// What is known afterwards of a signal that was sent by hand, and what can be done about it.
class TestManualSends : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    void howFarItHadCome_data()
    {
        QTest::addColumn<SendRecord>("sent");
        QTest::addColumn<QString>("text");
        using enum Receipt;
        QTest::newRow("some") << record({Done, Done, Waiting, None, Left}, true, true)
                              << u"2 of 5 got it"_s;
        QTest::newRow("one is being served") << record({Done, Leaving, None}, true, true)
                                             << u"1 of 3 got it, and of 1 it is not known"_s;
        QTest::newRow("nobody yet") << record({None, None}, true, true) << u"0 of 2 got it"_s;
        QTest::newRow("not everybody was listed")
            << record({Done, None}, false, true) << u"1 got it"_s;
        QTest::newRow("nobody was listed") << record({}, false, true) << u"nobody got it"_s;
        QTest::newRow("the computer stopped")
            << record({Done, None}, true, false) << u"at least 1 of 2 got it"_s;
        QTest::newRow("the computer stopped at once")
            << record({}, false, false) << u"who got it is not known"_s;
    }
    void howFarItHadCome()
    {
        QFETCH(SendRecord, sent);
        QTEST(unfinishedCountText(sent), "text");
    }

    void whatWasNotFinishedIsTold_data()
    {
        QTest::addColumn<SchemeChoice>("scheme");
        QTest::newRow("unfinished-light") << SchemeChoice::Light;
        QTest::newRow("unfinished-dark") << SchemeChoice::Dark;
    }
    void whatWasNotFinishedIsTold()
    {
        QFETCH(SchemeChoice, scheme);
        const QString tag = QString::fromLatin1(QTest::currentDataTag());
        const QByteArray text = R"({"message":"Track 3 is closed","until":"18:00"})";
        WindowFixture fixture(WindowFixture::onFreePort(), [&text](const QDir &folder) {
            leaveUnfinished(folder, {text, {.path = u"/line/3"_s}}, 800);
        });
        fixture.theme().setChoice(scheme);
        fixture.window().resize(1024, 640);
        auto *banner = fixture.part<Banner>("unfinishedBanner");
        QVERIFY(banner && banner->isVisible());
        QVERIFY2(banner->text().contains(u"320 of 800 got it, and of 1 it is not known"_s),
                 qPrintable(banner->text()));
        QVERIFY(banner->text().contains(u"clients on /line/3"_s));
        QTest::qWait(200);
        QVERIFY(savePicture(fixture.window(), tag));

        const QList<QPushButton *> buttons = banner->findChildren<QPushButton *>();
        QCOMPARE(buttons.size(), 2);
        QTest::mouseClick(buttons.at(0), Qt::LeftButton);
        auto *sheet = fixture.part<ReceiversSheet>("receiversSheet");
        QVERIFY(sheet && sheet->isVisible());
        const auto *table = sheet->findChild<QTableView *>(u"receiversTable"_s);
        QCOMPARE(table->model()->rowCount(), 800);
        QCOMPARE(table->model()->index(0, ReceiversModel::Fate).data().toString(), u"not known"_s);
        QCOMPARE(table->model()->index(799, ReceiversModel::Fate).data().toString(), u"done"_s);
        QVERIFY(!sheet->findChild<QPushButton *>(u"receiversRest"_s)->isEnabled());
        QTest::qWait(200);
        QVERIFY(savePicture(*sheet, tag + u"-receivers"_s));
        sheet->close();

        QTest::mouseClick(buttons.at(1), Qt::LeftButton);
        QCOMPARE(fixture.part<QPlainTextEdit>("payload")->toPlainText().simplified(),
                 QString::fromUtf8(text));
        QVERIFY(!banner->isVisible());
        QVERIFY(fixture.server().unfinishedSends().isEmpty());
        QCOMPARE(fixture.server().totals().messagesOut, 0U);
    }

    void whoComesWhileItIsAskedIsNotMeant_data()
    {
        QTest::addColumn<Target>("target");
        QTest::newRow("everyone") << Target{};
        QTest::newRow("a path") << Target{.path = u"/class"_s};
        QTest::newRow("a group") << Target{.group = u"blue"_s};
    }
    void whoComesWhileItIsAskedIsNotMeant()
    {
        QFETCH(Target, target);
        WindowFixture fixture;
        std::vector<std::unique_ptr<Peer>> asked;
        const QString url = u"/class?group=blue"_s;
        for (int i = 0; i < ManyReceivers; ++i)
            asked.push_back(fixture.connectPeer(url));
        auto *composer = fixture.part<Composer>();
        composer->setTarget(target);
        composer->setPayload("42");
        auto *send = fixture.part<QPushButton>("send");
        QTRY_COMPARE(send->text(), u"Send to 50 clients"_s);
        for (const auto &peer : asked)
            peer->received.clear();
        QTest::mouseClick(send, Qt::LeftButton);
        auto *question = fixture.part<QPushButton>("confirmSend");
        QVERIFY(question);
        QCOMPARE(question->text(), u"Send to 50 clients"_s);

        const auto late = fixture.connectPeer(url);
        QVERIFY(late);
        QTRY_COMPARE(send->text(), u"Send to 51 clients"_s);
        asked.pop_back(); // and one leaves
        QTRY_COMPARE(send->text(), u"Send to 50 clients"_s);
        late->received.clear();
        QTest::mouseClick(question, Qt::LeftButton);
        auto *line = fixture.part<QLabel>("sendResult");
        QTRY_VERIFY(line->text().contains(u": done"_s));
        QVERIFY2(line->text().endsWith(u"Sent to 49: done"_s), qPrintable(line->text()));
        for (const auto &peer : asked)
            QTRY_COMPARE(peer->received, QStringList(u"42"_s));
        QVERIFY(late->received.isEmpty());
    }

    void sendStaysWhereItIs_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("usual") << QSize(1366, 768);
    }
    void sendStaysWhereItIs()
    {
        QFETCH(QSize, size);
        WindowFixture fixture;
        fixture.window().resize(size);
        const auto peer = fixture.connectPeer(u"/"_s);
        QVERIFY(peer);
        auto *composer = fixture.part<Composer>();
        auto *send = fixture.part<QPushButton>("send");
        composer->setPayload("42");
        QTRY_COMPARE(send->text(), u"Send to 1 client"_s);
        QTest::qWait(100); // the layout comes later
        const auto place = [send] { return QRect(send->mapToGlobal(QPoint()), send->size()); };
        const QRect before = place();
        QTest::mouseClick(send, Qt::LeftButton);
        auto *line = fixture.part<QLabel>("sendResult");
        QTRY_VERIFY(line->text().endsWith(u"Sent to 1: done"_s));
        QTest::qWait(100);
        QCOMPARE(place(), before);
        QTest::mouseClick(send, Qt::LeftButton); // the same place is the same button
        QTRY_COMPARE(peer->received.count(u"42"_s), 2);
        QTest::mouseClick(fixture.part<QPushButton>("sendReceivers"), Qt::LeftButton);
        QTest::qWait(100);
        QCOMPARE(place(), before);
        fixture.part<ReceiversSheet>("receiversSheet")->close();
        fixture.part<WindowBanners>()->say(u"something happened"_s);
        QTest::qWait(100);
        QCOMPARE(place(), before);
        composer->setPayload("[1,]");
        auto *edit = fixture.part<QPlainTextEdit>("payload");
        fixture.part<QToolButton>("kindJson")->click();
        QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(fixture.part<QLabel>("jsonProblem")->isVisible());
        QTest::qWait(100);
        QCOMPARE(place(), before);
    }

    void whoDidNotTakeItGetsItAgain()
    {
        Configuration configuration = WindowFixture::onFreePort();
        EndpointConfig &endpoint = configuration.endpoints.first();
        endpoint.slow = SlowPolicy::DropNewest;
        endpoint.limits = {{u"queueMessages"_s, 1}, {u"queueSeconds"_s, 120}};
        WindowFixture fixture(configuration);
        const auto fast = fixture.connectPeer(u"/?name=fast"_s);
        QVERIFY(fast);
        QTcpSocket slow; // does not read until it is asked to
        slow.setReadBufferSize(1024);
        slow.connectToHost(u"127.0.0.1"_s, quint16(fixture.url({}).port()));
        slow.write("GET /?name=slow HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        QTRY_COMPARE(fixture.server().totals().clients, 2U);
        auto *composer = fixture.part<Composer>();
        auto *rest = fixture.part<QPushButton>("sendToRest");
        QByteArray payload(1024 * 1024, 'x');
        for (char mark = 'a'; !rest->isVisible() && mark <= 'z'; ++mark) {
            payload[0] = mark;
            const qsizetype before = fast->received.size();
            Q_EMIT composer->sendRequested({payload, {}});
            QTRY_COMPARE(fast->received.size(), before + 1);
            QTest::qWait(120);
        }
        QTRY_VERIFY(rest->isVisible());
        const QString line = fixture.part<QLabel>("sendResult")->text();
        QVERIFY2(line.endsWith(u"Sent to 2: 1 done, 1 dropped"_s), qPrintable(line));

        QTest::mouseClick(fixture.part<QPushButton>("sendReceivers"), Qt::LeftButton);
        auto *sheet = fixture.part<ReceiversSheet>("receiversSheet");
        QVERIFY(sheet);
        const auto *table = sheet->findChild<QTableView *>(u"receiversTable"_s);
        QCOMPARE(table->model()->index(0, ReceiversModel::Name).data().toString(), u"slow"_s);
        QCOMPARE(table->model()->index(0, ReceiversModel::Fate).data().toString(), u"dropped"_s);
        QCOMPARE(table->model()->index(1, ReceiversModel::Name).data().toString(), u"fast"_s);

        slow.setReadBufferSize(0);
        QTRY_COMPARE(fixture.server().totals().queuedBytes, 0U);
        slow.readAll();
        const qsizetype before = fast->received.size();
        QTest::mouseClick(sheet->findChild<QPushButton *>(u"receiversRest"_s), Qt::LeftButton);
        auto *question = fixture.part<QPushButton>("confirmSend"); // it is large
        QVERIFY(question);
        QTest::mouseClick(question, Qt::LeftButton);
        QTRY_VERIFY(slow.bytesAvailable() > payload.size());
        QVERIFY(slow.readAll().contains(payload));
        QTRY_VERIFY(fixture.part<QLabel>("sendResult")->text().endsWith(u"Sent to 1: done"_s));
        QCOMPARE(fast->received.size(), before); // it has it already
        slow.disconnectFromHost();
    }
};

SIGNALBOX_TEST(TestManualSends)
#include "tst_manualsends.moc"
