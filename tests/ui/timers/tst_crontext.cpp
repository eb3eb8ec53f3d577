#include "tests/support/testprogram.h"
#include "ui/timers/crontext.h"

#include <QLocale>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestCronText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void sentences_data()
    {
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *expression, const QString &sentence) {
            QTest::newRow(expression) << sentence;
        };
        row("0 10,14 * * 1-5", u"At 10:00 and 14:00, Monday to Friday"_s);
        row("0 9 * * *", u"At 09:00, every day"_s);
        row("@daily", u"At 00:00, every day"_s);
        row("15,45 8,20 * * SUN", u"At 08:15, 08:45, 20:15 and 20:45, on Sunday"_s);
        row("30 5 9 * * SAT,SUN", u"At 09:05:30, on Saturday and Sunday"_s);
        row("* * * * *", u"Every minute"_s);
        row("*/15 * * * *", u"Every 15 minutes"_s);
        row("*/15 9-17 * * 1-5", u"Every 15 minutes, from 09:00 to 17:59, Monday to Friday"_s);
        row("@hourly", u"Every hour, on the hour"_s);
        row("5,35 * * * *", u"Every hour at minute 5 and 35"_s);
        row("10-20 * * * *", u"Every hour at minute 10 to 20"_s);
        row("5/20 * * * *", u"Every hour at minute 5, 25 and 45"_s);
        row("0 */2 * * *", u"Every 2 hours"_s);
        row("30 */2 * * *", u"At minute 30, every 2 hours"_s);
        row("0 9-17 * * *", u"At minute 0, from 09:00 to 17:59"_s);
        row("0 1,3,4,5,6,9,22 * * *", u"At minute 0, in hour 1, 3 to 6, 9 and 22"_s);
        row("* 3 * * *", u"Every minute, in hour 3"_s);
        row("* * * * * *", u"Every second"_s);
        row("*/10 * * * * *", u"Every 10 seconds"_s);
        row("@twice-minutely", u"At second 0 and 30, every minute"_s);
        row("*/10 0 * * * *", u"Every 10 seconds, every hour, on the hour"_s);
        row("@weekly", u"At 00:00, on Sunday"_s);
        row("@monthly", u"At 00:00, on day 1 of the month"_s);
        row("@quarterly",
            u"At 00:00, on day 1 of the month, in January, April, July and October"_s);
        row("@yearly", u"At 00:00, on day 1 of the month, in January"_s);
        row("0 0 1-7,15 * *", u"At 00:00, on day 1 to 7 and 15 of the month"_s);
        row("0 0 */2 * *", u"At 00:00, every 2 days from day 1 of the month"_s);
        row("0 0 L * *", u"At 00:00, on the last day of the month"_s);
        row("0 0 15,L * *", u"At 00:00, on day 15 of the month and on the last day of the month"_s);
        row("0 0 13 * FRI", u"At 00:00, on day 13 of the month or on Friday"_s);
        row("0 0 */13 * FRI", u"At 00:00, every 13 days from day 1 of the month if it is Friday"_s);
        row("0 0 13 * 0-6", u"At 00:00, every day"_s);
        row("0 0 * JUN-AUG *", u"At 00:00, in June to August"_s);
        row("0 12 * * FRI-MON", u"At 12:00, on Monday and Friday to Sunday"_s);
    }
    void sentences()
    {
        const auto cron = Cron::parse(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(std::holds_alternative<Cron>(cron));
        QTEST(cronText(std::get<Cron>(cron)), "sentence");
    }

    void everyPresetHasWords()
    {
        for (const QString &preset : cronPresets())
            QVERIFY(cronText(std::get<Cron>(Cron::parse(preset))).size() > 10);
    }

    void problems_data()
    {
        QTest::addColumn<QString>("text");
        const auto row = [](const char *expression, const QString &text) {
            QTest::newRow(expression) << text;
        };
        row("", u"five fields are needed: minute, hour, day, month, weekday"_s);
        row("5", u"five fields are needed, minute, hour, day, month, weekday; here is one"_s);
        row("* * *", u"five fields are needed, minute, hour, day, month, weekday; here are 3"_s);
        row("@never", u"there is no preset @never"_s);
        row("0 25 * * *", u"hours: 25 is above 23"_s);
        row("0 0 0 * *", u"days: 0 is below 1"_s);
        row("0 0 * MAI *", u"months: “MAI” is not a value"_s);
        row("1, 0 * * *", u"minutes: a value is missing"_s);
        row("0 9-8 * * *", u"hours: 9-8 runs backwards"_s);
        row("*/0 * * * *", u"minutes: after the slash goes a number from 1 to 59"_s);
        row("0 0 * * L", u"weekdays: “L” has no meaning here"_s);
        row("0 0 30 2 *", u"days: none of the chosen months has a day 30"_s);
        row("61 0 0 * * *", u"seconds: 61 is above 59"_s);
    }
    void problems()
    {
        const auto cron = Cron::parse(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(std::holds_alternative<CronError>(cron));
        QTEST(cronProblemText(std::get<CronError>(cron)), "text");
    }
};

SIGNALBOX_TEST(TestCronText)
#include "tst_crontext.moc"
