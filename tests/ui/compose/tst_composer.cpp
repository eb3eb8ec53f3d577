#include "tests/support/testprogram.h"
#include "ui/compose/composer.h"
#include "ui/compose/sendconfirmation.h"
#include "ui/compose/sendwords.h"
#include "ui/editors/payloadedit.h"
#include "ui/editors/targetbox.h"
#include "ui/model/clientdirectory.h"
#include "ui/model/manyreceivers.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

/// Answers what the test says, and keeps what was asked.
class Answering final : public SendConfirmation
{
public:
    void ask(const SendQuestion &question, const std::function<void(SendAnswer)> &answered) override
    {
        asked.append(question);
        answered(answer);
    }
    SendAnswer answer;
    QList<SendQuestion> asked;
};

ClientInfo client(const QString &path, const QString &name, const QString &group = {})
{
    ClientInfo info;
    info.id = ClientId::create();
    info.path = path;
    info.name = name;
    info.group = group;
    return info;
}

} // namespace

class TestComposer : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    std::unique_ptr<ClientDirectory> m_directory;
    std::unique_ptr<Composer> m_composer;
    Answering *m_confirmation = nullptr;

    void make(const QString &historyFile = {})
    {
        auto confirmation = std::make_unique<Answering>();
        m_confirmation = confirmation.get();
        m_composer.reset();
        m_composer = std::make_unique<Composer>(*m_directory, historyFile, std::move(confirmation));
        m_composer->resize(420, 320);
        m_composer->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_composer.get()));
    }
    void join(const QList<ClientInfo> &clients)
    {
        FeedBatch batch;
        batch.joined = clients;
        m_directory->apply(batch);
    }
    void leave(const QList<ClientInfo> &clients)
    {
        FeedBatch batch;
        for (const ClientInfo &info : clients) {
            ClientLeft left;
            left.id = info.id;
            batch.left.append(left);
        }
        m_directory->apply(batch);
    }
    template<typename T>
    T *part(const char *name) const
    {
        return m_composer->findChild<T *>(QString::fromLatin1(name));
    }
    PayloadEdit *edit() const { return part<PayloadEdit>("payload"); }
    QPushButton *button() const { return part<QPushButton>("send"); }
    QString count() const { return part<QLabel>("targetCount")->text(); }
    void typeTarget(const QString &text)
    {
        QLineEdit *line = part<TargetBox>("target")->lineEdit();
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
    }
    void typeText(const QString &text)
    {
        edit()->setFocus();
        edit()->selectAll();
        QTest::keyClicks(edit(), text);
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        // the offscreen platform says this of every window with size limits
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_directory = std::make_unique<ClientDirectory>();
        make();
    }
    void cleanup()
    {
        m_composer.reset();
        m_directory.reset();
    }

    void aTypedSignalIsSent()
    {
        join({client(u"/chat"_s, u"ann"_s), client(u"/chat"_s, u"bob"_s), client(u"/x"_s, {})});
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        typeTarget(u"/chat"_s);
        QTest::keyClick(part<TargetBox>("target")->lineEdit(), Qt::Key_Return);
        QCOMPARE(m_composer->focusWidget(), edit());
        typeText(u"{ \"b\": 1.0, \"a\": 2 }"_s);
        QTRY_COMPARE(count(), u"2 clients"_s);
        QCOMPARE(button()->text(), u"Send to 2 clients"_s);
        QVERIFY(button()->isEnabled());
        QTest::keyClick(edit(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent.count(), 1);
        const Signal expected{R"({"b":1.0,"a":2})", Target{u"/chat"_s, {}, {}}};
        QCOMPARE(sent.at(0).at(0).value<Signal>(), expected);
        QVERIFY(m_confirmation->asked.isEmpty());
    }

    void whyNothingCanBeSent_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("held");
        QTest::addColumn<QString>("why");
        QTest::newRow("nobody on the path")
            << u"/none"_s << u"1"_s << false << u"Nobody is there: no clients on /none."_s;
        QTest::newRow("an unknown name")
            << u"zed"_s << u"1"_s << false << u"Nobody called “zed” is connected."_s;
        QTest::newRow("no JSON") << u"all"_s << u"{"_s << false << u"The text is not valid JSON."_s;
        QTest::newRow("on hold") << u"all"_s << u"1"_s << true << u"All sends are on hold."_s;
        QTest::newRow("no text") << u"all"_s << QString() << false
                                 << u"There is nothing to send yet."_s;
    }
    void whyNothingCanBeSent()
    {
        QFETCH(QString, target);
        QFETCH(QString, text);
        QFETCH(bool, held);
        join({client(u"/chat"_s, u"ann"_s)});
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        typeTarget(target);
        typeText(text);
        m_composer->setHeld(held);
        QVERIFY(!button()->isEnabled());
        QTEST(button()->toolTip(), "why");
        QTest::keyClick(edit(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent.count(), 0);
    }

    void nobodyAtAllIsSaid()
    {
        typeText(u"1"_s);
        QCOMPARE(button()->text(), u"Nobody to send to"_s);
        QCOMPARE(button()->toolTip(), u"Nobody is connected."_s);
    }

    void theCountIsLive()
    {
        typeText(u"1"_s);
        const ClientInfo ann = client(u"/chat"_s, u"ann"_s);
        join({ann});
        QTRY_COMPARE(button()->text(), u"Send to 1 client"_s);
        join({client(u"/chat"_s, u"bob"_s)});
        QTRY_COMPARE(button()->text(), u"Send to 2 clients"_s);
        leave({ann});
        QTRY_COMPARE(button()->text(), u"Send to 1 client"_s);
    }

    void aSelectionIsFrozenWhenItIsChosen()
    {
        const QList<ClientInfo> clients{client(u"/a"_s, u"ann"_s), client(u"/a"_s, u"bob"_s),
                                        client(u"/b"_s, u"cem"_s)};
        join(clients);
        typeText(u"1"_s);
        m_composer->setSelection({clients[0].id, clients[1].id, clients[2].id});
        typeTarget(u"@selected"_s);
        QTRY_COMPARE(count(), u"3 clients"_s);
        m_composer->setSelection({});
        leave({clients[1]});
        QTRY_COMPARE(count(), u"3 chosen, 1 left"_s);
        QCOMPARE(button()->text(), u"Send to 2 clients"_s);
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        QTest::mouseClick(button(), Qt::LeftButton);
        QCOMPARE(sent.at(0).at(0).value<Signal>().target.clients.size(), 3);
    }

    void aClientThatLeftStaysTheTarget()
    {
        const ClientInfo ann = client(u"/a"_s, u"ann"_s);
        join({ann, client(u"/a"_s, u"bob"_s)});
        m_composer->setTarget({{}, {}, {ann.id}});
        QCOMPARE(part<TargetBox>("target")->currentText(), u"ann"_s);
        QCOMPARE(count(), u"1 client"_s);
        leave({ann});
        QTRY_COMPARE(count(), u"has left"_s);
        QVERIFY(!button()->isEnabled());
        join({client(u"/a"_s, u"ann"_s)}); // another one of that name is not the one meant
        QTest::qWait(300);
        QCOMPARE(count(), u"has left"_s);
    }

    void aNameMayBeTypedBeforeItsClientComes()
    {
        typeText(u"1"_s);
        typeTarget(u"ann"_s);
        QCOMPARE(count(), u"nobody"_s);
        join({client(u"/a"_s, u"Ann"_s)});
        QTRY_COMPARE(count(), u"1 client"_s);
    }

    void completionOffersWhoIsThere()
    {
        join({client(u"/chat"_s, u"ann"_s, u"blue"_s), client(u"/chat"_s, u"bob"_s),
              client(u"/x"_s, u"twin"_s), client(u"/x"_s, u"twin"_s),
              client(u"/x"_s, u"\u202eevil"_s)});
        auto *box = part<TargetBox>("target");
        const QAbstractItemModelTester tester(
            box->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_composer->setSelection({ClientId::create()});
        typeText(u"x"_s);
        m_composer->focusTarget();
        QStringList offers;
        for (int row = 0; row < box->count(); ++row)
            offers += box->itemText(row);
        QCOMPARE(offers.mid(0, 7), (QStringList{u"all"_s, u"@selected"_s, u"/chat"_s, u"/x"_s,
                                                u"group:blue"_s, u"ann"_s, u"bob"_s}));
        QCOMPARE(offers.size(), 10);
        for (const QString &offer : offers.mid(7)) // twins and odd names by their id
            QVERIFY2(ClientId::fromString(offer), qPrintable(offer));
        QCOMPARE(box->currentText(), u"all"_s);
    }

    void aSlipIsMarkedAndMended()
    {
        join({client(u"/chat"_s, u"ann"_s)});
        typeText(u"{\"a\": 1,, \"b\": 'x'}"_s);
        QVERIFY(!part<QLabel>("jsonProblem")->isVisible()); // it is being written
        QTRY_VERIFY(part<QLabel>("jsonProblem")->isVisible());
        QVERIFY(part<QLabel>("jsonProblem")->text().startsWith(u"Line 1, column 9: "_s));
        QCOMPARE(edit()->extraSelections().size(), 1);
        QCOMPARE(edit()->extraSelections().first().cursor.selectionStart(), 8);
        auto *fix = part<QPushButton>("jsonFix");
        QCOMPARE(fix->text(), u"Fix 2 slips"_s);
        QTest::mouseClick(fix, Qt::LeftButton);
        QCOMPARE(edit()->payloadText(), u"{\"a\": 1, \"b\": \"x\"}"_s);
        QVERIFY(!part<QLabel>("jsonProblem")->isVisible());
        QVERIFY(edit()->extraSelections().isEmpty());
        QVERIFY(button()->isEnabled());
        edit()->undo();
        QCOMPARE(edit()->payloadText(), u"{\"a\": 1,, \"b\": 'x'}"_s);
    }

    void theErrorIsMarkedBehindWideCharacters()
    {
        edit()->setPlainText(u"[\"🙂é\", x]"_s);
        QTRY_COMPARE(edit()->extraSelections().size(), 1);
        QCOMPARE(edit()->extraSelections().first().cursor.selectedText(), u"x"_s);
    }

    void whatIsNotJsonCanGoAsText()
    {
        join({client(u"/chat"_s, u"ann"_s)});
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        typeText(u"hello there"_s);
        QVERIFY(!button()->isEnabled());
        auto *asText = part<QPushButton>("asText");
        QTRY_VERIFY(asText->isVisible());
        QTest::mouseClick(asText, Qt::LeftButton);
        QCOMPARE(sent.count(), 1); // it does what it says
        QCOMPARE(sent.at(0).at(0).value<Signal>().payload, QByteArray("hello there"));
        QVERIFY(part<QToolButton>("kindText")->isChecked());
        QVERIFY(!asText->isVisible());
    }

    void sendingSaysWhyItDoesNot_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("held");
        QTest::addColumn<QString>("said");
        QTest::newRow("no JSON") << u"all"_s << u"hello"_s << false
                                 << u"Not sent. Line 1, column 1: only true, false and null may "
                                    "stand without quotes."_s;
        QTest::newRow("no text") << u"all"_s << QString() << false
                                 << u"Not sent. There is nothing to send yet."_s;
        QTest::newRow("spaces alone")
            << u"all"_s << u"  "_s << false << u"Not sent. The text is not valid JSON."_s;
        QTest::newRow("on hold") << u"all"_s << u"1"_s << true
                                 << u"Not sent. All sends are on hold."_s;
        QTest::newRow("on hold, and no JSON")
            << u"all"_s << u"hello"_s << true << u"Not sent. All sends are on hold."_s;
        QTest::newRow("nobody there") << u"/none"_s << u"1"_s << false
                                      << u"Not sent. Nobody is there: no clients on /none."_s;
    }
    void sendingSaysWhyItDoesNot()
    {
        QFETCH(QString, target);
        QFETCH(QString, text);
        QFETCH(bool, held);
        QFETCH(QString, said);
        join({client(u"/chat"_s, u"ann"_s)});
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        typeTarget(target);
        typeText(text);
        m_composer->setHeld(held);
        QTest::keyClick(edit(), Qt::Key_Return, Qt::ControlModifier);
        QString shown;
        for (const char *name : {"jsonProblem", "sendResult"})
            if (part<QLabel>(name)->isVisible())
                shown += part<QLabel>(name)->text();
        QVERIFY2(shown.endsWith(said), qPrintable(shown));
        QCOMPARE(sent.count(), 0);
    }

    void sendStaysWhereItIs()
    {
        join({client(u"/chat"_s, u"ann"_s)});
        typeText(u"1"_s);
        QTRY_COMPARE(button()->text(), u"Send to 1 client"_s);
        QTest::qWait(50); // the layout comes later
        const QRect place(button()->mapToGlobal(QPoint()), button()->size());
        const auto now = [this] {
            return QRect(button()->mapToGlobal(QPoint()), button()->size());
        };
        m_composer->progress({.request = 1, .recipients = 1, .waiting = 1});
        QTest::qWait(50);
        QCOMPARE(now(), place);
        m_composer->progress({.request = 1, .recipients = 1, .dropped = 1});
        QTRY_VERIFY(part<QPushButton>("sendToRest")->isVisible());
        QTest::qWait(50);
        QCOMPARE(now(), place);
        typeText(u"{\"a\": 'x', \"and something longer\": }"_s);
        QTRY_VERIFY(part<QLabel>("jsonProblem")->isVisible());
        QTest::qWait(50);
        QCOMPARE(now(), place);
        edit()->replaceText(u"[\n1,\n2\n]"_s);
        QTRY_VERIFY(!part<QLabel>("jsonProblem")->isVisible());
        QTest::qWait(50);
        QCOMPARE(now(), place);
        QGuiApplication::clipboard()->setText(QString(200'000, u'1'));
        edit()->selectAll();
        edit()->paste();
        QTRY_VERIFY(button()->isEnabled());
        QTest::qWait(50);
        QCOMPARE(now(), place);
    }

    void tabGoesRound_data()
    {
        QTest::addColumn<bool>("json");
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<QByteArray>("next");
        const auto none = Qt::KeyboardModifiers();
        const Qt::KeyboardModifiers control = Qt::ControlModifier;
        const Qt::KeyboardModifiers shift = Qt::ShiftModifier;
        QTest::newRow("Ctrl+Tab leaves JSON")
            << true << Qt::Key_Tab << control << QByteArray("send");
        QTest::newRow("Shift+Tab leaves JSON")
            << true << Qt::Key_Backtab << shift << QByteArray("target");
        QTest::newRow("Ctrl+Shift+Tab leaves JSON")
            << true << Qt::Key_Backtab << (control | shift) << QByteArray("target");
        QTest::newRow("Tab stays in JSON") << true << Qt::Key_Tab << none << QByteArray("payload");
        QTest::newRow("Tab leaves text") << false << Qt::Key_Tab << none << QByteArray("send");
        QTest::newRow("Ctrl+Tab leaves text")
            << false << Qt::Key_Tab << control << QByteArray("send");
        QTest::newRow("Shift+Tab leaves text")
            << false << Qt::Key_Backtab << shift << QByteArray("target");
    }
    void tabGoesRound()
    {
        QFETCH(bool, json);
        QFETCH(Qt::Key, key);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        join({client(u"/chat"_s, u"ann"_s)});
        typeText(u"1"_s);
        part<QToolButton>(json ? "kindJson" : "kindText")->click();
        QTRY_VERIFY(button()->isEnabled());
        m_composer->activateWindow();
        edit()->setFocus();
        QTRY_VERIFY(edit()->hasFocus());
        QTest::keyClick(edit(), key, modifiers);
        QVERIFY(m_composer->focusWidget());
        QTEST(m_composer->focusWidget()->objectName().toUtf8(), "next");
    }

    void thePlaceholderGoesWithTheKind()
    {
        // what is sent from here is not unwrapped
        QVERIFY(!edit()->placeholderText().contains(u"message"_s));
        const QString json = edit()->placeholderText();
        part<QToolButton>("kindText")->click();
        QVERIFY(!edit()->placeholderText().contains(u'{'));
        part<QToolButton>("kindJson")->click();
        QCOMPARE(edit()->placeholderText(), json);
    }

    void charactersStayWhatTheyAre()
    {
        join({client(u"/chat"_s, u"ann"_s)});
        const QByteArray payload = "\"a\u00a0b\u2028c\"";
        m_composer->setPayload(payload);
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        m_composer->send();
        QCOMPARE(sent.at(0).at(0).value<Signal>().payload, payload.mid(1, payload.size() - 2));
        QCOMPARE(part<QLabel>("payloadBytes")->text(), u"8 bytes"_s);
    }

    void aPayloadChoosesItsKind()
    {
        m_composer->setPayload("{\"a\":1}");
        QVERIFY(part<QToolButton>("kindJson")->isChecked());
        m_composer->setPayload("plain");
        QVERIFY(part<QToolButton>("kindText")->isChecked());
    }

    /// The window does not wait for what a long one is.
    void aLongPayloadChoosesItsKindLater()
    {
        join({client(u"/chat"_s, u"ann"_s)});
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        const QByteArray json = '[' + QByteArray("1,").repeated(60'000) + "1]";
        m_composer->setPayload("plain");
        m_composer->setPayload(json + '}');
        QVERIFY(part<QToolButton>("kindJson")->isChecked()); // not known yet
        m_composer->send();
        QTRY_VERIFY(part<QToolButton>("kindText")->isChecked());
        QTRY_COMPARE(sent.size(), 1); // when it was
        QCOMPARE(sent.at(0).at(0).value<Signal>().payload, json + '}');
        QVERIFY(part<QLabel>("jsonProblem")->isHidden());

        m_composer->setPayload(json);
        QTRY_COMPARE(part<QLabel>("payloadBytes")->text(), u"120,003 bytes"_s);
        QVERIFY(part<QToolButton>("kindJson")->isChecked());

        m_composer->setPayload(json + ']');
        edit()->replaceText(u"{"_s); // another text, whose kind is the user's
        QTRY_VERIFY(!part<QLabel>("jsonProblem")->isHidden());
        QVERIFY(part<QToolButton>("kindJson")->isChecked());
    }

    void aLargeSendIsConfirmed()
    {
        QList<ClientInfo> many;
        for (int i = 0; i < ManyReceivers; ++i)
            many += client(u"/chat"_s, {});
        join(many);
        typeText(u"1"_s);
        QTRY_COMPARE(count(), u"50 clients"_s);
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        m_composer->send();
        QCOMPARE(sent.count(), 0);
        QCOMPARE(m_confirmation->asked.size(), 1);
        QCOMPARE(m_confirmation->asked.first().receivers, 50);
        QCOMPARE(m_confirmation->asked.first().whom, u"every client"_s);
        m_confirmation->answer = {true, false};
        m_composer->send();
        QCOMPARE(sent.count(), 1);
        m_confirmation->answer = {true, true};
        m_composer->send();
        m_composer->send();
        QCOMPARE(sent.count(), 3);
        QCOMPARE(m_confirmation->asked.size(), 3);
    }

    void aLongSendIsConfirmed()
    {
        join({client(u"/chat"_s, {})});
        m_composer->setPayload(QByteArray(Composer::ManyBytes + 1, 'x'));
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        m_composer->send();
        QTRY_COMPARE(m_confirmation->asked.size(), 1);
        QCOMPARE(sent.count(), 0);
    }

    void results_data()
    {
        QTest::addColumn<SendResult>("result");
        QTest::addColumn<QString>("text");
        QTest::newRow("all done") << SendResult{.recipients = 38, .done = 38}
                                  << u"Sent to 38: done"_s;
        QTest::newRow("some wait")
            << SendResult{.recipients = 1234, .done = 1232, .waiting = 1, .left = 1}
            << u"Sent to 1,234: 1,232 done, 1 left, 1 pending"_s;
        QTest::newRow("some left")
            << SendResult{.recipients = 3, .done = 2, .left = 1} << u"Sent to 3: 2 done, 1 left"_s;
        QTest::newRow("some were dropped")
            << SendResult{.recipients = 9, .done = 2, .waiting = 2, .dropped = 4, .left = 1}
            << u"Sent to 9: 2 done, 4 dropped, 1 left, 2 pending"_s;
        QTest::newRow("nobody got it")
            << SendResult{.recipients = 2, .left = 2} << u"Sent to 2: 0 done, 2 left"_s;
        QTest::newRow("on hold") << SendResult{.held = true}
                                 << u"Not sent: all sends are on hold"_s;
        QTest::newRow("waits for its record")
            << SendResult{.isBeingRecorded = true}
            << u"Not sent yet: waiting for the disk to write it down…"_s;
        QTest::newRow("nobody") << SendResult{} << u"Not sent: nobody was there"_s;
    }
    void results()
    {
        QFETCH(SendResult, result);
        QTEST(sendResultText(result), "text");
    }

    void theNewestResultIsShownAndKeptUpToDate()
    {
        auto *line = part<QLabel>("sendResult");
        m_composer->progress({.request = 1, .recipients = 2, .done = 1, .waiting = 1});
        QVERIFY(line->text().endsWith(u"Sent to 2: 1 done, 1 pending"_s));
        m_composer->progress({.request = 1, .recipients = 2, .done = 2});
        QVERIFY(line->text().endsWith(u"Sent to 2: done"_s));
        m_composer->progress({.request = 2, .recipients = 5, .done = 5});
        m_composer->progress({.request = 1, .recipients = 2, .done = 1, .left = 1}); // late news
        QVERIFY(line->text().endsWith(u"Sent to 5: done"_s));
        QCOMPARE(line->toolTip().section(u"\n\n"_s, 0, 0).count(u'\n'), 1);
        QVERIFY(line->toolTip().contains(u"handed to the operating system"_s));
    }

    void whoDidNotGetItCanBeSentItAgain()
    {
        QSignalSpy rest(m_composer.get(), &Composer::restRequested);
        QSignalSpy receivers(m_composer.get(), &Composer::receiversRequested);
        auto *button = part<QPushButton>("sendToRest");
        m_composer->progress(
            {.request = 3, .recipients = 9, .done = 6, .waiting = 1, .dropped = 2});
        QVERIFY(!button->isVisible()); // it is not over
        m_composer->progress({.request = 3, .recipients = 9, .done = 7, .dropped = 2});
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QTest::mouseClick(part<QPushButton>("sendReceivers"), Qt::LeftButton);
        QCOMPARE(rest.value(0).value(0).toULongLong(), quint64(3));
        QCOMPARE(receivers.value(0).value(0).toULongLong(), quint64(3));
        m_composer->progress({.request = 4, .recipients = 9, .done = 8, .left = 1});
        QVERIFY(!button->isVisible()); // who has left is not there
    }

    void whatIsNotWrittenDownIsSaid()
    {
        m_composer->progress({.request = 1, .recipients = 2, .done = 2, .unrecorded = true});
        QVERIFY(part<QLabel>("sendResult")->text().endsWith(u"done (not written down)"_s));
    }

    void upAndDownWalkTheHistory()
    {
        join({client(u"/chat"_s, u"ann"_s)});
        for (const auto *text : {u"1", u"2"}) {
            typeText(QString::fromUtf16(text));
            m_composer->send();
        }
        typeText(u"[3,"_s);
        QTest::keyClick(edit(), Qt::Key_Up);
        QCOMPARE(edit()->payloadText(), u"2"_s);
        QTest::keyClick(edit(), Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(edit()->payloadText(), u"1"_s);
        QTest::keyClick(edit(), Qt::Key_Down);
        QTest::keyClick(edit(), Qt::Key_Down);
        QCOMPARE(edit()->payloadText(), u"[3,"_s);
    }

    void arrowsMoveInsideTheText()
    {
        join({client(u"/chat"_s, u"ann"_s)});
        typeText(u"1"_s);
        m_composer->send();
        edit()->replaceText(u"[\n2\n]"_s);
        edit()->moveCursor(QTextCursor::End);
        QTest::keyClick(edit(), Qt::Key_Up);
        QTest::keyClick(edit(), Qt::Key_Up);
        QCOMPARE(edit()->payloadText(), u"[\n2\n]"_s);
        QTest::keyClick(edit(), Qt::Key_Up);
        QCOMPARE(edit()->payloadText(), u"1"_s);
    }

    void aNewLineKeepsTheIndentation()
    {
        typeText(u"{"_s);
        QTest::keyClick(edit(), Qt::Key_Return);
        QTest::keyClicks(edit(), u"1"_s);
        QTest::keyClick(edit(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(edit()->payloadText(), u"{\n  1\n  "_s);
        QTest::keyClick(edit(), Qt::Key_Tab);
        QCOMPARE(edit()->payloadText(), u"{\n  1\n    "_s);
    }

    void theDraftSurvives()
    {
        const QTemporaryDir folder;
        const QString fileName = folder.filePath(u"sends.json"_s);
        make(fileName);
        typeTarget(u"/chat"_s);
        typeText(u"half"_s);
        QTest::mouseClick(part<QToolButton>("kindText"), Qt::LeftButton);
        make(fileName);
        QCOMPARE(edit()->payloadText(), u"half"_s);
        QCOMPARE(part<TargetBox>("target")->currentText(), u"/chat"_s);
        QVERIFY(part<QToolButton>("kindText")->isChecked());
    }

    void aLongTextIsSentAndKeptAsItIs()
    {
        const QTemporaryDir folder;
        const QString fileName = folder.filePath(u"sends.json"_s);
        make(fileName);
        join({client(u"/chat"_s, u"ann"_s)});
        part<QToolButton>("kindText")->click();
        const QByteArray text = QByteArray(200'000, 'x') + "\r\n\u00a0end ";
        QGuiApplication::clipboard()->setText(QString::fromUtf8(text));
        edit()->paste();
        QVERIFY(edit()->document()->characterCount() < 100);
        QSignalSpy sent(m_composer.get(), &Composer::sendRequested);
        m_composer->send(); // it is still being checked
        QTRY_COMPARE(sent.count(), 1);
        QVERIFY(sent.at(0).at(0).value<Signal>().payload == text);
        QCOMPARE(part<QLabel>("payloadBytes")->text(), u"200,008 bytes"_s);

        part<QToolButton>("kindJson")->click();
        m_composer->send();
        auto *problem = part<QLabel>("jsonProblem");
        QTRY_VERIFY(problem->isVisible());
        QVERIFY2(problem->text().startsWith(u"Not sent. Line 1, column 1: "_s),
                 qPrintable(problem->text()));
        QCOMPARE(sent.count(), 1);

        make(fileName);
        QVERIFY(edit()->payloadText().toUtf8() == text);
        QVERIFY(edit()->document()->characterCount() < 100);
    }

    void itFitsANarrowColumn()
    {
        m_composer->progress({.request = 1, .recipients = 38, .done = 36, .dropped = 2});
        QVERIFY(m_composer->minimumSizeHint().width() <= 340);
        typeText(u"{\"a\": 1,, \"b\": 'x'}"_s);
        QTRY_VERIFY(part<QLabel>("jsonProblem")->isVisible());
        QVERIFY2(m_composer->minimumSizeHint().width() <= 340,
                 qPrintable(QString::number(m_composer->minimumSizeHint().width())));
    }
};

SIGNALBOX_TEST(TestComposer)
#include "tst_composer.moc"
