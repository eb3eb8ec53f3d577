#include "core/config/configurationfile.h"
#include "tests/support/testprogram.h"

#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// The parts of the configuration that are about routes.
class TestRouteConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everythingSurvivesAFile_data()
    {
        QTest::addColumn<Configuration>("configuration");
        const auto row = [](const char *name, auto change) {
            Configuration configuration;
            change(configuration);
            QTest::newRow(name) << configuration;
        };
        row("a script", [](Configuration &c) {
            c.signalRoutes = {
                {.path = u"/a"_s, .script = {.source = u"let a = \"é\";\n\treply(a)"_s}}};
        });
        row("an empty script that is off",
            [](Configuration &c) { c.signalRoutes = {{.path = u"/a/:b/*"_s, .enabled = false}}; });
        row("a file", [](Configuration &c) {
            c.signalRoutes = {{.path = u"/a"_s, .script = {.fileName = u"a.js"_s}}};
        });
        row("rules", [](Configuration &c) {
            using Kind = RuleAction::Kind;
            c.signalRoutes = {
                {.path = u"/a"_s,
                 .rules = {{.condition = {.contains = u""_s}, .action = {.kind = Kind::Pass}},
                           {.condition = {.equals = "{\"b\":1.10,\"a\":9223372036854775808}"},
                            .action = {.kind = Kind::Reply, .value = "[\"{{message}}\",1.0]"}},
                           {.condition = {.jsonPath = u"a[0]"_s, .matches = u"^x"_s},
                            .action = {.kind = Kind::SendTo,
                                       .value = "\"{{now}}\"",
                                       .path = u"/b"_s,
                                       .group = u"g"_s,
                                       .clientId = u"{{client.id}}"_s}},
                           {.action = {.kind = Kind::Drop}},
                           {.action = {.kind = Kind::Drop, .reason = u"why"_s}},
                           {.action = {.kind = Kind::Close, .reason = u"bye"_s, .code = 4000}}}}};
        });
        row("HTTP routes", [](Configuration &c) {
            c.httpRoutes = {{.path = u"/a"_s},
                            {.method = u"POST"_s,
                             .path = u"/a"_s,
                             .enabled = false,
                             .script = {.fileName = u"b.js"_s}}};
        });
        row("pages", [](Configuration &c) {
            c.pages = {{.directory = u"public"_s},
                       {.path = u"/docs"_s, .directory = u"/srv/docs"_s}};
        });
        row("events", [](Configuration &c) {
            c.events = {{.script = {.source = u"log(1)"_s}},
                        {.type = EventType::Disconnect, .path = u"/a"_s, .enabled = false}};
        });
        row("limits", [](Configuration &c) {
            c.scriptLimits = {.deadline = std::chrono::milliseconds(100), .megabytes = 64};
        });
        row("a timer's script", [](Configuration &c) {
            TimerConfig timer;
            timer.name = u"t"_s;
            timer.action = ScriptConfig{.source = u"sendSignal(1)"_s};
            c.timers = {timer};
        });
    }
    void everythingSurvivesAFile()
    {
        QFETCH(Configuration, configuration);
        const QByteArray document = toDocument(configuration);
        const ConfigurationReading reading = parseConfiguration(document);
        QVERIFY2(reading.problems.isEmpty(),
                 reading.problems.isEmpty() ? ""
                                            : qPrintable(reading.problems.first().error.detail));
        QCOMPARE(reading.configuration, configuration);
        QCOMPARE(toDocument(reading.configuration), document);
    }

    void theExampleWithEveryKey()
    {
        QFile file(QFINDTESTDATA("../../data/every-key.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray document = file.readAll();
        document.replace("\"messagesPerSecond\": 1000", "\"messagesPerSecond\": 0");
        const ConfigurationReading reading = parseConfiguration(document);
        QVERIFY(reading);
        QCOMPARE(reading.configuration.signalRoutes.size(), 1);
        QVERIFY(reading.configuration.signalRoutes.first().script.source.contains(u"[date"_s)
                || reading.configuration.signalRoutes.first().script.source.contains(u"date"_s));
        QCOMPARE(reading.configuration.httpRoutes.first().method, u"POST"_s);
        QCOMPARE(reading.configuration.pages.first().directory, u"public"_s);
        QCOMPARE(reading.configuration.events.first().path, u"/msg"_s);
        QCOMPARE(reading.configuration.scriptLimits, ScriptLimits());
    }

    void aSendWithoutAValueSendsTheMessage()
    {
        const ConfigurationReading reading = parseConfiguration(
            "{\"signalRoutes\": [{\"path\": \"/a\", \"rules\": [{\"then\": {\"sendTo\": {}}}]}]}");
        QVERIFY(reading);
        QCOMPARE(reading.configuration.signalRoutes.first().rules.first().action.value,
                 "\"{{message}}\""_ba);
    }

    void mistakes_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("sentence"); // a part of it
        const auto row = [](const char *name, const QByteArray &document, const QString &key,
                            const QString &sentence) {
            QTest::newRow(name) << '{' + document + '}' << key << sentence;
        };
        const auto rule = [&row](const char *name, const QByteArray &content, const QString &key,
                                 const QString &sentence) {
            row(name, "\"signalRoutes\": [{\"path\": \"/a\", \"rules\": [{" + content + "}]}]",
                u"signalRoutes[0].rules[0]"_s + key, sentence);
        };
        row("a path without slash", "\"signalRoutes\": [{\"path\": \"x\", \"script\": \"\"}]",
            u"signalRoutes[0].path"_s, u"slash"_s);
        row("no path", "\"signalRoutes\": [{\"script\": \"\"}]", u"signalRoutes[0].path"_s,
            u"missing"_s);
        row("a star in the middle", "\"signalRoutes\": [{\"path\": \"/*/x\", \"script\": \"\"}]",
            u"signalRoutes[0].path"_s, u"at its end"_s);
        row("two for one path",
            "\"signalRoutes\": [{\"path\": \"/a/:b\", \"script\": \"\"}, {\"path\": \"/A/:c\", "
            "\"script\": \"\"}]",
            u"signalRoutes[1].path"_s, u"'/a/:b' stands for the same paths"_s);
        row("nothing to do", "\"signalRoutes\": [{\"path\": \"/a\"}]", u"signalRoutes[0].script"_s,
            u"missing"_s);
        row("two things to do",
            "\"signalRoutes\": [{\"path\": \"/a\", \"script\": \"\", \"rules\": []}]",
            u"signalRoutes[0].rules"_s, u"one too many"_s);
        row("no rules", "\"signalRoutes\": [{\"path\": \"/a\", \"rules\": []}]",
            u"signalRoutes[0].rules"_s, u"empty"_s);
        row("a file without a name", "\"signalRoutes\": [{\"path\": \"/a\", \"scriptFile\": \"\"}]",
            u"signalRoutes[0].scriptFile"_s, u"empty"_s);
        rule("a rule without then", "\"if\": {}", u".then"_s, u"missing"_s);
        rule("a rule that does nothing", "\"then\": {}", u".then.reply"_s, u"missing"_s);
        rule("a rule that does two things", "\"then\": {\"pass\": true, \"drop\": \"\"}",
             u".then.pass"_s, u"one too many"_s);
        rule("an expression that is none",
             "\"if\": {\"matches\": \"a(\"}, \"then\": {\"pass\": true}", u".if.matches"_s,
             u"no regular expression"_s);
        rule("a way that is none", "\"if\": {\"jsonPath\": \"a[\"}, \"then\": {\"pass\": true}",
             u".if.jsonPath"_s, u"way to a value"_s);
        rule("an unknown condition", "\"if\": {\"contain\": \"\"}, \"then\": {\"pass\": true}",
             u".if.contain"_s, u"did you mean 'contains'"_s);
        rule("an unknown placeholder", "\"then\": {\"reply\": {\"a\": \"{{clinet}}\"}}",
             u".then.reply"_s, u"{{clinet}}"_s);
        rule("an unknown placeholder in a path", "\"then\": {\"sendTo\": {\"path\": \"{{x}}\"}}",
             u".then.sendTo.path"_s, u"{{x}}"_s);
        rule("nothing to reply", "\"then\": {\"reply\": null}", u".then.reply"_s,
             u"nothing to send"_s);
        rule("a code that may not be sent", "\"then\": {\"close\": {\"code\": 1006}}",
             u".then.close.code"_s, u"may be sent"_s);
        rule("pass is false", "\"then\": {\"pass\": false}", u".then.pass"_s, u"only be true"_s);
        row("an unknown method",
            "\"httpRoutes\": [{\"method\": \"get\", \"path\": \"/x\", \"script\": \"\"}]",
            u"httpRoutes[0].method"_s, u"\"GET\""_s);
        row("one method and path twice",
            "\"httpRoutes\": [{\"method\": \"GET\", \"path\": \"/x\", \"script\": \"\"}, "
            "{\"method\": \"GET\", \"path\": \"/X\", \"script\": \"\"}]",
            u"httpRoutes[1].path"_s, u"unique"_s);
        row("pages without a folder", "\"pages\": [{\"path\": \"/\", \"directory\": \"\"}]",
            u"pages[0].directory"_s, u"empty"_s);
        row("pages on a pattern", "\"pages\": [{\"path\": \"/a/*\", \"directory\": \"x\"}]",
            u"pages[0].path"_s, u"without parameters"_s);
        row("an unknown event", "\"events\": [{\"type\": \"conect\", \"script\": \"\"}]",
            u"events[0].type"_s, u"\"connect\" or \"disconnect\""_s);
        row("an entry that is no object", "\"events\": [1]", u"events[0]"_s, u"object"_s);
        row("a limit in words", "\"limits\": {\"scriptMegabytes\": \"all\"}",
            u"limits.scriptMegabytes"_s, u"from 32 to 4096"_s);
        row("a limit of one endpoint",
            "\"endpoints\": [{\"limits\": {\"scriptMilliseconds\": 100}}]",
            u"endpoints[0].limits.scriptMilliseconds"_s, u"top level"_s);
    }
    void mistakes()
    {
        QFETCH(QByteArray, document);
        QFETCH(QString, sentence);
        const ConfigurationReading reading = parseConfiguration(document);
        QCOMPARE(reading.problems.size(), 1);
        QTEST(reading.problems.first().key, "key");
        QVERIFY2(reading.problems.first().error.detail.contains(sentence),
                 qPrintable(reading.problems.first().error.detail));
        QCOMPARE(reading.problems.first().error.code, Error::Code::BadDocument);
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestRouteConfig)
#include "tst_routeconfig.moc"
