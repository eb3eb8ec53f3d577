#include "core/routes/script.h"
#include "core/routes/scriptrealms.h"
#include "core/routes/scriptwatchdog.h"
#include "core/routes/scriptwire.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;
using Kind = ScriptEffect::Kind;
using RunResult = ScriptOutcome::Result;

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

constexpr const char *StableState = R"({"a":{"b":[1,"x",null,true],"c":-0.5,"g":{}},"d":1,"e":{}})";
constexpr int EnoughReads = 40; ///< for the realm to take a state for one that stays

} // namespace

class TestScript : public QObject
{
    Q_OBJECT

private:
    ScriptWorld m_world;
    ScriptWatchdog m_watchdog;
    std::optional<ScriptRealm> m_realm; ///< of both kinds in turn

    ScriptOutcome run(const QString &source, const ScriptEvent &event)
    {
        Script script(source, u"test.js"_s, &*m_realm);
        return script.run(event);
    }
    /// What it sends, one by one.
    QByteArrayList sent(const QString &source, const ScriptEvent &event)
    {
        const ScriptOutcome outcome = run(source, event);
        if (outcome.result != RunResult::Done)
            return {"failed: " + outcome.fault.toString().toUtf8()};
        QByteArrayList all;
        for (const ScriptEffect &effect : outcome.effects)
            if (effect.kind == Kind::Send || effect.kind == Kind::Reply)
                all.append(effect.payload);
        return all;
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<ScriptRealm::For>("scripts");
        QTest::newRow("for any") << ScriptRealm::For::Any;
        QTest::newRow("for known names") << ScriptRealm::For::KnownNames;
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_world = {};
        QFETCH_GLOBAL(ScriptRealm::For, scripts);
        m_realm.emplace(&m_world, &m_watchdog, scripts);
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
        QTest::newRow("half of a surrogate pair in a text") << u"sendSignal('a\\ud83d')"_s << "'"_ba
                                                            << "a\xef\xbf\xbd"_ba;
        QTest::newRow("half of a surrogate pair in an object")
            << u"sendSignal({a: '\\ud83d', b: '\\ude00\\ud83d\\ude00'})"_s << "'"_ba
            << "{\"a\":\"\\ud83d\",\"b\":\"\\ude00😀\"}"_ba;
        QTest::newRow("half of a surrogate pair that came in an object")
            << u"sendSignal(event.data.message.a.length + event.data.message.a)"_s
            << R"({"a":"x\ud83d"})"_ba
            << "2x\xef\xbf\xbd"_ba;
        QTest::newRow("an object with half of a surrogate pair, untouched")
            << u"sendSignal(event.data.message)"_s << R"({"a":"\uD83D"})"_ba
            << R"({"a":"\uD83D"})"_ba;
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
        QCOMPARE(outcome.result, RunResult::Done);
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
            if (outcome.result != RunResult::Done)
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
        QTest::newRow("what all runs share")
            << u"\nArray.prototype.last = 1"_s
            << u"TypeError: this value cannot be used or changed like this; what all runs share"_s
            << 2;
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
        QCOMPARE(outcome.result, RunResult::Threw);
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
        Script script(source, u"test.js"_s, &*m_realm);
        QVERIFY(script.fault());
        QCOMPARE(script.fault()->line, line);
        QVERIFY(script.fault()->message.contains(u"SyntaxError"_s));
        QCOMPARE(script.run(messageEvent({})).result, RunResult::Refused);
    }

    void aNumberTheEngineCannotRead()
    {
        const ScriptOutcome outcome = run(u"pass()"_s, messageEvent("1e400", PayloadType::Json));
        QCOMPARE(outcome.result, RunResult::Threw);
        QVERIFY(outcome.fault.message.contains(u"too large for scripts"_s));
    }

    void whatDoesNothingIsHintedAt_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<ScriptPurpose>("purpose");
        QTest::addColumn<QStringList>("lines"); // of the log
        const QStringList none;
        const QStringList toSender{
            u"Hint: a returned value is not sent; call sendSignal() or reply()"_s};
        QTest::newRow("a text returned to a client")
            << u"return 'hello'"_s << ScriptPurpose::Message << toSender;
        QTest::newRow("a value promised")
            << u"return Promise.resolve({a: 1})"_s << ScriptPurpose::Message << toSender;
        QTest::newRow("a text returned to who comes")
            << u"return 'hello'"_s << ScriptPurpose::Connect << toSender;
        QTest::newRow("a text returned by a timer")
            << u"return 'tick'"_s << ScriptPurpose::Timer
            << QStringList{u"Hint: a returned value is not sent; call sendSignal()"_s};
        QTest::newRow("nothing returned")
            << u"if (event) return;"_s << ScriptPurpose::Message << none;
        QTest::newRow("null returned") << u"return null"_s << ScriptPurpose::Message << none;
        QTest::newRow("sent and returned")
            << u"sendSignal(1); return true"_s << ScriptPurpose::Message << none;
        QTest::newRow("dropped and returned")
            << u"drop('why'); return true"_s << ScriptPurpose::Message << none;
        QTest::newRow("an HTTP route answers with it")
            << u"return 'page'"_s << ScriptPurpose::Http << none;
        const auto ignored = [](const QString &name) {
            return QStringList{
                u"Hint: %1(): the language and the options are ignored; scripts have no Intl"_s.arg(
                    name)};
        };
        QTest::newRow("a time in a language and zone")
            << u"new Date().toLocaleString('de-DE', {timeZone: 'Asia/Tokyo'})"_s
            << ScriptPurpose::Timer << ignored(u"toLocaleString"_s);
        QTest::newRow("a time of day with options")
            << u"new Date().toLocaleTimeString(undefined, {hour12: true})"_s << ScriptPurpose::Timer
            << ignored(u"toLocaleTimeString"_s);
        QTest::newRow("a number in a language")
            << u"(1234.5).toLocaleString('de-DE')"_s << ScriptPurpose::Timer
            << ignored(u"toLocaleString"_s);
        QTest::newRow("names in a language's order")
            << u"['b', 'a'].sort((a, b) => a.localeCompare(b, 'sv'))"_s << ScriptPurpose::Timer
            << ignored(u"localeCompare"_s);
        QTest::newRow("names in order")
            << u"['b', 'a'].sort((a, b) => a.localeCompare(b))"_s << ScriptPurpose::Timer << none;
        QTest::newRow("the computer's own way")
            << u"new Date().toLocaleString(); (1.5).toLocaleString(); [1].toLocaleString()"_s
            << ScriptPurpose::Timer << none;
    }
    void whatDoesNothingIsHintedAt()
    {
        QFETCH(QString, source);
        QFETCH(ScriptPurpose, purpose);
        QFETCH(QStringList, lines);
        Script script(source, u"test.js"_s, &*m_realm);
        const auto logged = [&script, purpose] {
            const ScriptOutcome outcome = script.run(
                purpose == ScriptPurpose::Message ? messageEvent("x") : otherEvent(purpose));
            QStringList all;
            for (const ScriptEffect &effect : outcome.effects)
                if (effect.kind == Kind::Log)
                    all.append(effect.text);
            return outcome.result == RunResult::Done ? all : QStringList{outcome.fault.message};
        };
        QCOMPARE(logged(), lines);
        QCOMPARE(logged(), QStringList()); // once is enough
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
        QCOMPARE(outcome.result, RunResult::TooSlow);
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
        QCOMPARE(outcome.result, RunResult::Done);
        QCOMPARE(outcome.effects.size(), MaxSendsPerRun);
        QCOMPARE(outcome.leftOut, 10000 - MaxSendsPerRun);
    }

    void stateIsShared()
    {
        Script one(u"state.n = (state.n || 0) + 1; sendSignal(state.n)"_s, u"1.js"_s, &*m_realm);
        Script two(u"state.n += 10; sendSignal(state.n)"_s, u"2.js"_s, &*m_realm);
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
            u"3.js"_s, &*m_realm);
        QCOMPARE(bad.run(messageEvent("throw")).result, RunResult::Threw);
        QCOMPARE(m_world.state, "{\"n\":13}"_ba);
        Script look(u"sendSignal(state.n)"_s, u"4.js"_s, &*m_realm);
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

    void oneRunLeavesNothingForTheNext_data()
    {
        QTest::addColumn<QString>("spoil");
        QTest::addColumn<QString>("look"); // gives the same before and after
        QTest::newRow("Object.prototype")
            << u"Object.prototype.admin = true"_s << u"String({}.admin)"_s;
        QTest::newRow("Object.prototype, by its old name")
            << u"({}).__proto__.admin = true"_s << u"String({}.admin)"_s;
        QTest::newRow("Object.prototype, by a constructor")
            << u"({}).constructor.prototype.admin = true"_s << u"String({}.admin)"_s;
        QTest::newRow("a method of Object.prototype")
            << u"Object.prototype.hasOwnProperty = () => true"_s << u"({}).hasOwnProperty('a')"_s;
        QTest::newRow("the prototype of Object.prototype")
            << u"Object.setPrototypeOf(Object.prototype, {admin: true})"_s << u"String({}.admin)"_s;
        QTest::newRow("JSON") << u"JSON.stringify = () => 'mine'"_s << u"JSON.stringify({a: 1})"_s;
        QTest::newRow("JSON, deleted") << u"delete JSON.parse"_s << u"JSON.parse('[1]')[0]"_s;
        QTest::newRow("JSON, defined anew")
            << u"Object.defineProperty(JSON, 'parse', {value: () => 'mine'})"_s
            << u"JSON.parse('[1]')[0]"_s;
        QTest::newRow("the global object")
            << u"Function('return this')().leak = 1"_s << u"typeof leak"_s;
        QTest::newRow("a global, not strict") << u"(0, eval)('leak = 1')"_s << u"typeof leak"_s;
        QTest::newRow("a global variable") << u"(0, eval)('var leak = 1')"_s << u"typeof leak"_s;
        QTest::newRow("a global constant") << u"(0, eval)('const leak = 1')"_s << u"typeof leak"_s;
        QTest::newRow("a global function")
            << u"(0, eval)('function leak() {}')"_s << u"typeof leak"_s;
        QTest::newRow("a global class") << u"(0, eval)('class leak {}')"_s << u"typeof leak"_s;
        QTest::newRow("a global, replaced") << u"Function('Date = null; parseInt = null')()"_s
                                            << u"typeof Date + typeof parseInt"_s;
        QTest::newRow("undefined") << u"Function('undefined = 1')()"_s << u"typeof undefined"_s;
        QTest::newRow("Array.prototype")
            << u"Array.prototype.push = () => 7"_s << u"[].push('a')"_s;
        QTest::newRow("an index of Array.prototype")
            << u"Array.prototype[3] = 'mine'"_s << u"String([,,,,][3])"_s;
        const QString indexOfArrays =
            u"[Array.prototype.length, Object.keys(Array.prototype), [,][0]].join()"_s;
        for (const char *change :
             {"p.push('mine')", "p[0] = 'mine'", "p.length = 3", "p.unshift('mine')",
              "p.splice(0, 0, 'mine')", "Object.defineProperty(p, '0', {value: 'mine'})",
              "Reflect.set([], 0, 'mine', p)", "Object.assign(p, ['mine'])",
              "Object.defineProperty(p, 'length', {value: 3})", "p.copyWithin.call(p, 1, 0)",
              "Array.prototype.concat.call(p, 1); p[1] = p[0] = 'mine'"})
            QTest::addRow("Array.prototype: %s", change)
                << u"const p = Array.prototype; "_s + QLatin1String(change) << indexOfArrays;
        QTest::newRow("an index of Object.prototype, by push()")
            << u"Array.prototype.push.call(Object.prototype, 'mine')"_s
            << u"String({}[0]) + (0 in {})"_s;
        QTest::newRow("an index of Object.prototype that holds nothing")
            << u"Array.prototype.unshift.call(Object.prototype, undefined)"_s << u"0 in {}"_s;
        QTest::newRow("an index of a function, by push()")
            << u"[].push.call(sendSignal, 'mine')"_s << u"Object.keys(sendSignal).join()"_s;
        QTest::newRow("an index of a function that nobody sees")
            << u"[].push.call(Object.getOwnPropertyDescriptor(Error.prototype, 'name').get, 'mine')"_s
            << u"Object.keys(Object.getOwnPropertyDescriptor(Error.prototype, 'name').get).join()"_s;
        QTest::newRow("Array") << u"Array.isArray = () => true"_s << u"Array.isArray({})"_s;
        QTest::newRow("how arrays are gone through")
            << u"Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({done: true})"_s
            << u"Array.from([1, 2]).length + [...[1, 2]].length"_s;
        QTest::newRow("how maps are gone through")
            << u"Object.getPrototypeOf(new Map().entries()).next = () => ({done: true})"_s
            << u"[...new Map([[1, 2]])].length"_s;
        QTest::newRow("generators")
            << u"Object.getPrototypeOf(function* () {}).prototype.next = () => ({done: true})"_s
            << u"[...(function* () { yield 1; })()].length"_s;
        QTest::newRow("String.prototype")
            << u"String.prototype.toUpperCase = () => 'mine'"_s << u"'a'.toUpperCase()"_s;
        QTest::newRow("a text's own property")
            << u"Function('\"a\".__proto__.x = 1')()"_s << u"typeof 'a'.x"_s;
        QTest::newRow("Function.prototype")
            << u"Function.prototype.call = () => 7"_s << u"(() => 1).call()"_s;
        QTest::newRow("Math") << u"Math.max = () => 7; Math.mine = 1"_s << u"Math.max(1, 2)"_s;
        QTest::newRow("Symbol") << u"Symbol.mine = 1"_s << u"typeof Symbol.mine"_s;
        QTest::newRow("Number.prototype")
            << u"Number.prototype.toFixed = () => 'mine'"_s << u"(1).toFixed(2)"_s;
        QTest::newRow("Boolean.prototype")
            << u"Boolean.prototype.valueOf = () => 'mine'"_s << u"String(true.valueOf())"_s;
        QTest::newRow("Date") << u"Date.now = () => 0"_s << u"Date.now() > 0"_s;
        QTest::newRow("Date.prototype")
            << u"Date.prototype.getTime = () => 7"_s << u"new Date(5).getTime()"_s;
        QTest::newRow("Error.prototype") << u"Error.prototype.name = 'mine'"_s
                                         << u"String(new TypeError('a')) + new Error('a')"_s;
        QTest::newRow("RegExp.prototype")
            << u"RegExp.prototype.exec = () => null"_s << u"/a/.exec('a')[0]"_s;
        QTest::newRow("Promise.prototype") << u"Promise.prototype.then = () => 7"_s
                                           << u"typeof Promise.resolve(1).then(() => 1)"_s;
        QTest::newRow("Map.prototype")
            << u"Map.prototype.get = () => 7"_s << u"new Map([[1, 2]]).get(1)"_s;
        QTest::newRow("Set.prototype")
            << u"Set.prototype.has = () => true"_s << u"new Set().has(1)"_s;
        QTest::newRow("typed arrays")
            << u"Object.getPrototypeOf(Uint8Array).prototype.fill = () => 7"_s
            << u"new Uint8Array(2).fill(3)[1]"_s;
        QTest::newRow("Reflect") << u"Reflect.ownKeys = () => 7"_s
                                 << u"Reflect.ownKeys({}).length"_s;
        QTest::newRow("our functions")
            << u"Function('return this')().sendSignal = () => {}"_s << u"typeof sendSignal"_s;
        QTest::newRow("what our functions carry")
            << u"sendSignal.mine = 1; reply.call = () => {}"_s
            << u"typeof sendSignal.mine + reply.call.length"_s;
        QTest::newRow("console") << u"console.mine = 1; console.log = null"_s
                                 << u"typeof console.mine + typeof console.log"_s;
        QTest::newRow("the last match")
            << u"/(secret) (\\w+)/.exec('my secret text')"_s
            << u"[RegExp.$1, RegExp.$2, RegExp.lastMatch, RegExp.input, RegExp['$`'], RegExp[\"$'\"]].join()"_s;
        QTest::newRow("what the state hides: a function")
            << u"state.f = () => 1"_s << u"typeof state.f"_s;
        QTest::newRow("what the state hides: its prototype, by a name from outside")
            << u"state[['__pro', 'to__'].join('')] = {admin: true}"_s << u"String(state.admin)"_s;
        QTest::newRow("what the state hides: a property that is not listed")
            << u"Object.defineProperty(state, 'x', {value: 1})"_s << u"typeof state.x"_s;
        QTest::newRow("what the state hides: how it is written")
            << u"Object.defineProperty(state, 'toJSON', {value: () => ({})})"_s
            << u"typeof state.toJSON"_s;
        QTest::newRow("promises of a run that was stopped")
            << u"for (let i = 0; i < 9; ++i) Promise.resolve().then(() => sendSignal('late')); for (;;) {}"_s
            << u"1"_s;
    }
    void oneRunLeavesNothingForTheNext()
    {
        QFETCH(QString, spoil);
        QFETCH(QString, look);
        m_watchdog.setDeadline(50ms);
        // the spoiling run goes on behind its mistakes as if nothing had happened
        Script script(u"if (event.data.message === 'spoil') { try { %1 } catch (e) {} } "
                      "else sendSignal(String(%2));"_s.arg(spoil, look),
                      u"test.js"_s, &*m_realm);
        QVERIFY2(!script.fault(), qPrintable(script.fault().value_or(ScriptFault()).message));
        const auto seen = [&script] {
            QByteArrayList all;
            const ScriptOutcome outcome = script.run(messageEvent("look"));
            for (const ScriptEffect &effect : outcome.effects)
                all.append(effect.payload);
            return outcome.result == RunResult::Done ? all : QByteArrayList{"failed"};
        };
        const QByteArrayList before = seen();
        QCOMPARE(before.size(), 1);
        QVERIFY(before != QByteArrayList{"failed"});
        script.run(messageEvent("spoil"));
        QCOMPARE(seen(), before);
        QCOMPARE(sent(u"sendSignal(String(%1))"_s.arg(look), messageEvent("look")), before);
        m_watchdog.setDeadline(250ms);
    }

    void allThatAScriptFindsIsUnchangeable()
    {
        const QByteArrayList changeable = sent(uR"(
                const seen = [], names = [];
                const add = (value, name) => {
                    if (((typeof value !== 'object' || value === null) && typeof value !== 'function') || seen.indexOf(value) >= 0)
                        return;
                    seen.push(value);
                    names.push(name);
                };
                add(Function('return this')(), 'global');
                add(function* () {}.constructor, 'GeneratorFunction');
                add(Object.getPrototypeOf(new Map().keys()), 'map iterator');
                for (let i = 0; i < seen.length; ++i) {
                    add(Object.getPrototypeOf(seen[i]), names[i] + '.prototype of');
                    for (const key of Reflect.ownKeys(seen[i])) {
                        if (key === 'state')
                            continue;
                        const property = Object.getOwnPropertyDescriptor(seen[i], key);
                        for (const part of ['value', 'get', 'set'])
                            add(property[part], names[i] + '.' + String(key));
                    }
                }
                const tries = [o => [].push.call(o, 1), o => [].unshift.call(o, 1), o => Array.from.call(function () { return o; }, [1]),
                               o => Array.of.call(function () { return o; }, 1), o => [].splice.call(o, 0, 0, 1), o => Object.assign(o, [1]),
                               o => Reflect.set({}, 0, 1, o), o => { o[0] = 1; }, o => { o.mine = 1; },
                               o => Object.defineProperty(o, 'mine', {value: 1}), o => Object.setPrototypeOf(o, {mine: 1})];
                const look = o => [Reflect.ownKeys(o).map(String).join(), o.mine].join();
                const isChangeable = o => {
                    const before = look(o);
                    for (const change of tries)
                        if (change !== tries[0] && change !== tries[1] || o !== Object.prototype && o !== Array.prototype)
                            try { change(o); } catch (e) {}
                    return !Object.isFrozen(o) || look(o) !== before;
                };
                sendSignal(seen.length > 300 && names.filter((name, i) => isChangeable(seen[i])));)"_s,
                                               messageEvent({}));
        QCOMPARE(changeable, QByteArrayList{"[]"});
    }

    void whatAScriptMakesItselfCanBeChanged_data()
    {
        QTest::addColumn<QString>("source"); // gives "mine"
        QTest::newRow("a method of an object")
            << u"const o = {}; o.toString = () => 'mine'; return String(o)"_s;
        QTest::newRow("what comes in")
            << u"const o = event.data.message; o.valueOf = o.a; return o.valueOf"_s;
        QTest::newRow("a key like a built-in's")
            << u"const o = {}; o['constructor'] = 'mine'; o.hasOwnProperty = 1; return Object.keys(o).length === 2 ? o.constructor : ''"_s;
        QTest::newRow("copied keys like a built-in's")
            << u"return Object.assign({}, {valueOf: 'mine'}).valueOf"_s;
        QTest::newRow("the name of an error")
            << u"const e = new Error('x'); e.name = 'mine'; return String(e).slice(0, 4)"_s;
        QTest::newRow("the message of an error")
            << u"const e = new Error(); e.message = 'mine'; return e.message"_s;
        QTest::newRow("a class of errors")
            << u"class E extends Error { constructor(m) { super(m); this.name = 'mine'; } } return new E('x').name"_s;
        QTest::newRow("a method of an array")
            << u"const a = [1]; a.push = () => 'mine'; return a.push(2)"_s;
        QTest::newRow("a class of arrays")
            << u"class A extends Array { last() { return this[this.length - 1]; } } const a = new A(); a.push('mine'); a.map = null; return a.last()"_s;
        QTest::newRow("a prototype of the old kind")
            << u"function F() {} F.prototype = Object.create(Array.prototype); F.prototype.constructor = F; F.prototype.join = () => 'mine'; return new F().join()"_s;
        QTest::newRow("a prototype of the old kind, a constructor's own")
            << u"function F() {} F.prototype.toString = function () { return 'mine'; }; return String(new F())"_s;
        QTest::newRow("a method of a function")
            << u"const f = () => 1; f.call = () => 'mine'; return f.call()"_s;
        QTest::newRow("a method of a map")
            << u"const m = new Map(); m.get = () => 'mine'; return m.get(1)"_s;
        QTest::newRow("a method of a date")
            << u"const d = new Date(); d.toString = () => 'mine'; return String(d)"_s;
        QTest::newRow("by a name that comes")
            << u"const a = []; a[['pu', 'sh'].join('')] = () => 'mine'; return a.push()"_s;
        QTest::newRow("by a pattern")
            << u"const o = {}; [o.toString] = [() => 'mine']; return String(o)"_s;
        QTest::newRow("by a loop")
            << u"const a = []; for (a.map of ['his', 'mine']); return a.map"_s;
        QTest::newRow("assigned twice")
            << u"const o = {}; o.toString = () => 'his'; o.toString = () => 'mine'; return String(o)"_s;
        QTest::newRow("assigned and deleted")
            << u"const o = {}; o.toString = 1; delete o.toString; return String(o) === '[object Object]' ? 'mine' : ''"_s;
        QTest::newRow("lists of a class of its own")
            << u"class A extends Array { last() { return this[this.length - 1]; } } return A.from('ab').length + A.of(1, 2).length === 4 ? A.from(new Set(['his', 'mine'])).last() : ''"_s;
        QTest::newRow("lists made of what is like one")
            << u"return Array.from({length: 2, 0: 'm', 1: 'ine'}, x => x).join('') + Array.of().join()"_s;
        QTest::newRow("keys are the object's own alone")
            << u"const keys = []; for (const key in {mine: 1}) keys.push(key); return keys.join()"_s;
        QTest::newRow("the state, as a whole")
            << u"state = {toString: 'mine'}; return state.toString"_s;
        QTest::newRow("the state, in part")
            << u"state.constructor = 'mine'; return state.constructor"_s;
    }
    void whatAScriptMakesItselfCanBeChanged()
    {
        QFETCH(QString, source);
        const QString whole = u"sendSignal((function () { "_s + source + u" })());"_s;
        ScriptRealms realms(&m_world, &m_watchdog);
        Script script(whole, u"test.js"_s, realms.of(whole));
        const ScriptOutcome outcome =
            script.run(messageEvent("{\"a\":\"mine\"}", PayloadType::Json));
        QCOMPARE(outcome.fault.toString(), QString());
        QCOMPARE(outcome.effects.value(0).payload, "mine"_ba);
    }

    void oneScriptDoesNotSpoilAnother_data()
    {
        QTest::addColumn<QString>("source"); // of the other
        QTest::newRow("by what it changes")
            << u"JSON.stringify = null; Array.prototype.x = 1; sendSignal = null"_s;
        // A source that closes our brace and opens one is a script, too.
        QTest::newRow("by a constant beside it") << u"}); const leak = 1; (function () {"_s;
        QTest::newRow("by a variable beside it") << u"}); var leak = 1; (function () {"_s;
        QTest::newRow("by a function beside it") << u"}); function leak() {} (function () {"_s;
        QTest::newRow("by what it does while it is compiled")
            << u"}); state.leak = 1; sendSignal('leak'); /(leak)/.test('leak'); (function () {"_s;
        QTest::newRow("by what it promises while it is compiled")
            << u"}); Promise.resolve().then(() => sendSignal('leak')); (function () {"_s;
        QTest::newRow("by a hint while it is compiled")
            << u"}); [1].toLocaleString('de'); (function () {"_s;
    }
    void oneScriptDoesNotSpoilAnother()
    {
        QFETCH(QString, source);
        Script look(u"[1].toLocaleString('fr'); sendSignal([typeof [].x, typeof leak, typeof "
                    "state.leak, RegExp.$1]); sendSignal({a: 1});"_s,
                    u"2.js"_s, &*m_realm);
        Script bad(source, u"1.js"_s, &*m_realm);
        const ScriptOutcome outcome = look.run(messageEvent({}));
        QCOMPARE(outcome.fault.toString(), QString());
        QCOMPARE(outcome.effects.size(), 3); // its own hint is the first
        QCOMPARE(outcome.effects[0].kind, Kind::Log);
        QCOMPARE(outcome.effects[1].payload, R"(["undefined","undefined","undefined",""])"_ba);
        QCOMPARE(outcome.effects[2].payload, R"({"a":1})"_ba);
        if (!bad.fault())
            bad.run(messageEvent({}));
        QCOMPARE(look.run(messageEvent({})).effects, outcome.effects.sliced(1));
    }

    void whatIsWrittenInTheSourceStaysAsItIsWritten()
    {
        Script script(
            uR"(const texts = strings => strings, template = () => texts`a\n${1}b`, match = () => /a/g;
                if (event.data.message === 'spoil')
                    for (const spoil of [t => { t.mine = 1; }, t => { t[0] = 'mine'; }, t => { t.raw.push('mine'); },
                                         t => Object.setPrototypeOf(t, {mine: 1})])
                        try { spoil(template()); } catch (e) {}
                const found = match();
                found.mine = found.test('aa') && found.lastIndex;
                sendSignal([template(), template().raw, typeof template().mine, match().lastIndex, typeof match().mine]);)"_s,
            u"test.js"_s, &*m_realm);
        const ScriptOutcome before = script.run(messageEvent("look"));
        QCOMPARE(before.result, RunResult::Done);
        QCOMPARE(before.effects.value(0).payload,
                 R"([["a\n","b"],["a\\n","b"],"undefined",0,"undefined"])"_ba);
        script.run(messageEvent("spoil"));
        QCOMPARE(script.run(messageEvent("look")).effects, before.effects);
    }

    void aScriptRunsWhereItCanAssign_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<ScriptRealm::For>("scripts");
        const auto known = [](const char *name, const QString &source) {
            QTest::newRow(name) << source << ScriptRealm::For::KnownNames;
        };
        const auto any = [](const char *name, const QString &source) {
            QTest::newRow(name) << source << ScriptRealm::For::Any;
        };
        known("nothing", QString());
        known(
            "calls",
            u"const a = []; a.push(1); if (a.hasOwnProperty(0)) sendSignal(a.map(x => x).join());"_s);
        known("names of its own",
              u"state.count += 1; state.x = {map: 1, push() {}}; this.y = a.z = 1;"_s);
        known("the name and message of an error", u"e.name = 'x'; e.message = 'y'"_s);
        known(
            "comparisons",
            u"if (a[0] == b || a[1] === c || a.push !== d || a[i] <= 2 || a.map >= 1 || a[2] != 3) a;"_s);
        known("elements that are read", u"sum = a[i] + a[j] - a[k] * a[l] / a[m] % -a[n]"_s);
        known("what counts", u"for (let i = 0; i < 3; ++i) x++; --y;"_s);
        known("declared names",
              u"const {map, push: [a, {b}]} = x; let [c, d] = y; for (const [e, f] of g) h;"_s);
        known("divisions", u"a = (b + c) / 2; d = e[0] / 3; f.g /= 4; h = i / j / k"_s);
        known("regular expressions",
              u"if (a) /[=/]/.test(b); c = d.replace(/x\\/y] = /g, '[z] = ')"_s);
        known("in texts and comments",
              u"'a[0] = 1'; `b[0] = 1 ${c}`; // d[0] = 1\n/* e.push = 1 */"_s);
        known("arrow functions", u"a.map((x) => x); b.map(([c]) => c);"_s);
        any("an element", u"a[k] = 1"_s);
        any("an element and a comment", u"a[k] /* x */ = 1"_s);
        any("an element on another line", u"a[k]\n  = 1"_s);
        any("an element and more", u"a[k] += 1; "_s);
        any("an element, shifted", u"a[k] >>>= 1"_s);
        any("an element, counted", u"a[k]++"_s);
        any("an element, counted in front", u"--a.b[k]"_s);
        any("an element in a hole", u"`${a[k] = 1}`"_s);
        any("an element of a pattern", u"[a[k]] = b"_s);
        any("an element of an object's pattern", u"({x: a[k]} = b)"_s);
        any("an element in brackets", u"(a[k]) = b"_s);
        any("an element within what is declared", u"const {a = b[k] = 1} = c"_s);
        any("an element of a loop", u"for (a[k] of b) c;"_s);
        any("a known name", u"a.push = 1"_s);
        any("a known name and spaces", u"a .\n push\t= 1"_s);
        any("a known name and a comment", u"a. /* b */ push /* c */ = 1"_s);
        any("a known name of a pattern", u"[a.push] = b"_s);
        any("a known name of a pattern within what is declared", u"const {a = [b.push] = c} = d"_s);
        any("a known name of a loop", u"for (a.map in b) c;"_s);
        any("a known name, divided", u"a.map /= 2"_s);
        any("a known name, counted", u"a.keys++"_s);
        any("a known name of any object", u"a.toString = b"_s);
        any("copied properties", u"Object.assign(a, b)"_s);
        any("source that comes later", u"eval(a); "_s);
        any("an escape", u"a.p\\u0075sh = 1"_s);
        any("what cannot be told", u"} /x/.test(a)"_s);
        any("no end", u"a = 'x"_s);
    }
    void aScriptRunsWhereItCanAssign()
    {
        QFETCH(QString, source);
        QFETCH(ScriptRealm::For, scripts);
        ScriptRealms realms(&m_world, &m_watchdog);
        QCOMPARE(realms.of(source) == realms.of(QString()),
                 scripts == ScriptRealm::For::KnownNames);
        for (qsizetype length = 0; length < source.size(); ++length) // it ends for each of them
            ScriptSource::of(source.first(length));
    }

    void templateTextsWithATagAreFound_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<bool>("mayTag");
        const auto no = [](const char *name, const QString &source) {
            QTest::newRow(name) << source << false;
        };
        const auto yes = [](const char *name, const QString &source) {
            QTest::newRow(name) << source << true;
        };
        no("no template text", u"a = tag + '/' / 2"_s);
        no("one", u"sendSignal(`Hello ${event.client.name}`)"_s);
        no("two in a row", u"a = `x` + `y`; b = [`z`, `u`]"_s);
        no("one within another", u"a = `x ${b ? `y ${c}` : {d: `z`}.d} w`;"_s);
        no("behind words of the language", u"if (a) throw `x`; else return typeof `y`;"_s);
        no("behind a regular expression", u"a = /[/`]`/g; b = a / 2; c = `x`"_s);
        no("in texts and comments", u"a = 'x`y`' + \"\\\"b`c`\"; // d`e`\n/* f`g` */ h = `i`"_s);
        no("escaped", u"a = `\\`b\\``"_s);
        no("behind what counts", u"for (let i = 0; i < 9; i++) a += `x`;"_s);
        yes("a tag", u"tag`x`"_s);
        yes("a tag behind a text", u"a = `x`; tag `y`"_s);
        yes("a method", u"String.raw`\\d`"_s);
        yes("a method named like a word", u"a.return`x`"_s);
        yes("a tag and a comment", u"tag /* x */ `y`"_s);
        yes("a tag on another line", u"tag // x\n`y`"_s);
        yes("a call", u"tag()`x`"_s);
        yes("an element", u"tags[0]`x`"_s);
        yes("a function", u"(function () {} `x`)"_s);
        yes("a template text", u"`x``y`"_s);
        yes("in a hole", u"a = `x ${tag`y`}`"_s);
        yes("in a hole of a hole", u"a = `x ${`y ${tag`z`}`}`"_s);
        yes("behind a hole", u"a = `${{b: 1}}`; tag`x`"_s);
        yes("behind a regular expression with a quote", u"a = /'/; tag`x`; b = /'/"_s);
        yes("behind a division", u"a = b / 2; tag`x`; c = d / 2"_s);
        yes("written with an escape", u"t\\u0061g`x`"_s);
        yes("a regular expression or a division", u"if (a) /`/.test(b); tag`x`; /`/"_s);
        yes("without an end", u"a = `x"_s);
        yes("a hole without an end", u"a = `x ${b"_s);
    }
    void templateTextsWithATagAreFound()
    {
        QFETCH(QString, source);
        QFETCH(bool, mayTag);
        QCOMPARE(ScriptSource::of(source).mayTagTemplates, mayTag);
        for (qsizetype length = 0; length < source.size(); ++length) // it ends for each of them
            ScriptSource::of(source.first(length));
    }

    void aStateThatStaysIsReadAnew_data()
    {
        QTest::addColumn<QString>("spoil");
        QTest::addColumn<QByteArray>("state"); // that stays
        const QByteArray same = StableState;
        QTest::newRow("nothing") << u"state"_s << same;
        QTest::newRow("a function") << u"state.a.f = () => 1"_s << same;
        QTest::newRow("a prototype") << u"Object.setPrototypeOf(state.a, {mine: 1})"_s << same;
        QTest::newRow("a list's own property") << u"state.a.b.mine = 1"_s << same;
        QTest::newRow("a property that is not listed")
            << u"Object.defineProperty(state.a, 'mine', {value: 1})"_s << same;
        QTest::newRow("a symbol") << u"state.a[Symbol.iterator] = 1"_s << same;
        QTest::newRow("that it is frozen") << u"Object.freeze(state.a.b)"_s << same;
        QTest::newRow("a getter")
            << u"Object.defineProperty(state, 'd', {get: () => 1, enumerable: true})"_s << same;
        QTest::newRow("the same object twice") << u"state.e = state.a.g"_s << same;
        QTest::newRow("an object of another class") << u"state.d = new Number(1)"_s << same;
        const auto changed = [&same](const QByteArray &from, const QByteArray &to) {
            return QByteArray(same).replace(from, to);
        };
        QTest::newRow("a value") << u"state.a.b[1] = 'y'"_s << changed("\"x\"", "\"y\"");
        QTest::newRow("a value of another type")
            << u"state.d = '1'"_s << changed("\"d\":1", "\"d\":\"1\"");
        QTest::newRow("the sign of zero") << u"state.a.c = -0"_s << changed("-0.5", "0");
        QTest::newRow("one more") << u"state.f = 1"_s << changed("\"e\":{}", "\"e\":{},\"f\":1");
        QTest::newRow("one less") << u"delete state.a.c"_s << changed(",\"c\":-0.5", "");
        QTest::newRow("a list that is longer")
            << u"state.a.b.push(2)"_s << changed("true]", "true,2]");
        QTest::newRow("a list that is shorter") << u"state.a.b.pop()"_s << changed(",true]", "]");
        QTest::newRow("a list that became an object")
            << u"state.a.b = Object.assign({}, state.a.b)"_s
            << changed("[1,\"x\",null,true]", R"({"0":1,"1":"x","2":null,"3":true})");
        QTest::newRow("an object that became a list")
            << u"state.e = []"_s << changed("\"e\":{}", "\"e\":[]");
        QTest::newRow("the order") << u"state = {a: state.a, e: state.e, d: state.d}"_s
                                   << changed("\"d\":1,\"e\":{}", "\"e\":{},\"d\":1");
        QTest::newRow("how it is written")
            << u"Object.defineProperty(state.e, 'toJSON', {value: () => 7})"_s
            << changed("\"e\":{}", "\"e\":7");
        QTest::newRow("how it is written, by its prototype")
            << u"Object.setPrototypeOf(state.e, {toJSON: () => 7})"_s
            << changed("\"e\":{}", "\"e\":7");
        QTest::newRow("another object") << u"state = {x: 1}"_s << R"({"x":1})"_ba;
    }
    void aStateThatStaysIsReadAnew()
    {
        QFETCH(QString, spoil);
        QFETCH(QByteArray, state);
        m_world.state = StableState;
        Script look(u"sendSignal(JSON.stringify(state)); "
                    "sendSignal([typeof state.a.f, typeof state.a.mine, typeof state.a.b.mine, "
                    "typeof state.a[Symbol.iterator], Object.isFrozen(state.a.b), state.e === "
                    "state.a.g, Object.getPrototypeOf(state.a) === Object.prototype, typeof "
                    "Object.getOwnPropertyDescriptor(state, 'd').get, typeof state.d]);"_s,
                    u"look.js"_s, &*m_realm);
        Script change(u"state; if (event.data.message === 'spoil') { %1 }"_s.arg(spoil),
                      u"spoil.js"_s, &*m_realm);
        QList<ScriptEffect> before;
        for (int i = 0; i < EnoughReads; ++i) {
            const ScriptOutcome outcome = look.run(messageEvent("look"));
            QCOMPARE(outcome.fault.toString(), QString());
            QCOMPARE(outcome.effects.value(0).payload, QByteArray(StableState));
            QVERIFY(i == 0 || outcome.effects == before);
            before = outcome.effects;
            QCOMPARE(change.run(messageEvent("look")).result, RunResult::Done);
        }
        QCOMPARE(change.run(messageEvent("spoil")).fault.toString(), QString());
        QCOMPARE(m_world.state, state);
        QCOMPARE(change.hasChangedState(), state != StableState);
        if (state == StableState)
            QCOMPARE(look.run(messageEvent("look")).effects, before);
        else
            QCOMPARE(sent(u"sendSignal(JSON.stringify(state))"_s, messageEvent({})),
                     QByteArrayList{state});
    }

    void anyStateThatStaysIsReadAsAtFirst_data()
    {
        QTest::addColumn<QByteArray>("state");
        QTest::newRow("nothing in it") << "{}"_ba;
        QTest::newRow("a list") << "[[],{}]"_ba;
        QTest::newRow("names that mean something in scripts")
            << R"({"__proto__":{"a":1},"constructor":1,"toString":"x","get":1,"a b":2,"3":3,"":0})"_ba;
        QTest::newRow("the prototype alone") << R"({"a":{"__proto__":{}}})"_ba;
        QTest::newRow("ends of lines") << "{\"a\":\"\u2028\u2029\\n\"}"_ba;
        QTest::newRow("halves of surrogate pairs") << R"({"a":"\ud83d","b":"x\ude00"})"_ba;
        QTest::newRow("numbers")
            << R"([1e21,1.7976931348623157e308,5e-324,0.1,-0,123456789012345680000,1e-7,4294967296])"_ba;
        QTest::newRow("deep") << QByteArray(500, '[') + QByteArray(500, ']');
        QTest::newRow("deep objects")
            << QByteArray("{\"a\":").repeated(500) + "1" + QByteArray(500, '}');
        QTest::newRow("long") << "[" + QByteArray("1,").repeated(30'000) + "1]";
        QTest::newRow("many names") << []() -> QByteArray {
            QByteArray state = "{";
            for (int i = 0; i < 4'000; ++i)
                state += "\"name" + QByteArray::number(i) + "\":" + QByteArray::number(i) + ',';
            return state + "\"last\":null}";
        }();
    }
    void anyStateThatStaysIsReadAsAtFirst()
    {
        QFETCH(QByteArray, state);
        m_watchdog.setDeadline(5s); // of a machine that has other work
        m_world.state = state;
        Script look(
            u"sendSignal(state); sendSignal([Object.keys(state).length, typeof state.a, typeof Object.getPrototypeOf(state.a || state).a])"_s,
            u"look.js"_s, &*m_realm);
        const ScriptOutcome before = look.run(messageEvent({}));
        QCOMPARE(before.fault.toString(), QString());
        for (int i = 0; i < EnoughReads; ++i)
            QCOMPARE(look.run(messageEvent({})).effects, before.effects);
        m_watchdog.setDeadline(250ms);
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestScript)
#include "tst_script.moc"
