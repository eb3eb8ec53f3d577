#include "core/config/configurationfile.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

/// Timers and schedules in the configuration's document.
class TestClockConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyValueArrives()
    {
        const ConfigurationReading reading = parseConfiguration(
            "{\"timers\": [{ \"name\": \"beat\", \"enabled\": false, \"interval\": 2.5, \"limit\": "
            "7,"
            "\"skip\": 2, \"onStart\": true, \"missed\": \"once\","
            "\"signal\": {\"value\": 1, \"path\": \"/a\", \"group\": \"g\","
            "\"clientId\": \"3f2504e0-4f89-41d3-9a0c-0305e82c3301\"}}],"
            "\"schedules\": [{ \"name\": \"bell\", \"enabled\": true, \"cron\": [\"0 10 * * *\","
            "\"@daily\"], \"zone\": \"Europe/Berlin\", \"start\": \"2026-01-01\", \"end\":"
            "\"2026-12-31T12:00+01:00\", \"limit\": 1, \"onStart\": true, \"missed\": \"all\","
            "\"signal\": {\"value\": \"ding\"}}]}");
        QVERIFY(reading);
        TimerConfig timer;
        timer.name = u"beat"_s;
        timer.enabled = false;
        timer.interval = 2500ms;
        timer.limit = 7;
        timer.skip = 2;
        timer.onStart = true;
        timer.missed = MissedPolicy::Once;
        timer.action = ClockSignal{.value = "1",
                                   .path = u"/a"_s,
                                   .group = u"g"_s,
                                   .clientId = u"3f2504e0-4f89-41d3-9a0c-0305e82c3301"_s};
        QCOMPARE(reading.configuration.timers, QList{timer});
        ScheduleConfig schedule;
        schedule.name = u"bell"_s;
        schedule.cron = QStringList{u"0 10 * * *"_s, u"@daily"_s};
        schedule.zone = u"Europe/Berlin"_s;
        schedule.start = u"2026-01-01"_s;
        schedule.end = u"2026-12-31T12:00+01:00"_s;
        schedule.limit = 1;
        schedule.onStart = true;
        schedule.missed = MissedPolicy::All;
        schedule.action = ClockSignal{.value = "\"ding\""};
        QCOMPARE(reading.configuration.schedules, QList{schedule});
    }

    void whatIsLeftOutHasDefaults()
    {
        const ConfigurationReading reading = parseConfiguration(
            R"({"timers": [{"name": "a", "interval": 1, "signal": {"value": 1}}],
                "schedules": [{"name": "b", "cron": ["@hourly"], "signal": {"value": 1}}]})");
        QVERIFY(reading);
        TimerConfig timer;
        timer.name = u"a"_s;
        timer.action = ClockSignal{.value = "1"};
        QCOMPARE(reading.configuration.timers, QList{timer});
        ScheduleConfig schedule;
        schedule.name = u"b"_s;
        schedule.cron = QStringList{u"@hourly"_s};
        schedule.action = ClockSignal{.value = "1"};
        QCOMPARE(reading.configuration.schedules, QList{schedule});
    }

    void valuesKeepTheirBytes_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QByteArray>("kept");
        QTest::addColumn<QByteArray>("sent");
        const auto row = [](const char *name, const QByteArray &written, const QByteArray &kept,
                            const QByteArray &sent) {
            QTest::newRow(name) << written << kept << sent;
        };
        row("the order of keys, and keys that come twice", R"({ "z": 1,  "a": 2, "z": 3 })",
            R"({"z":1,"a":2,"z":3})", R"({"z":1,"a":2,"z":3})");
        row("digits", "[1.0, 1e5, -0.0, 12345678901234567890.10]",
            "[1.0,1e5,-0.0,12345678901234567890.10]", "[1.0,1e5,-0.0,12345678901234567890.10]");
        row("escapes of a value that is no string", "[\"\\u00e4\\/ä\"]", "[\"\\u00e4\\/ä\"]",
            "[\"\\u00e4\\/ä\"]");
        row("a string goes out as its text", "\"a\\n\\u00e4 \\\"b\\\"  c\"",
            "\"a\\n\\u00e4 \\\"b\\\"  c\"", "a\n\xc3\xa4 \"b\"  c");
        row("false", "false", "false", "false");
        row("zero", "0", "0", "0");
        row("an empty object", "{ }", "{}", "{}");
        row("a string of a blank", "\" \"", "\" \"", " ");
    }
    void valuesKeepTheirBytes()
    {
        QFETCH(QByteArray, written);
        const ConfigurationReading reading = parseConfiguration(
            "{\"threads\": 1,\n\"timers\": [{\"name\": \"\xc3\xa4\", \"interval\": 1, \"signal\": "
            "{\"value\":  "
            + written + "  , \"path\": \"/\"}}]}");
        QVERIFY(reading);
        const auto signal = std::get<ClockSignal>(reading.configuration.timers.first().action);
        QTEST(signal.value, "kept");
        QTEST(signal.signal().payload, "sent");
        const ConfigurationReading again = parseConfiguration(toDocument(reading.configuration));
        QCOMPARE(again.configuration, reading.configuration);
    }

    void targets()
    {
        const ClockSignal signal{.value = "1", .path = u"/a"_s, .group = u"g"_s};
        QCOMPARE(signal.signal().target, (Target{.path = u"/a"_s, .group = u"g"_s}));
        QVERIFY(ClockSignal{.value = "1"}.signal().target.isAll());
        const ClientId id = ClientId::create();
        QCOMPARE((ClockSignal{.value = "1", .clientId = id.toString()}.signal().target.clients),
                 QList{id});
    }

    void intervals_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<qint64>("micros");
        QTest::addColumn<QByteArray>("again");
        QTest::newRow("the shortest") << "0.01"_ba << qint64(10'000) << "0.01"_ba;
        QTest::newRow("whole seconds") << "5.0"_ba << qint64(5'000'000) << "5"_ba;
        QTest::newRow("an exponent") << "1e2"_ba << qint64(100'000'000) << "100"_ba;
        QTest::newRow("rounded to microseconds")
            << "0.33333349"_ba << qint64(333'333) << "0.333333"_ba;
        QTest::newRow("trailing zeros") << "1.2500"_ba << qint64(1'250'000) << "1.25"_ba;
        QTest::newRow("the longest")
            << "31622400"_ba << qint64(31'622'400'000'000) << "31622400"_ba;
    }
    void intervals()
    {
        QFETCH(QByteArray, written);
        const ConfigurationReading reading =
            parseConfiguration("{\"timers\": [{\"name\": \"a\", \"interval\": " + written
                               + ", \"signal\": {\"value\": 1}}]}");
        QVERIFY(reading);
        QFETCH(qint64, micros);
        QCOMPARE(reading.configuration.timers.first().interval.count(), micros);
        QFETCH(QByteArray, again);
        QVERIFY(
            toDocument(reading.configuration).contains(QByteArray("\"interval\": " + again + ',')));
    }

    void mistakes_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QString>("problem"); // "line:column key: detail"
        const auto timer = [](const char *name, const QByteArray &entry, const QString &problem) {
            QTest::newRow(name) << "{\"timers\": [\n" + entry + "\n]}" << problem;
        };
        const auto schedule = [](const char *name, const QByteArray &entry,
                                 const QString &problem) {
            QTest::newRow(name) << "{\"schedules\": [\n" + entry + "\n]}" << problem;
        };
        timer("an unknown key",
              R"({"name": "a", "interval": 1, "signal": {"value": 1}, "limits": 1})",
              u"2:54 timers[0].limits: 'limits' is not a known key; did you mean 'limit'?"_s);
        timer(
            "cron belongs to schedules",
            R"({"name": "a", "interval": 1, "signal": {"value": 1}, "cron": 1})",
            u"2:54 timers[0].cron: 'cron' is not a known key; the keys here are name, enabled, interval, skip, limit, onStart, missed, signal, script, scriptFile."_s);
        timer("not an object", "7",
              u"2:1 timers[0]: 'timers[0]' must be an object in braces, not the number 7."_s);
        timer("no name", R"({"interval": 1, "signal": {"value": 1}})",
              u"2:1 timers[0].name: 'name' is missing."_s);
        timer("an invisible name",
              "{\"name\": \"a\\n\", \"interval\": 1, \"signal\": {\"value\": 1}}",
              u"2:10 timers[0].name: 'name' must have 1 to 64 characters, all of them visible."_s);
        timer(
            "no interval", R"({"name": "a", "signal": {"value": 1}})",
            u"2:1 timers[0].interval: 'interval' is missing: how many seconds are between two ticks?"_s);
        const QString interval =
            u"2:27 timers[0].interval: 'interval' must be a number of seconds, from 0.01 to 31622400, not "_s;
        timer("too fast", R"({"name": "a", "interval": 0.001, "signal": {"value": 1}})",
              interval + u"the number 0.001."_s);
        timer("too slow", R"({"name": "a", "interval": 1e99, "signal": {"value": 1}})",
              interval + u"the number 1e99."_s);
        timer("an interval in words", R"({"name": "a", "interval": "1s", "signal": {"value": 1}})",
              interval + u"a text."_s);
        timer(
            "a negative count",
            R"({"name": "a", "interval": 1, "signal": {"value": 1}, "skip": -1})",
            u"2:62 timers[0].skip: 'skip' must be a whole number from 0 to 2147483647, not the number -1."_s);
        timer(
            "half a run", R"({"name": "a", "interval": 1, "signal": {"value": 1}, "limit": 0.5})",
            u"2:63 timers[0].limit: 'limit' must be a whole number from 0 to 2147483647, not the number 0.5."_s);
        timer(
            "an unknown policy",
            R"({"name": "a", "interval": 1, "signal": {"value": 1}, "missed": "twice"})",
            u"2:64 timers[0].missed: 'missed' must be \"skip\", \"once\" or \"all\", not 'twice'."_s);
        timer(
            "fast runs cannot be made up for",
            R"({"name": "a", "interval": 0.5, "signal": {"value": 1}, "missed": "all"})",
            u"2:66 timers[0].missed: 'missed' must be \"skip\" for a timer that ticks faster than once a second: so many runs cannot be made up for."_s);
        timer(
            "nothing to do", R"({"name": "a", "interval": 1})",
            u"2:1 timers[0].signal: 'signal' is missing: give 'signal', 'script' or 'scriptFile'."_s);
        timer(
            "two things to do",
            R"({"name": "a", "interval": 1, "signal": {"value": 1}, "script": "x"})",
            u"2:64 timers[0].script: 'script' is one too many: give only one of 'signal', 'script' or 'scriptFile'."_s);
        timer("no value", R"({"name": "a", "interval": 1, "signal": {"path": "/"}})",
              u"2:40 timers[0].signal.value: 'value' is missing: what is to be sent?"_s);
        timer(
            "a value of null", R"({"name": "a", "interval": 1, "signal": {"value": null}})",
            u"2:50 timers[0].signal.value: 'value' must not be null or empty: there would be nothing to send."_s);
        timer(
            "an empty value", R"({"name": "a", "interval": 1, "signal": {"value": ""}})",
            u"2:50 timers[0].signal.value: 'value' must not be null or empty: there would be nothing to send."_s);
        timer("a path without slash",
              R"({"name": "a", "interval": 1, "signal": {"value": 1, "path": "x"}})",
              u"2:61 timers[0].signal.path: 'path' must start with a slash."_s);
        timer(
            "an id that is none",
            R"({"name": "a", "interval": 1, "signal": {"value": 1, "clientId": "x"}})",
            u"2:65 timers[0].signal.clientId: 'clientId' must be a client's id, such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301."_s);
        timer("a signal that is none", R"({"name": "a", "interval": 1, "signal": 1})",
              u"2:40 timers[0].signal: 'signal' must be an object in braces, not the number 1."_s);
        timer(
            "two of a name",
            R"({"name": "a", "interval": 1, "signal": {"value": 1}},
{"name": "a", "interval": 1, "signal": {"value": 1}})",
            u"3:10 timers[1].name: 'name' must be unique, and another timer or schedule is called 'a' too."_s);
        QTest::newRow("a timer and a schedule of a name")
            << R"({"timers": [{"name": "a", "interval": 1, "signal": {"value": 1}}],
"schedules": [{"name": "a", "cron": ["@daily"], "signal": {"value": 1}}]})"_ba
            << u"2:24 schedules[0].name: 'name' must be unique, and another timer or schedule is called 'a' too."_s;
        schedule("no cron", R"({"name": "a", "signal": {"value": 1}})",
                 u"2:1 schedules[0].cron: 'cron' is missing: when is it to run?"_s);
        schedule("an empty list", R"({"name": "a", "cron": [], "signal": {"value": 1}})",
                 u"2:23 schedules[0].cron: 'cron' must not be empty."_s);
        schedule(
            "a text", R"({"name": "a", "cron": "@daily", "signal": {"value": 1}})",
            u"2:23 schedules[0].cron: 'cron' must be a list in square brackets, not a text."_s);
        schedule(
            "a number in the list", R"({"name": "a", "cron": [1], "signal": {"value": 1}})",
            u"2:24 schedules[0].cron[0]: 'cron[0]' must be a text in double quotes, not the number 1."_s);
        schedule(
            "a wrong hour",
            R"({"name": "a", "cron": ["@daily", "0 25 * * *"], "signal": {"value": 1}})",
            u"2:37 schedules[0].cron[1]: 'cron[1]' is no cron expression: hours: 25 is above 23."_s);
        schedule(
            "a zone that is none",
            R"({"name": "a", "cron": ["@daily"], "zone": "Europe/Berlni", "signal": {"value": 1}})",
            u"2:43 schedules[0].zone: 'zone' must be a time zone such as \"Europe/Berlin\", not 'Europe/Berlni'; did you mean 'Europe/Berlin'?"_s);
        schedule(
            "a start that is none",
            R"({"name": "a", "cron": ["@daily"], "start": "24.11.2026", "signal": {"value": 1}})",
            u"2:44 schedules[0].start: 'start' must be a date and time such as \"2026-11-24T10:00:00\", with or without an offset such as \"+01:00\", not '24.11.2026'."_s);
        schedule(
            "an end before the start",
            R"({"name": "a", "cron": ["@daily"], "start": "2026-11-24", "end": "2026-11-23", "signal": {"value": 1}})",
            u"2:65 schedules[0].end: 'end' must not be before 'start'."_s);
    }
    void mistakes()
    {
        QFETCH(QByteArray, document);
        const ConfigurationReading reading = parseConfiguration(document);
        QStringList problems;
        for (const ConfigurationProblem &problem : reading.problems)
            problems.append(u"%1:%2 "_s.arg(problem.line).arg(problem.column) + problem.key
                            + u": "_s + problem.error.detail);
        QFETCH(QString, problem);
        QCOMPARE(problems, QStringList{problem});
    }

    void scripts()
    {
        const ConfigurationReading reading = parseConfiguration(
            "{\"timers\": [{\"name\": \"a\", \"interval\": 1, \"script\": \"sendSignal(1);\\n\"}],"
            "\"schedules\": [{\"name\": \"b\", \"cron\": [\"@daily\"], \"scriptFile\": "
            "\"b.js\"}]}");
        QVERIFY(reading);
        QCOMPARE(std::get<ClockScript>(reading.configuration.timers.first().action),
                 ClockScript{.source = u"sendSignal(1);\n"_s});
        QCOMPARE(std::get<ClockScript>(reading.configuration.schedules.first().action),
                 ClockScript{.fileName = u"b.js"_s});
        QCOMPARE(parseConfiguration(toDocument(reading.configuration)).configuration,
                 reading.configuration);
        for (const QByteArray &key : {"script"_ba, "scriptFile"_ba}) {
            const ConfigurationReading empty = parseConfiguration(
                "{\"timers\": [{\"name\": \"a\", \"interval\": 1, \"" + key + "\": \"\"}]}");
            QCOMPARE(empty.problems.size(), 1);
            QCOMPARE(empty.problems.first().error.code, Error::Code::BadDocument);
        }
    }

    void theDocumentIsShort()
    {
        Configuration configuration;
        configuration.endpoints.clear();
        TimerConfig timer;
        timer.name = u"beat"_s;
        timer.interval = 250ms;
        timer.action = ClockSignal{.value = R"({"b":1.0,"a":[]})", .path = u"/x"_s};
        configuration.timers.append(timer);
        ScheduleConfig schedule;
        schedule.name = u"bell"_s;
        schedule.enabled = false;
        schedule.cron = QStringList{u"@daily"_s};
        schedule.zone = u"UTC"_s;
        schedule.missed = MissedPolicy::All;
        schedule.action = ClockSignal{.value = "\"ding\""};
        configuration.schedules.append(schedule);
        QCOMPARE(toDocument(configuration), R"({
  "version": 1,
  "endpoints": [],
  "timers": [
    {
      "name": "beat",
      "interval": 0.25,
      "signal": {
        "value": {
          "b": 1.0,
          "a": []
        },
        "path": "/x"
      }
    }
  ],
  "schedules": [
    {
      "name": "bell",
      "enabled": false,
      "cron": [
        "@daily"
      ],
      "zone": "UTC",
      "missed": "all",
      "signal": {
        "value": "ding"
      }
    }
  ]
}
)"_ba);
        QCOMPARE(parseConfiguration(toDocument(configuration)).configuration, configuration);
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestClockConfig)
#include "tst_clockconfig.moc"
