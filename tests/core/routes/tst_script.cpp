#include "core/routes/script.h"
#include "core/routes/scriptwatchdog.h"
#include "core/routes/scriptwire.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;
using Kind = ScriptEffect::Kind;
using Result = ScriptOutcome::Result;

namespace {

ScriptEvent messageEvent(const QByteArray &payload, PayloadType type = PayloadType::Text)
{
    ScriptEvent event;
    event.purpose = ScriptPurpose::Message;
    event.message.payload = payload;
    event.message.type = type;
    event.path = u"/messages"_s;
    event.client = "{\"id\":\"one\",\"name\":\"Ada\"}";
    event.context = "{\"endpoint\":{\"name\":\"local\"},\"request\":{\"url\":\"/messages\"}}";
    event.route = "{\"path\":\"/:room\",\"params\":{\"room\":\"messages\"}}";
    return event;
}

ScriptEvent otherEvent(ScriptPurpose purpose, const QByteArray &document = "{}")
{
    ScriptEvent event;
    event.purpose = purpose;
    event.document = document;
    return event;
}

} // namespace

class TestScript : public QObject
{
    Q_OBJECT

private:
    ScriptWorld m_world;
    ScriptWatchdog m_watchdog;

    ScriptOutcome run(const QString &source, const ScriptEvent &event)
    {
        Script script(source, u"test.js"_s, &m_world, &m_watchdog);
        return script.run(event);
    }
    /// What it sends, one by one.
    QByteArrayList sent(const QString &source, const ScriptEvent &event)
    {
        const ScriptOutcome outcome = run(source, event);
        if (outcome.result != Result::Done)
            return {"failed: " + outcome.fault.toString().toUtf8()};
        QByteArrayList all;
        for (const ScriptEffect &effect : outcome.effects)
            if (effect.kind == Kind::Send || effect.kind == Kind::Reply)
                all.append(effect.payload);
        return all;
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_world = {};
    }

    void theDateRoute()
    {
        const QString source =
            u"let m = event.data.message; if (/^\\[date\\]$/i.test(m)) m = new Date().toString(); sendSignal(m);"_s;
        QCOMPARE(sent(source, messageEvent("hello")), QByteArrayList{"hello"});
        const QByteArrayList date = sent(source, messageEvent("[Date]"));
        QCOMPARE(date.size(), 1);
        QVERIFY(date.first().contains(QByteArray::number(QDate::currentDate().year())));
    }

    void values_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QByteArray>("message"); // JSON, or a text when it begins with '
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("a text stays as it is") << u"sendSignal(event.data.message)"_s << "'é\"\\"_ba
                                               << "é\"\\"_ba;
        QTest::newRow("an object becomes JSON") << u"sendSignal({b: 1, a: [2]})"_s << "'"_ba
                                                << "{\"b\":1,\"a\":[2]}"_ba;
        QTest::newRow("digits stay")
            << u"sendSignal(event.data.message)"_s << "9223372036854775808"_ba
            << "9223372036854775808"_ba;
        QTest::newRow("bytes stay when untouched")
            << u"sendSignal(event.data.message)"_s << "{\"2\":1.10,\"1\":10000000000000000001}"_ba
            << "{\"2\":1.10,\"1\":10000000000000000001}"_ba;
        QTest::newRow("a change counts")
            << u"event.data.message.x = 2; sendSignal(event.data.message)"_s << "{\"x\":1.0}"_ba
            << "{\"x\":2}"_ba;
        QTest::newRow("a part of it") << u"sendSignal(event.data.message.x)"_s << "{\"x\":[1]}"_ba
                                      << "[1]"_ba;
        QTest::newRow("null") << u"sendSignal(null)"_s << "'"_ba
                              << "null"_ba;
        QTest::newRow("the client") << u"sendSignal(event.client.name + event.path)"_s << "'"_ba
                                    << "Ada/messages"_ba;
        QTest::newRow("endpoint, request and route")
            << u"sendSignal(event.endpoint.name + event.request.url + event.route.params.room)"_s
            << "'"_ba
            << "local/messagesmessages"_ba;
        QTest::newRow("the whole event can be written")
            << u"sendSignal(Object.keys(JSON.parse(JSON.stringify(event))).sort().join())"_s
            << "'"_ba
            << "client,data,endpoint,path,request,route,streamed,timestamp"_ba;
        QTest::newRow("what was not given is null")
            << u"sendSignal([event.data.path, event.data.group, event.data.clientId, event.data.direct])"_s
            << "'"_ba
            << "[null,null,null,false]"_ba;
        QTest::newRow("reply") << u"reply(7)"_s << "'"_ba
                               << "7"_ba;
        QTest::newRow("a comment at the end") << u"sendSignal(1) // done"_s << "'"_ba
                                              << "1"_ba;
        QTest::newRow("what promises go on with")
            << u"Promise.resolve(2).then(x => sendSignal(x))"_s << "'"_ba
            << "2"_ba;
    }
    void values()
    {
        QFETCH(QString, source);
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, sent);
        const QByteArrayList wanted{sent};
        const bool isText = message.startsWith('\'');
        QCOMPARE(this->sent(source, isText ? messageEvent(message.sliced(1))
                                           : messageEvent(message, PayloadType::Json)),
                 wanted);
    }

    void options()
    {
        const ScriptOutcome outcome =
            run(u"sendSignal(1, {path: '/a', group: null, mode: 'broadcast'})"_s, messageEvent({}));
        QCOMPARE(outcome.result, Result::Done);
        QCOMPARE(outcome.effects, (QList<ScriptEffect>{{.kind = Kind::Send,
                                                        .type = PayloadType::Json,
                                                        .mode = ScriptEffect::Mode::Broadcast,
                                                        .payload = "1",
                                                        .path = u"/a"_s,
                                                        .group = u""_s}}));
    }

    void effects()
    {
        const ScriptOutcome outcome =
            run(u"pass(); pass(); drop('why'); log('a', {b: 1}, undefined);"
                "closeClient('0b5cad00-0000-4000-8000-000000000001', 4000, 'bye')"_s,
                messageEvent({}));
        QCOMPARE(outcome.fault, ScriptFault{});
        QCOMPARE(outcome.effects,
                 (QList<ScriptEffect>{{.kind = Kind::Pass},
                                      {.kind = Kind::Drop, .text = u"why"_s},
                                      {.kind = Kind::Log, .text = u"a {\"b\":1} undefined"_s},
                                      {.kind = Kind::Close,
                                       .code = 4000,
                                       .text = u"bye"_s,
                                       .clientId = u"0b5cad00-0000-4000-8000-000000000001"_s}}));
        // and they come through the pipe as they are
        ByteWriter writer;
        putOutcome(writer, outcome);
        ByteReader reader(writer.bytes());
        QCOMPARE(takeOutcome(reader), outcome);
        QVERIFY(reader.isGood() && reader.atEnd());
    }

    void eventsComeThroughThePipe()
    {
        ScriptEvent event = messageEvent("{}", PayloadType::Json);
        event.message.group = u"g"_s;
        event.message.direct = true;
        event.timestamp = 12;
        for (const ScriptEvent &each : {event, otherEvent(ScriptPurpose::Http, "{\"a\":1}")}) {
            ByteWriter writer;
            putEvent(writer, each);
            ByteReader reader(writer.bytes());
            QCOMPARE(takeEvent(reader), each);
        }
    }

    void http()
    {
        const auto answer = [this](const QString &source) {
            const ScriptOutcome outcome =
                run(source, otherEvent(ScriptPurpose::Http, "{\"params\":{\"id\":\"7\"}}"));
            if (outcome.result != Result::Done)
                return ScriptEffect{.text = outcome.fault.message};
            return outcome.effects.value(0);
        };
        const ScriptEffect json = answer(u"return {id: event.params.id}"_s);
        QCOMPARE(json.code, 200);
        QCOMPARE(json.payload, "{\"id\":\"7\"}"_ba);
        QCOMPARE(json.type, PayloadType::Json);
        QCOMPARE(answer(u"return 'text'"_s).type, PayloadType::Text);
        const ScriptEffect own =
            answer(u"respond(404, '<p>', {'Content-Type': 'text/html'}); return 1"_s);
        QCOMPARE(own.code, 404);
        QCOMPARE(own.fields,
                 (QList<std::pair<QByteArray, QByteArray>>{{"Content-Type", "text/html"}}));
        QCOMPARE(answer(u"return Promise.resolve(3)"_s).payload, "3"_ba);
        QCOMPARE(answer(u"respond(200); respond(200)"_s).text,
                 u"RangeError: respond(): this request has been answered already"_s);
        QVERIFY(answer(u"respond(99)"_s).text.contains(u"from 200 to 599"_s));
        QVERIFY(answer(u"respond(200, '', {'X-A': 'a\\r\\nB: c'})"_s)
                    .text.contains(u"'X-A' cannot be set"_s));
        QVERIFY(
            answer(u"respond(200, '', {'Content-Length': 1})"_s).text.contains(u"cannot be set"_s));
    }

    void faults_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("message"); // its beginning
        QTest::addColumn<int>("line");
        QTest::newRow("thrown") << u"\n\nthrow new Error('boom')"_s << u"Error: boom"_s << 3;
        QTest::newRow("a text thrown") << u"throw 'just text'"_s << u"just text"_s << 0;
        QTest::newRow("a name that is not there")
            << u"\nnope()"_s << u"ReferenceError: nope"_s << 2;
        QTest::newRow("undeclared") << u"x = 1"_s << u"ReferenceError"_s << 1;
        QTest::newRow("inside a function")
            << u"function f() {\n null.x }\nf()"_s << u"TypeError"_s << 2;
        QTest::newRow("a mistake in a call is where the call is")
            << u"\n\nsendSignal(1, {paht: '/a'})"_s
            << u"TypeError: sendSignal(): 'paht' is not one of"_s << 3;
        QTest::newRow("nothing to send")
            << u"sendSignal()"_s << u"TypeError: sendSignal() needs a value"_s << 1;
        QTest::newRow("a mode that is none")
            << u"sendSignal(1, {mode: 'all'})"_s << u"TypeError: sendSignal(): 'mode'"_s << 1;
        QTest::newRow("a code that may not be sent")
            << u"closeClient('0b5cad00-0000-4000-8000-000000000001', 1006)"_s
            << u"RangeError: closeClient(): 1006 may not be sent"_s << 1;
        QTest::newRow("not an id")
            << u"closeClient('x')"_s << u"RangeError: closeClient(): this is not"_s << 1;
        QTest::newRow("no request to answer")
            << u"respond(200)"_s << u"TypeError: respond(): there is no HTTP request"_s << 1;
        QTest::newRow("endless recursion") << u"(function f() { f() })()"_s << u"RangeError"_s << 1;
        QTest::newRow("deep JSON") << u"JSON.parse('['.repeat(200000))"_s << u"SyntaxError"_s << 1;
        QTest::newRow("a promise that nothing settles")
            << u"return new Promise(() => {})"_s << u"it returned a promise that nothing settles"_s
            << 0;
        QTest::newRow("a promise that fails")
            << u"return Promise.reject(new Error('no'))"_s << u"Error: no"_s << 1;
        QTest::newRow("a state that is too large")
            << u"state.x = 'x'.repeat(70000)"_s << u"RangeError: \"state\" has"_s << 0;
        QTest::newRow("a state that is none")
            << u"state = 1"_s << u"TypeError: \"state\" must be"_s << 1;
        QTest::newRow("more bytes than a run may send")
            << u"const s = 'x'.repeat(9e6); reply(s); reply(s)"_s
            << u"RangeError: one run may send"_s << 1;
    }
    void faults()
    {
        QFETCH(QString, source);
        QFETCH(QString, message);
        QFETCH(int, line);
        const ScriptOutcome outcome = run(u"log('before');"_s + source, messageEvent({}));
        QCOMPARE(outcome.result, Result::Threw);
        QVERIFY2(outcome.fault.message.startsWith(message), qPrintable(outcome.fault.message));
        QCOMPARE(outcome.fault.line, line);
        QCOMPARE(outcome.fault.file, u"test.js"_s);
        QCOMPARE(outcome.effects.size(), 1); // the line in the log alone
    }

    void doesNotCompile_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<int>("line");
        QTest::newRow("an unfinished line") << u"let a = 1;\nlet b = (;"_s << 2;
        QTest::newRow("the last brace is missing") << u"if (true) {\n"_s << 3;
        QTest::newRow("a brace too many") << u"let a = 1; }\n{"_s << 2;
    }
    void doesNotCompile()
    {
        QFETCH(QString, source);
        QFETCH(int, line);
        Script script(source, u"test.js"_s, &m_world, &m_watchdog);
        QVERIFY(script.fault());
        QCOMPARE(script.fault()->line, line);
        QVERIFY(script.fault()->message.contains(u"SyntaxError"_s));
        QCOMPARE(script.run(messageEvent({})).result, Result::Refused);
    }

    void aNumberTheEngineCannotRead()
    {
        const ScriptOutcome outcome = run(u"pass()"_s, messageEvent("1e400", PayloadType::Json));
        QCOMPARE(outcome.result, Result::Threw);
        QVERIFY(outcome.fault.message.contains(u"too large for scripts"_s));
    }

    void loopsAreStopped_data()
    {
        QTest::addColumn<QString>("source");
        QTest::newRow("a loop") << u"for (;;) {}"_s;
        QTest::newRow("a loop that catches everything")
            << u"for (;;) { try { for (;;) {} } catch (e) {} finally { } }"_s;
        QTest::newRow("promises without end")
            << u"function f() { Promise.resolve().then(f) } f()"_s;
        QTest::newRow("a getter in the state") << u"state = { toJSON() { for (;;) {} } }"_s;
    }
    void loopsAreStopped()
    {
        QFETCH(QString, source);
        m_watchdog.setDeadline(50ms);
        const ScriptOutcome outcome =
            run(u"log('before'); sendSignal(1);"_s + source, messageEvent({}));
        QCOMPARE(outcome.result, Result::TooSlow);
        QCOMPARE(outcome.effects.size(), 1);
        QVERIFY(outcome.took >= 50ms);
        QCOMPARE(sent(u"sendSignal(1)"_s, messageEvent({})),
                 QByteArrayList{"1"}); // the next one runs
        m_watchdog.setDeadline(250ms);
    }

    void tooManySendsAreLeftOut()
    {
        const ScriptOutcome outcome =
            run(u"for (let i = 0; i < 10000; ++i) sendSignal(i)"_s, messageEvent({}));
        QCOMPARE(outcome.result, Result::Done);
        QCOMPARE(outcome.effects.size(), MaxSendsPerRun);
        QCOMPARE(outcome.leftOut, 10000 - MaxSendsPerRun);
    }

    void stateIsShared()
    {
        Script one(u"state.n = (state.n || 0) + 1; sendSignal(state.n)"_s, u"1.js"_s, &m_world,
                   &m_watchdog);
        Script two(u"state.n += 10; sendSignal(state.n)"_s, u"2.js"_s, &m_world, &m_watchdog);
        const auto run = [](Script &script, bool test = false) {
            ScriptEvent event = messageEvent({});
            event.isTest = test;
            const ScriptOutcome outcome = script.run(event);
            return outcome.effects.value(0).payload;
        };
        QCOMPARE(run(one), "1"_ba);
        QVERIFY(one.hasChangedState());
        QCOMPARE(run(two), "11"_ba);
        QCOMPARE(run(one), "12"_ba);
        QCOMPARE(run(one, true), "13"_ba); // a trial
        QVERIFY(!one.hasChangedState());
        QCOMPARE(run(one), "13"_ba);
        QCOMPARE(m_world.state, "{\"n\":13}"_ba);
        // a run that fails leaves it as it was, also in its own eyes
        Script bad(
            u"state.n = 0; if (event.data.message === 'throw') throw 1; sendSignal(state.n)"_s,
            u"3.js"_s, &m_world, &m_watchdog);
        QCOMPARE(bad.run(messageEvent("throw")).result, Result::Threw);
        QCOMPARE(m_world.state, "{\"n\":13}"_ba);
        Script look(u"sendSignal(state.n)"_s, u"4.js"_s, &m_world, &m_watchdog);
        QCOMPARE(run(look), "13"_ba);
        QVERIFY(!look.hasChangedState());
    }

    void clients()
    {
        m_world.clients.insert(ClientId::create(), {u"/a"_s, "{\"id\":\"1\"}"});
        m_world.clients.insert(ClientId::create(), {u"/b"_s, "{\"id\":\"2\"}"});
        QCOMPARE(
            sent(u"sendSignal(clients().length); sendSignal(clients('/B'));"_s, messageEvent({})),
            (QByteArrayList{"2", "[{\"id\":\"2\"}]"}));
    }

    void scriptsCannotReachOut()
    {
        QCOMPARE(
            sent(
                u"sendSignal(['Qt', 'XMLHttpRequest', 'require', 'setTimeout', 'fetch', 'print', "
                u"'gc', 'host', 'global']"
                ".filter(name => { try { return eval(name) !== undefined } catch (e) { return false } }))"_s,
                messageEvent({})),
            QByteArrayList{"[]"});
    }

    void oneScriptDoesNotSpoilAnother()
    {
        Script bad(u"JSON.stringify = null; Array.prototype.x = 1; sendSignal = null"_s, u"1.js"_s,
                   &m_world, &m_watchdog);
        bad.run(messageEvent({}));
        QCOMPARE(sent(u"sendSignal({a: [].x === undefined})"_s, messageEvent({})),
                 QByteArrayList{"{\"a\":true}"});
    }
};

QTEST_GUILESS_MAIN(TestScript)
#include "tst_script.moc"
