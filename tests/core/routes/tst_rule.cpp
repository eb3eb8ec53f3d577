#include "core/routes/ruledecision.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using Kind = ScriptEffect::Kind;
using namespace std::chrono_literals;

namespace {

/// A text when it begins with ', else JSON.
ClientMessage messageOf(const QByteArray &value)
{
    ClientMessage message;
    const bool isText = value.startsWith('\'');
    message.payload = isText ? value.sliced(1) : value;
    message.type = isText ? PayloadType::Text : PayloadType::Json;
    return message;
}

} // namespace

class TestRule : public QObject
{
    Q_OBJECT

private:
    const PathPattern::Parameters m_parameters{{u"room"_s, u"Red"_s}};
    const ClientInfo m_client = [] {
        ClientInfo client;
        client.id = *ClientId::fromString(u"0b5cad00-0000-4000-8000-000000000001");
        client.name = u"Ada \"1\""_s;
        client.group = u"blue"_s;
        client.path = u"/rooms/Red"_s;
        client.address = u"127.0.0.1"_s;
        return client;
    }();

    TemplateValues values(const ClientMessage &message) const
    {
        using namespace std::chrono;
        return {.message = message,
                .client = m_client,
                .parameters = m_parameters,
                .counter = 7,
                .now = WallTime(seconds(1'700'000'000))};
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void fits_data()
    {
        QTest::addColumn<RuleCondition>("condition");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<Rule::Fit>("fits");
        const auto row = [](const char *name, const RuleCondition &condition,
                            const QByteArray &message, bool fits) {
            QTest::newRow(name) << condition << message << (fits ? Rule::Fit::Yes : Rule::Fit::No);
        };
        row("always", {}, "'x", true);
        row("has it in it", {.contains = u"ell"_s}, "'Hello", true);
        row("in another case", {.contains = u"ELL"_s}, "'Hello", true);
        row("has it not", {.contains = u"x"_s}, "'Hello", false);
        row("in an object's text", {.contains = u"b\":1"_s}, "{\"b\":1}", true);
        row("equal texts", {.equals = "\"a\""}, "'a", true);
        row("texts in another case differ", {.equals = "\"a\""}, "'A", false);
        row("a text is not a number", {.equals = "1"}, "'1", false);
        row("equal numbers", {.equals = "1"}, "1.0", true);
        row("other numbers", {.equals = "1"}, "2", false);
        row("equal objects", {.equals = "{\"a\":1}"}, "{\"a\":1}", true);
        row("null", {.equals = "null"}, "null", true);
        row("escapes do not count", {.equals = "\"\\u00e9\""}, "'é", true);
        row("fits the pattern", {.matches = u"^\\d+$"_s}, "'42", true);
        row("does not fit it", {.matches = u"^\\d+$"_s}, "'x42", false);
        row("a pattern minds the case", {.matches = u"^a$"_s}, "'A", false);
        row("unless it says so", {.matches = u"(?i)^a$"_s}, "'A", true);
        QTest::newRow("a pattern that explodes")
            << RuleCondition{.matches = u"^(a+)+$"_s} << "'" + QByteArray(60, 'a') + 'b'
            << Rule::Fit::OutOfTime;
        QTest::newRow("nested repetition over a long text")
            << RuleCondition{.matches = u"(\\w+\\s?)+:$"_s} << "'" + QByteArray(60'000, 'a') + ":b"
            << Rule::Fit::OutOfTime;
        row("fits the end of a long text", {.matches = u"b$"_s},
            "'" + QByteArray(100'000, 'a') + 'b', true);
        row("a part that is there", {.jsonPath = u"a.b"_s}, "{\"a\":{\"b\":null}}", true);
        row("a part that is not", {.jsonPath = u"a.b"_s}, "{\"a\":1}", false);
        row("a text has no parts", {.jsonPath = u"a"_s}, "'x", false);
        row("the text itself is a part", {.jsonPath = u"$"_s, .equals = "\"x\""}, "'x", true);
        row("a part that is equal", {.jsonPath = u"kind"_s, .equals = "\"order\""},
            "{\"kind\":\"order\"}", true);
        row("a part that has it", {.jsonPath = u"[1]"_s, .contains = u"B"_s}, "[\"a\",\"b\"]",
            true);
        row("all must hold", {.contains = u"a"_s, .matches = u"^b"_s}, "'ab", false);
    }
    void fits()
    {
        QFETCH(RuleCondition, condition);
        QFETCH(QByteArray, message);
        const Rule rule(RuleConfig{.condition = condition});
        QTEST(rule.fits(messageOf(message), 20ms), "fits");
    }

    void decides()
    {
        const auto replies = [](const RuleCondition &condition) {
            return Rule(RuleConfig{
                .condition = condition,
                .action = {.kind = RuleAction::Kind::Reply, .value = "\"{{counter}}\""}});
        };
        const std::vector<Rule> rules{replies({.equals = "\"x\""}),
                                      replies({.matches = u"^(a+)+$"_s}),
                                      replies({.contains = u"b"_s}), Rule(RuleConfig{})};
        std::atomic<quint64> runs{41};
        const auto decision = [&](const QByteArray &text, std::chrono::nanoseconds atMost = 20ms) {
            const ClientMessage message = messageOf(text);
            return decide(rules, values(message), runs, atMost);
        };
        const RuleDecision first = decision("'x");
        QCOMPARE(first.result, RuleDecision::Result::Fits);
        QCOMPARE(first.rule, 0U);
        QCOMPARE(first.effect.payload, "42"_ba);
        QCOMPARE(decision("'b").rule, 2U);
        QVERIFY(decision("'y").isPass()); // as the last rule says
        QCOMPARE(runs.load(), 44U);
        // a rule whose time is over is not passed by, though a later one would fit
        const RuleDecision late = decision("'" + QByteArray(60, 'a') + 'b');
        QCOMPARE(late.result, RuleDecision::Result::OutOfTime);
        QCOMPARE(late.rule, 1U);
        QVERIFY(!late.isPass());
        QCOMPARE(decision("'b", 1ns).result, RuleDecision::Result::OutOfTime);
        QCOMPARE(runs.load(), 44U);
    }

    void knowsWhetherAMessageMatters_data()
    {
        QTest::addColumn<RuleConfig>("rule");
        QTest::addColumn<bool>("reads");
        QTest::newRow("no condition") << RuleConfig{} << false;
        QTest::newRow("a condition") << RuleConfig{.condition = {.contains = u"a"_s}} << true;
        QTest::newRow("a value of its own")
            << RuleConfig{.action = {.kind = RuleAction::Kind::Reply, .value = "\"{{client.id}}\""}}
            << false;
        QTest::newRow("a part of the message")
            << RuleConfig{.action = {.kind = RuleAction::Kind::Reply,
                                     .value = "{\"a\":\"{{message.b}}\"}"}}
            << true;
        QTest::newRow("a path made of it")
            << RuleConfig{.action = {.kind = RuleAction::Kind::SendTo,
                                     .value = "1",
                                     .path = u"/{{message}}"_s}}
            << true;
    }
    void knowsWhetherAMessageMatters()
    {
        QFETCH(RuleConfig, rule);
        QTEST(Rule(rule).readsMessage(), "reads");
    }

    void fillsIn_data()
    {
        QTest::addColumn<QByteArray>("value"); // JSON
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("payload"); // behind ' when it is a text
        const auto row = [](const char *name, const QByteArray &value, const QByteArray &message,
                            const QByteArray &payload) {
            QTest::newRow(name) << value << message << payload;
        };
        row("no placeholder", "\"pong\"", "'x", "'pong");
        row("a number", "42", "'x", "42");
        row("the message, a text", "\"{{message}}\"", "'a\"b", "'a\"b");
        row("the message, an object", "\"{{message}}\"", "{\"b\":1.10,\"a\":2}",
            "{\"b\":1.10,\"a\":2}");
        row("the message in a text", "\"<{{ message }}>\"", "{\"a\":1}", "'<{\"a\":1}>");
        row("a part", "\"{{message.a[0]}}\"", "{\"a\":[1.0]}", "1.0");
        row("a part that is a text", "\"{{message.a}}\"", "{\"a\":\"\\u00e9\"}", "'é");
        row("a part that is not there", "\"x{{message.b}}y\"", "{\"a\":1}", "'xy");
        row("who sent it",
            "\"{{client.name}} {{client.group}} {{client.path}} {{client.address}}\"", "'x",
            "'Ada \"1\" blue /rooms/Red 127.0.0.1");
        row("its id", "\"{{client.id}}\"", "'x", "'0b5cad00-0000-4000-8000-000000000001");
        row("parameters", "\"{{params.room}}{{params.none}}\"", "'x", "'Red");
        row("time and counter", "\"{{now}} {{counter}}\"", "'x", "'2023-11-14T22:13:20.000Z 7");
        row("inside an object", "{\"who\":\"{{client.name}}\",\"what\":\"{{message}}\",\"n\":1}",
            "[1,\"x\"]", "{\"who\":\"Ada \\\"1\\\"\",\"what\":[1,\"x\"],\"n\":1}");
        row("a text inside an object", "{\"what\":\"{{message}}\"}", "'a\"b",
            "{\"what\":\"a\\\"b\"}");
        row("escapes around it stay", "{\"a\":\"\\\"{{message}}\\n\"}", "'x",
            "{\"a\":\"\\\"x\\n\"}");
        row("keys are not filled in", "{\"{{message}}\":1}", "'x", "{\"{{message}}\":1}");
    }
    void fillsIn()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, message);
        const ClientMessage asked = messageOf(message);
        const Rule rule(RuleConfig{.action = {.kind = RuleAction::Kind::Reply, .value = value}});
        const ScriptEffect effect = rule.effect(values(asked));
        QCOMPARE(effect.kind, Kind::Reply);
        const QByteArray mark = effect.type == PayloadType::Text ? "'" : "";
        QTEST(QByteArray(mark + effect.payload), "payload");
    }

    void uuidsDiffer()
    {
        const ClientMessage message;
        const auto parsed = MessageTemplate::ofText(u"{{uuid}}"_s);
        QVERIFY(parsed);
        QVERIFY(parsed->fill(values(message)).payload != parsed->fill(values(message)).payload);
    }

    void actions()
    {
        const ClientMessage message = messageOf("{\"to\":\"/kitchen\"}");
        const auto effect = [&](const RuleAction &action) {
            return Rule(RuleConfig{.action = action}).effect(values(message));
        };
        const ScriptEffect to = effect({.kind = RuleAction::Kind::SendTo,
                                        .value = "1",
                                        .path = u"{{message.to}}"_s,
                                        .group = u"{{client.group}}"_s});
        QCOMPARE(to, (ScriptEffect{.kind = Kind::Send,
                                   .type = PayloadType::Json,
                                   .mode = ScriptEffect::Mode::Broadcast,
                                   .payload = "1",
                                   .path = u"/kitchen"_s,
                                   .group = u"blue"_s,
                                   .clientId = u""_s}));
        QCOMPARE(effect({.kind = RuleAction::Kind::Drop, .reason = u"no {{counter}}"_s}),
                 (ScriptEffect{.kind = Kind::Drop, .text = u"no 7"_s}));
        QCOMPARE(effect({.kind = RuleAction::Kind::Close, .reason = u"bye"_s, .code = 4000}),
                 (ScriptEffect{.kind = Kind::Close,
                               .code = 4000,
                               .text = u"bye"_s,
                               .clientId = m_client.id.toString()}));
        QCOMPARE(effect({}).kind, Kind::Pass);
    }

    void badTemplates_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("why");
        QTest::newRow("unknown") << "\"{{nmae}}\""_ba << u"{{nmae}}"_s;
        QTest::newRow("not closed") << "{\"a\":\"{{message\"}"_ba << u"without its }}"_s;
        QTest::newRow("a bad part") << "\"{{message.}}\""_ba << u"{{message.}}"_s;
    }
    void badTemplates()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, why);
        const auto parsed = MessageTemplate::parse(value);
        QVERIFY(!parsed);
        QVERIFY2(parsed.error().detail.contains(why), qPrintable(parsed.error().detail));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestRule)
#include "tst_rule.moc"
