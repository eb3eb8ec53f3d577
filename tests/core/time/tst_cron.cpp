#include "core/time/cron.h"
#include "core/time/zonetime.h"
#include "core/values/utc.h"
#include "tests/support/testprogram.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono;

namespace {

sys_seconds utc(const QString &text)
{
    return sys_seconds(seconds(QDateTime::fromString(text + u'Z', Qt::ISODate).toSecsSinceEpoch()));
}

/// The next runs after `after` (ISO 8601, UTC), as the zone's clocks show them, with the offset:
/// "03-29 03:00:00+02:00".
QStringList runs(const QString &expression, const QString &zoneId, const QString &after, int count)
{
    const auto cron = Cron::parse(expression);
    if (!std::holds_alternative<Cron>(cron))
        return {std::get<CronError>(cron).detail()};
    const QTimeZone zone(zoneId.toLatin1());
    QStringList found;
    sys_seconds at = utc(after);
    for (int i = 0; i < count; ++i) {
        const auto next = std::get<Cron>(cron).next(at, zone);
        if (!next) {
            found.append(u"never"_s);
            break;
        }
        at = *next;
        const QDateTime time =
            QDateTime::fromSecsSinceEpoch(at.time_since_epoch().count(), Utc).toTimeZone(zone);
        const int offset = time.offsetFromUtc() / 60;
        found.append(time.toString(u"MM-dd HH:mm:ss"_s) + (offset < 0 ? u'-' : u'+')
                     + QTime(std::abs(offset) / 60, std::abs(offset) % 60).toString(u"HH:mm"_s));
    }
    return found;
}

} // namespace

class TestCron : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void clockChanges_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("after"); // UTC
        QTest::addColumn<QStringList>("times");

        const QString berlin = u"Europe/Berlin"_s;
        const QString spring = u"2026-03-28T12:00:00"_s; // 2:00 becomes 3:00 on the 29th
        const QString autumn = u"2026-10-24T12:00:00"_s; // 3:00 becomes 2:00 on the 25th
        QTest::newRow("a skipped time comes just after the jump")
            << u"30 2 * * *"_s << berlin << spring
            << QStringList{u"03-29 03:00:00+02:00"_s, u"03-30 02:30:00+02:00"_s};
        QTest::newRow("the first skipped time comes just after the jump")
            << u"0 2 * * *"_s << berlin << spring
            << QStringList{u"03-29 03:00:00+02:00"_s, u"03-30 02:00:00+02:00"_s};
        QTest::newRow("all that is skipped, and what is due anyway, come as one")
            << u"*/15 2,3 * * *"_s << berlin << u"2026-03-28T20:00:00"_s
            << QStringList{u"03-29 03:00:00+02:00"_s, u"03-29 03:15:00+02:00"_s,
                           u"03-29 03:30:00+02:00"_s};
        QTest::newRow("what is not skipped is not touched by the jump")
            << u"30 1,3 * * *"_s << berlin << spring
            << QStringList{u"03-29 01:30:00+01:00"_s, u"03-29 03:30:00+02:00"_s};
        QTest::newRow("a repeated time comes the first time only")
            << u"30 2 * * *"_s << berlin << autumn
            << QStringList{u"10-25 02:30:00+02:00"_s, u"10-26 02:30:00+01:00"_s};
        QTest::newRow("every half hour pauses while the hour is repeated")
            << u"*/30 * * * *"_s << berlin << u"2026-10-24T23:45:00"_s
            << QStringList{u"10-25 02:00:00+02:00"_s, u"10-25 02:30:00+02:00"_s,
                           u"10-25 03:00:00+01:00"_s};
        QTest::newRow("asked within the repeated hour, it does not come again")
            << u"45 2 * * *"_s << berlin << u"2026-10-25T01:10:00"_s
            << QStringList{u"10-26 02:45:00+01:00"_s};
        QTest::newRow("asked within the first of the two hours, it comes")
            << u"45 2 * * *"_s << berlin << u"2026-10-25T00:10:00"_s
            << QStringList{u"10-25 02:45:00+02:00"_s};
        QTest::newRow("the end of the repeated hour belongs to the next")
            << u"0 3 * * *"_s << berlin << u"2026-10-24T23:59:00"_s
            << QStringList{u"10-25 03:00:00+01:00"_s};
        QTest::newRow("each second pauses too")
            << u"* * * * * *"_s << berlin << u"2026-10-25T00:59:58"_s
            << QStringList{u"10-25 02:59:59+02:00"_s, u"10-25 03:00:00+01:00"_s};
        QTest::newRow("half an hour is skipped")
            << u"15 2 * * *"_s << u"Australia/Lord_Howe"_s << u"2026-10-03T00:00:00"_s
            << QStringList{u"10-04 02:30:00+11:00"_s, u"10-05 02:15:00+11:00"_s};
        QTest::newRow("half an hour is repeated")
            << u"45 1 * * *"_s << u"Australia/Lord_Howe"_s << u"2026-04-04T00:00:00"_s
            << QStringList{u"04-05 01:45:00+11:00"_s, u"04-06 01:45:00+10:30"_s};
        QTest::newRow("midnight itself is skipped")
            << u"0 0 * * *"_s << u"America/Sao_Paulo"_s << u"2018-11-03T12:00:00"_s
            << QStringList{u"11-04 01:00:00-02:00"_s, u"11-05 00:00:00-02:00"_s};
        QTest::newRow("a whole day is skipped")
            << u"0 12 30 12 *"_s << u"Pacific/Apia"_s << u"2011-12-01T00:00:00"_s
            << QStringList{u"12-31 00:00:00+14:00"_s, u"12-30 12:00:00+14:00"_s};
        QTest::newRow("no jumps in India")
            << u"30 2 * * *"_s << u"Asia/Kolkata"_s << spring
            << QStringList{u"03-29 02:30:00+05:30"_s, u"03-30 02:30:00+05:30"_s};
    }
    void clockChanges()
    {
        QFETCH(QString, expression);
        QFETCH(QString, zone);
        QFETCH(QString, after);
        QFETCH(QStringList, times);
        QCOMPARE(runs(expression, zone, after, int(times.size())), times);
    }

    void calendar_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QStringList>("times"); // after Tuesday, 24 November 2026, 12:00
        const auto row = [](const char *name, const QString &expression, const QStringList &times) {
            QTest::newRow(name) << expression << times;
        };
        row("day and weekday, either is enough", u"0 0 27 * MON"_s,
            {u"11-27 00:00:00+00:00"_s, u"11-30 00:00:00+00:00"_s, u"12-07 00:00:00+00:00"_s});
        row("a day with a star: both must match", u"0 0 */2 * MON"_s,
            {u"12-07 00:00:00+00:00"_s, u"12-21 00:00:00+00:00"_s});
        row("a weekday with a star: both must match", u"0 0 27 * */5"_s,
            {u"11-27 00:00:00+00:00"_s, u"12-27 00:00:00+00:00"_s});
        row("a question mark is a star", u"0 0 ? * TUE"_s, {u"12-01 00:00:00+00:00"_s});
        row("a day that never comes, or a weekday", u"0 0 31 4 MON"_s,
            {u"04-05 00:00:00+00:00"_s, u"04-12 00:00:00+00:00"_s});
        row("the last day", u"0 0 L * *"_s,
            {u"11-30 00:00:00+00:00"_s, u"12-31 00:00:00+00:00"_s, u"01-31 00:00:00+00:00"_s,
             u"02-28 00:00:00+00:00"_s});
        row("the last day and others", u"0 0 25,l * *"_s,
            {u"11-25 00:00:00+00:00"_s, u"11-30 00:00:00+00:00"_s});
        row("over the end of the week", u"0 0 * * FRI-MON"_s,
            {u"11-27 00:00:00+00:00"_s, u"11-28 00:00:00+00:00"_s, u"11-29 00:00:00+00:00"_s,
             u"11-30 00:00:00+00:00"_s, u"12-04 00:00:00+00:00"_s});
        row("Saturday to Sunday by name", u"0 0 * * sat-sun"_s,
            {u"11-28 00:00:00+00:00"_s, u"11-29 00:00:00+00:00"_s, u"12-05 00:00:00+00:00"_s});
        row("seven is Sunday", u"0 0 * * 7"_s, {u"11-29 00:00:00+00:00"_s});
        row("29 February", u"0 0 29 2 *"_s, {u"02-29 00:00:00+00:00"_s, u"02-29 00:00:00+00:00"_s});
        row("a step from a value", u"50/4 * * * *"_s,
            {u"11-24 12:50:00+00:00"_s, u"11-24 12:54:00+00:00"_s, u"11-24 12:58:00+00:00"_s,
             u"11-24 13:50:00+00:00"_s});
        row("leading seconds", u"59 59 23 31 12 *"_s, {u"12-31 23:59:59+00:00"_s});
        row("blanks around", u"  0\t13  * * *  "_s, {u"11-24 13:00:00+00:00"_s});
        row("@minutely", u"@minutely"_s, {u"11-24 12:01:00+00:00"_s});
        row("@hourly", u"@HOURLY"_s, {u"11-24 13:00:00+00:00"_s});
        row("@daily", u" @daily "_s, {u"11-25 00:00:00+00:00"_s});
        row("@midnight", u"@midnight"_s, {u"11-25 00:00:00+00:00"_s});
        row("@weekly", u"@weekly"_s, {u"11-29 00:00:00+00:00"_s});
        row("@monthly", u"@monthly"_s, {u"12-01 00:00:00+00:00"_s});
        row("@quarterly", u"@quarterly"_s, {u"01-01 00:00:00+00:00"_s, u"04-01 00:00:00+00:00"_s});
        row("@yearly", u"@yearly"_s, {u"01-01 00:00:00+00:00"_s});
        row("@annually", u"@annually"_s, {u"01-01 00:00:00+00:00"_s});
        row("@twice-minutely", u"@twice-minutely"_s,
            {u"11-24 12:00:30+00:00"_s, u"11-24 12:01:00+00:00"_s});
        row("@twice-hourly", u"@twice-hourly"_s,
            {u"11-24 12:30:00+00:00"_s, u"11-24 13:00:00+00:00"_s});
        row("@twice-daily", u"@twice-daily"_s,
            {u"11-25 00:00:00+00:00"_s, u"11-25 12:00:00+00:00"_s});
        row("@twice-weekly", u"@twice-weekly"_s,
            {u"11-26 00:00:00+00:00"_s, u"11-29 00:00:00+00:00"_s});
        row("@twice-monthly", u"@twice-monthly"_s,
            {u"12-01 00:00:00+00:00"_s, u"12-15 00:00:00+00:00"_s});
        row("@twice-yearly", u"@twice-yearly"_s,
            {u"01-01 00:00:00+00:00"_s, u"06-01 00:00:00+00:00"_s});
        row("@twice-annually", u"@twice-annually"_s, {u"01-01 00:00:00+00:00"_s});
    }
    void calendar()
    {
        QFETCH(QString, expression);
        QFETCH(QStringList, times);
        QCOMPARE(runs(expression, u"UTC"_s, u"2026-11-24T12:00:00"_s, int(times.size())), times);
    }

    void mistakes_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("marked"); // the text that the position and length point at
        QTest::addColumn<QString>("detail");
        const auto row = [](const QString &expression, const QString &marked,
                            const QString &detail) {
            QTest::addRow("%s", qPrintable(u'[' + expression + u']'))
                << expression << marked << detail;
        };
        const QString count =
            u"a cron expression has five fields, or six with seconds; this one "_s;
        row({}, {}, count + u"is empty"_s);
        row(u"  "_s, {}, count + u"is empty"_s);
        row(u"* * * *"_s, u"* * * *"_s, count + u"has 4"_s);
        row(u"* * * * * * * *"_s, u"* * * * * * * *"_s, count + u"has 8"_s);
        row(u"0 25 * * *"_s, u"25"_s, u"hours: 25 is above 23"_s);
        row(u"60 0 * * *"_s, u"60"_s, u"minutes: 60 is above 59"_s);
        row(u"60 0 0 * * *"_s, u"60"_s, u"seconds: 60 is above 59"_s);
        row(u"0 0 0 * *"_s, u"0"_s, u"days: 0 is below 1"_s);
        row(u"0 0 32 * *"_s, u"32"_s, u"days: 32 is above 31"_s);
        row(u"0 0 1 0 *"_s, u"0"_s, u"months: 0 is below 1"_s);
        row(u"0 0 1 1,13 *"_s, u"13"_s, u"months: 13 is above 12"_s);
        row(u"0 0 * * 8"_s, u"8"_s, u"weekdays: 8 is above 7"_s);
        row(u"0 99999999999 * * *"_s, u"99999999999"_s, u"hours: 99999999999 is above 23"_s);
        row(u"0 0 * * MOO"_s, u"MOO"_s, u"weekdays: 'MOO' is not a value"_s);
        row(u"MON 0 * * *"_s, u"MON"_s, u"minutes: 'MON' is not a value"_s);
        row(u"0 -1 * * *"_s, {}, u"hours: a value is missing"_s);
        row(u"0 1, * * *"_s, {}, u"hours: a value is missing"_s);
        row(u"0 1- * * *"_s, {}, u"hours: a value is missing"_s);
        row(u"0 +1 * * *"_s, u"+1"_s, u"hours: '+1' is not a value"_s);
        row(u"0 ** * * *"_s, u"**"_s, u"hours: '**' is not a value"_s);
        row(u"0 1-2-3 * * *"_s, u"2-3"_s, u"hours: '2-3' is not a value"_s);
        row(u"0 17-9 * * *"_s, u"17-9"_s, u"hours: the range 17-9 runs backwards"_s);
        row(u"*/0 * * * *"_s, u"0"_s,
            u"minutes: the step must be a whole number from 1 to 59, not '0'"_s);
        row(u"*/90 * * * *"_s, u"90"_s,
            u"minutes: the step must be a whole number from 1 to 59, not '90'"_s);
        row(u"*/ * * * *"_s, {},
            u"minutes: the step must be a whole number from 1 to 59, not ''"_s);
        row(u"? * * * *"_s, u"?"_s, u"minutes: '?' has no meaning here"_s);
        row(u"0 0 1,? * *"_s, u"?"_s, u"days: '?' has no meaning here"_s);
        row(u"0 0 * * L"_s, u"L"_s, u"weekdays: 'L' has no meaning here"_s);
        row(u"0 0 L-3 * *"_s, u"L-3"_s,
            u"days: 'L-3' is not supported; from the end of the month only its last day can be given, L"_s);
        row(u"0 0 15w * *"_s, u"15w"_s, u"days: '15w' is not supported; give days, or weekdays"_s);
        row(u"0 0 1,LW * *"_s, u"LW"_s, u"days: 'LW' is not supported; give days, or weekdays"_s);
        row(u"0 0 * * FRI#2"_s, u"FRI#2"_s,
            u"weekdays: 'FRI#2' is not supported; a weekday can be given for each week only"_s);
        row(u"0 0 * * 5L"_s, u"5L"_s,
            u"weekdays: '5L' is not supported; a weekday can be given for each week only"_s);
        row(u"H/15 0 * * *"_s, u"H/15"_s,
            u"minutes: 'H/15' is not supported; a value has to be given"_s);
        row(u"0 0~5 * * *"_s, u"0~5"_s,
            u"hours: '0~5' is not supported; a value has to be given"_s);
        row(u"0 0 12 * * ? 2026"_s, u"2026"_s,
            u"a cron expression has no year; \"start\" and \"end\" say from when until when"_s);
        row(u" @Reboot"_s, u"@Reboot"_s,
            u"'@Reboot' is not a time; \"onStart\": true runs something at the start"_s);
        row(u"@every 5m"_s, u"@every 5m"_s,
            u"'@every 5m' is not a time of day; a timer runs every so often, with \"interval\""_s);
        row(u"0 0 30 2 *"_s, u"30"_s, u"days: none of the chosen months has a day 30"_s);
        row(u"0 0 31 4,6,9,11 *"_s, u"31"_s, u"days: none of the chosen months has a day 31"_s);
        row(u"@fortnightly"_s, u"@fortnightly"_s,
            u"'@fortnightly' is none of the presets; they are @minutely, @hourly, @daily, @midnight, @weekly, @monthly, @quarterly, @yearly, @annually, @twice-minutely, @twice-hourly, @twice-daily, @twice-weekly, @twice-monthly, @twice-yearly, @twice-annually"_s);
    }
    void mistakes()
    {
        QFETCH(QString, expression);
        const auto cron = Cron::parse(expression);
        QVERIFY(std::holds_alternative<CronError>(cron));
        const CronError &error = std::get<CronError>(cron);
        QTEST(error.detail(), "detail");
        QTEST(expression.sliced(error.position, error.length), "marked");
    }

    void presetsAreExpressions()
    {
        const QStringList presets = cronPresets();
        QCOMPARE(presets.size(), 16);
        for (const QString &preset : presets)
            QVERIFY2(std::holds_alternative<Cron>(Cron::parse(preset)), qPrintable(preset));
    }

    void rubbishIsRefusedInTime()
    {
        // every short text over the language's own characters, and long ones
        const QString alphabet = u"*/-,?L5 @"_s;
        for (int n = 0; n < 9 * 9 * 9 * 9 * 9; ++n) {
            QString text;
            for (int rest = n; rest > 0; rest /= 9)
                text.append(alphabet[rest % 9]);
            const auto cron = Cron::parse(text);
            if (const auto *error = std::get_if<CronError>(&cron)) {
                QVERIFY(!error->detail().isEmpty());
                QVERIFY(error->position >= 0 && error->position + error->length <= text.size());
            }
        }
        QVERIFY(std::holds_alternative<CronError>(Cron::parse(QString(1'000'000, u','))));
        QVERIFY(std::holds_alternative<CronError>(Cron::parse(QString(1'000'000, u'1'))));
        QVERIFY(std::holds_alternative<Cron>(
            Cron::parse(u"1"_s + u",1"_s.repeated(100'000) + u" * * * *"_s)));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestCron)
#include "tst_cron.moc"
