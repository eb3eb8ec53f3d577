#include "core/values/clientmessage.h"
#include "tests/support/testprogram.h"

using namespace Qt::StringLiterals;
using namespace Signalbox;

Q_DECLARE_METATYPE(Signalbox::ClientMessage)

class tst_ClientMessage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void limitsDepthAndKeys();
    void findsTheMessageInALongText();
};

void tst_ClientMessage::reads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ClientMessage>("message");
    const auto row = [](const char *name, const char *text, const ClientMessage &message) {
        QTest::newRow(name) << QByteArray(text) << message;
    };
    const auto json = [](const char *payload) {
        return ClientMessage{.payload = payload, .type = PayloadType::Json};
    };
    row("a string is its text", R"({"message":"hi"})", {.payload = "hi"});
    row("escapes of a string are undone", R"({"message":"a\n\u00e9\ud83d\ude00\"b"})",
        {.payload = "a\n\xC3\xA9\xF0\x9F\x98\x80\"b"});
    row("a string that holds what JSON is made of", R"({"message" : "a},b:[{" , "direct":true})",
        {.payload = "a},b:[{", .direct = true});
    row("a string with characters of several bytes", "{\"message\":\"\xC3\xA9\xE2\x82\xAC\"\n}",
        {.payload = "\xC3\xA9\xE2\x82\xAC"});
    row("a string of one escape", R"({"message":"\\"})", {.payload = "\\"});
    row("a number keeps its digits", R"({"message":9223372036854775808})",
        json("9223372036854775808"));
    row("a number too large for a double", R"({"message":1e400})", json("1e400"));
    row("a number of forty digits", R"({"message":1234567890123456789012345678901234567890})",
        json("1234567890123456789012345678901234567890"));
    row("a fraction keeps its zeros", R"({"message":1.50})", json("1.50"));
    row("false is a message", R"({"message":false})", json("false"));
    row("zero is a message", R"({"message": 0 })", json("0"));
    row("an object keeps the order of its keys", R"({"message":{"z":1,"a":2}})",
        json(R"({"z":1,"a":2})"));
    row("an object keeps duplicate keys", R"({"message":{"a":1,"a":2}})", json(R"({"a":1,"a":2})"));
    row("an object keeps its escapes", R"({"message":{"a":"\u0041\/"}})",
        json(R"({"a":"\u0041\/"})"));
    row("white space between tokens goes",
        "{ \"message\" : { \"a\" :\n[ 1 , \"b c\" ] } , \"x\" : 1 }", json(R"({"a":[1,"b c"]})"));
    row("an empty object is a message", R"({"message":{}})", json("{}"));
    row("keys are matched without case",
        R"({"MESSAGE":"hi","Path":"/a","CLIENTID":"c","Direct":true})",
        {.payload = "hi", .path = u"/a"_s, .clientId = u"c"_s, .direct = true});
    row("an escaped key", R"({"\u006dessage":"hi"})", {.payload = "hi"});
    row("the last of duplicate keys counts", R"({"message":"a","message":"b"})", {.payload = "b"});
    row("null is not given",
        R"({"message":"a","path":null,"group":null,"clientId":null,"direct":null})",
        {.payload = "a"});
    row("unknown keys are let be", R"({"message":"a","x":{"y":[1,2,{"z":null}]}})",
        {.payload = "a"});
    row("a group", R"({"message":"a","group":"blue"})", {.payload = "a", .group = u"blue"_s});
    row("half a surrogate pair in a string", R"({"message":"a\ud83d","direct":true})",
        {.payload = "a\xEF\xBF\xBD", .direct = true, .isMended = true});
    row("both halves the wrong way round", R"({"message":"\ude00\ud83d"})",
        {.payload = "\xEF\xBF\xBD\xEF\xBF\xBD", .isMended = true});
    row("half a pair beside a whole one", R"({"message":"\ud83d\ud83d\ude00"})",
        {.payload = "\xEF\xBF\xBD\xF0\x9F\x98\x80", .isMended = true});
    row("half a surrogate pair in an object keeps its bytes",
        R"({"message" : { "\ud83d" : [ "x\uDE00" ] } , "group":"g"})",
        {.payload = R"({"\ud83d":["x\uDE00"]})", .type = PayloadType::Json, .group = u"g"_s});
    row("half a surrogate pair in a list keeps its bytes", R"({"message":["\ud800", 1.50]})",
        json(R"(["\ud800",1.50])"));
    row("half a surrogate pair in another key", R"({"x":"\ud800","message":"a"})",
        {.payload = "a"});
    row("half a surrogate pair in a path", R"({"message":"a","path":"/\ud800"})",
        {.payload = "a", .path = u"/\uFFFD"_s});
    row("half a surrogate pair in a message that does not count",
        R"({"message":"\ud800","message":"b"})", {.payload = "b"});
}

void tst_ClientMessage::reads()
{
    QFETCH(QByteArray, text);
    QFETCH(ClientMessage, message);
    EnvelopeReader reader(1024, 10'000);
    for (int again = 0; again < 2; ++again) {
        const auto read = reader.read(text);
        QVERIFY(std::holds_alternative<ClientMessage>(read));
        const auto &got = std::get<ClientMessage>(read);
        QCOMPARE(got.payload, message.payload);
        QCOMPARE(got, message);
    }
}

void tst_ClientMessage::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Why>("why");
    QTest::addColumn<QString>("detail"); // how it begins
    const auto row = [](const char *name, const QByteArray &text, Why why,
                        const QString &detail = {}) {
        QTest::newRow(name) << text << why << detail;
    };
    row("no message", R"({"path":"/a"})", Why::Empty);
    row("a message of null", R"({"message":null})", Why::Empty);
    row("an empty message", R"({"message":""})", Why::Empty);
    row("an empty object", "{}", Why::Empty);
    row("nothing", "", Why::NotJson, u"line 1, column 1"_s);
    row("white space", "  \n ", Why::NotJson);
    row("plain text", "hello", Why::NotJson, u"line 1, column 1"_s);
    row("a number", "42", Why::NotObject);
    row("a string", "\"a\"", Why::NotObject);
    row("an array", "[{\"message\":1}]", Why::NotObject);
    row("an unfinished object", R"({"message":"a")", Why::NotJson, u"line 1"_s);
    row("text behind the object", R"({"message":"a"} x)", Why::NotJson, u"line 1, column 17"_s);
    row("a second object", R"({"message":"a"}{})", Why::NotJson);
    row("a trailing comma", R"({"message":"a",})", Why::NotJson);
    row("a bad literal deep inside", R"({"message":{"a":[tru]}})", Why::NotJson);
    row("a bad number in an unknown key", R"({"message":"a","x":01})", Why::NotJson);
    row("NaN", R"({"message":NaN})", Why::NotJson);
    row("a comment", "{\"message\":1 // x\n}", Why::NotJson);
    row("a string without an end", R"({"message":"a})", Why::NotJson);
    row("a string whose end is escaped", R"({"message":"a\"})", Why::NotJson);
    row("something behind a string", R"({"message":"a" b})", Why::NotJson);
    row("half a surrogate pair and a mistake behind it", R"({"message":"\ud800","x":oops})",
        Why::NotJson, u"line 1, column 25"_s);
    row("half a surrogate pair in an array", R"(["\ud800"])", Why::NotObject);
    row("half a surrogate pair without a message", R"({"x":"\ud800"})", Why::Empty);
    row("half a surrogate pair that lies too deep",
        R"({"a":)" + QByteArray(1024, '[') + R"("\ud800")" + QByteArray(1024, ']') + '}',
        Why::TooDeep);
    row("an escape that stops", R"({"message":"\ud8"})", Why::NotJson);
    row("a word that is no value in a key nobody reads", "{\"message\":\"a\",\n\"x\":oops}",
        Why::NotJson, u"line 2, column 5"_s);
    row("a word that is no value as a path", R"({"message":"a","path":oops})", Why::NotJson,
        u"line 1, column 23"_s);
    row("a word that is no value as direct", R"({"message":"a","direct":oops})", Why::NotJson,
        u"line 1, column 25"_s);
    row("a word that is no value in a list", R"({"message":[1,oops]})", Why::NotJson,
        u"line 1, column 15"_s);
    row("a sign that begins no value", R"({"message":?})", Why::NotJson, u"line 1, column 12"_s);
    row("a raw control character", "{\"message\":\"a\nb\"}", Why::NotJson);
    row("a byte-order mark", "\xEF\xBB\xBF{\"message\":1}", Why::NotJson);
    row("a line and a column", "{\"message\":\n  oops}", Why::NotJson, u"line 2, column 3"_s);
    row("a path that is a number", R"({"message":"a","path":1})", Why::WrongType, u"\"path\""_s);
    row("a clientId that is an object", R"({"message":"a","clientId":{}})", Why::WrongType,
        u"\"clientId\""_s);
    row("a path that no client can have",
        R"({"message":"a","path":"/)" + QByteArray(16 * 1024, 'a') + "\"}", Why::WrongType,
        u"\"path\" must not be longer than 16384 bytes"_s);
    row("a group, likewise", R"({"message":"a","group":")" + QByteArray(16 * 1024 + 1, 'a') + "\"}",
        Why::WrongType, u"\"group\""_s);
    row("direct as text", R"({"message":"a","direct":"true"})", Why::WrongType, u"\"direct\""_s);
}

void tst_ClientMessage::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(Why, why);
    QFETCH(QString, detail);
    EnvelopeReader reader(1024, 10'000);
    const auto read = reader.read(text);
    QVERIFY(std::holds_alternative<EnvelopeProblem>(read));
    const auto &problem = std::get<EnvelopeProblem>(read);
    QCOMPARE(problem.why, why);
    QVERIFY2(problem.detail.startsWith(detail), qPrintable(problem.detail));
}

void tst_ClientMessage::limitsDepthAndKeys()
{
    EnvelopeReader reader(64, 5);
    const auto nested = [](int depth) -> QByteArray { // the envelope itself is one level
        return "{\"message\":" + QByteArray(depth - 1, '[') + QByteArray(depth - 1, ']') + '}';
    };
    QVERIFY(std::holds_alternative<ClientMessage>(reader.read(nested(64))));
    const auto deep = reader.read(nested(65));
    QVERIFY(std::holds_alternative<EnvelopeProblem>(deep));
    QCOMPARE(std::get<EnvelopeProblem>(deep).why, Why::TooDeep);
    QVERIFY(std::holds_alternative<ClientMessage>(
        reader.read(R"({"message":1,"a":1,"b":1,"c":1,"d":1})")));
    const auto wide = reader.read(R"({"message":1,"a":1,"b":1,"c":1,"d":1,"e":1})");
    QVERIFY(std::holds_alternative<EnvelopeProblem>(wide));
    QCOMPARE(std::get<EnvelopeProblem>(wide).why, Why::TooDeep);
    EnvelopeReader full(1024, 10'000);
    QVERIFY(std::holds_alternative<ClientMessage>(full.read(nested(1024))));
    QVERIFY(std::holds_alternative<EnvelopeProblem>(full.read(nested(1025))));
}

void tst_ClientMessage::findsTheMessageInALongText()
{
    QByteArray value = "{\"k\":[";
    for (int i = 0; i < 100'000; ++i)
        value += QByteArray::number(i) + ',';
    value += "0]}";
    EnvelopeReader reader(1024, 10'000);
    const auto read = reader.read("{\"message\":" + value + ",\"direct\":true}");
    QVERIFY(std::holds_alternative<ClientMessage>(read));
    QCOMPARE(std::get<ClientMessage>(read).payload, value);
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_ClientMessage)
#include "tst_clientmessage.moc"
