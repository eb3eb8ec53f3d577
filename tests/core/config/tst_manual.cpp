#include "core/config/configurationfile.h"
#include "core/filter/logfilter.h"
#include "core/time/cron.h"
#include "tests/support/testprogram.h"

#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

/// The manual's page on the configuration says what the program does.
class TestManual : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QFINDTESTDATA("../../../docs/configuration.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_lines = QString::fromUtf8(file.readAll()).split(u'\n');
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theTableOfLimitsIsTheProgramsOwn()
    {
        QStringList expected;
        for (const LimitSpec &limit : limitSpecs()) {
            expected.append(u"| `%1` | %2 | %3 | %4 | %5 | %6 |"_s.arg(
                QString::fromLatin1(limit.key),
                QString::number(limit.get(Limits::forPreset(Preset::Local))),
                QString::number(limit.get(Limits::forPreset(Preset::Class))),
                QString::number(limit.get(Limits::forPreset(Preset::Open))),
                QString::number(limit.minimum), QString::number(limit.maximum)));
        }
        QStringList rows;
        qsizetype line =
            m_lines.indexOf(u"| Key | Local | Class | Open | From | To | What it limits |"_s);
        QVERIFY(line >= 0);
        for (line += 2; m_lines.value(line).startsWith(u'|'); ++line)
            rows.append(m_lines[line].section(u'|', 0, 6) + u'|');
        QCOMPARE(rows, expected);
    }

    void everyLimitIsExplained()
    {
        for (const LimitSpec &limit : limitSpecs()) {
            const QString start = u"| `%1` |"_s.arg(QString::fromLatin1(limit.key));
            const QStringList rows =
                m_lines.filter(QRegularExpression(u'^' + QRegularExpression::escape(start)));
            QCOMPARE(rows.size(), 1);
            QVERIFY2(rows.first().section(u'|', 7, 7).trimmed().size() > 10, limit.key);
        }
    }

    void everyLimitIsOnThePageOfLimits()
    {
        QFile file(QFINDTESTDATA("../../../docs/limits.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray page = file.readAll();
        for (const LimitSpec &limit : limitSpecs())
            QVERIFY2(page.contains(QByteArray('`' + QByteArray(limit.key) + '`')), limit.key);
    }

    void theExamplesAreRight()
    {
        int examples = 0;
        for (qsizetype line = m_lines.indexOf(u"```json"_s); line >= 0;
             line = m_lines.indexOf(u"```json"_s, line)) {
            const qsizetype end = m_lines.indexOf(u"```"_s, line);
            QVERIFY(end > line);
            const QString document = m_lines.sliced(line + 1, end - line - 1).join(u'\n');
            const ConfigurationReading reading = parseConfiguration(document.toUtf8());
            QVERIFY2(reading.problems.isEmpty(),
                     reading.problems.isEmpty()
                         ? ""
                         : qPrintable(reading.problems.first().key
                                      + reading.problems.first().error.detail));
            ++examples;
            line = end;
        }
        QVERIFY(examples > 0);
    }

    void thePresetsOfSchedulesAreTheProgramsOwn()
    {
        QFile file(QFINDTESTDATA("../../../docs/timers.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        static const QRegularExpression name(u"`(@[a-z-]+)`"_s);
        QStringList described;
        for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n')) {
            if (!line.startsWith(u"| `@"_s))
                continue;
            const auto meaning = Cron::parse(line.section(u'`', -2, -2));
            for (const auto &match : name.globalMatch(line)) {
                described.append(match.captured(1));
                QCOMPARE(std::get<Cron>(Cron::parse(match.captured(1))), std::get<Cron>(meaning));
            }
        }
        QStringList known = cronPresets();
        described.sort();
        known.sort();
        QCOMPARE(described, known);
    }

    /// An unknown key makes the program list the keys it knows; each must have its place in the
    /// manual.
    void everyKeyIsDescribed_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::newRow("top level") << "{\"#\": 0}"_ba;
        QTest::newRow("endpoints") << "{\"endpoints\": [{\"#\": 0}]}"_ba;
        QTest::newRow("tls") << "{\"endpoints\": [{\"tls\": {\"selfSigned\": true, \"#\": 0}}]}"_ba;
        QTest::newRow("bans") << "{\"bans\": [{\"#\": 0}]}"_ba;
        QTest::newRow("limits") << "{\"limits\": {\"#\": 0}}"_ba;
        QTest::newRow("timers") << "{\"timers\": [{\"#\": 0}]}"_ba;
        QTest::newRow("schedules") << "{\"schedules\": [{\"#\": 0}]}"_ba;
        QTest::newRow("signals of timers") << "{\"timers\": [{\"signal\": {\"#\": 0}}]}"_ba;
        QTest::newRow("signal routes") << "{\"signalRoutes\": [{\"#\": 0}]}"_ba;
        QTest::newRow("rules") << "{\"signalRoutes\": [{\"rules\": [{\"#\": 0}]}]}"_ba;
        QTest::newRow("conditions")
            << "{\"signalRoutes\": [{\"rules\": [{\"if\": {\"#\": 0}}]}]}"_ba;
        QTest::newRow("actions")
            << "{\"signalRoutes\": [{\"rules\": [{\"then\": {\"#\": 0}}]}]}"_ba;
        QTest::newRow("HTTP routes") << "{\"httpRoutes\": [{\"#\": 0}]}"_ba;
        QTest::newRow("pages") << "{\"pages\": [{\"#\": 0}]}"_ba;
        QTest::newRow("events") << "{\"events\": [{\"#\": 0}]}"_ba;
        QTest::newRow("journal") << "{\"journal\": {\"#\": 0}}"_ba;
    }
    void everyKeyIsDescribed()
    {
        QFETCH(QByteArray, document);
        static const QRegularExpression list(u"the keys here are (.*)\\.$"_s);
        QStringList keys;
        for (const ConfigurationProblem &problem : parseConfiguration(document).problems) {
            const auto match = list.match(problem.error.detail);
            if (match.hasMatch())
                keys = match.captured(1).split(u", "_s);
        }
        QVERIFY(!keys.isEmpty());
        const QString manual = m_lines.join(u'\n');
        for (const QString &key : keys)
            QVERIFY2(manual.contains(u'`' + key + u'`'), qPrintable(key));
    }

    /// What the manual says one can write into the log's filter can be written there.
    void theFiltersAreRight_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("section"); // empty: all of it
        QTest::addColumn<int>("atLeast"); // examples
        QTest::newRow("the window") << u"window.md"_s << u"## The log"_s << 6;
        QTest::newRow("the history") << u"history.md"_s << u""_s << 8;
    }
    void theFiltersAreRight()
    {
        QFETCH(QString, page);
        QFETCH(QString, section);
        QFETCH(int, atLeast);
        QFile file(QFINDTESTDATA(QString(u"../../../docs/"_s + page)));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QString text = QString::fromUtf8(file.readAll());
        if (!section.isEmpty()) {
            const qsizetype begin = text.indexOf(section);
            QVERIFY(begin >= 0);
            text = text.sliced(begin + section.size());
            text = text.first(text.indexOf(u"\n## "_s));
        }
        static const QRegularExpression code(u"`([^`\n]+)`"_s);
        static const QRegularExpression example(
            u"^-?\\(*(?:[a-z]+[^ :=<>~!]*(?:!=|<=|>=|[:=<>~])\\S|/.+/i?$)"_s);
        int examples = 0;
        for (const auto &match : code.globalMatch(text)) {
            const QString filter = match.captured(1);
            if (!example.match(filter).hasMatch())
                continue;
            const auto parsed = LogFilter::parse(filter);
            QVERIFY2(parsed.problem.code == FilterProblem::Code::None, qPrintable(filter));
            ++examples;
        }
        QVERIFY2(examples >= atLeast, qPrintable(QString::number(examples)));
    }

private:
    QStringList m_lines;
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestManual)
#include "tst_manual.moc"
