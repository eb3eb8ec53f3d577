#include "core/clock/clockkeeper.h"
#include "tests/support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono;

namespace {

ClockState someState()
{
    const WallTime at{microseconds(1'795'514'400'000'001)};
    return {{u"beat \"ä😀\""_s, {.count = 12, .lastRun = at, .handled = at - hours(1)}},
            {u"off"_s, {.count = 0, .enabled = false}},
            {u"on"_s, {.count = 9'007'199'254'740'991, .enabled = true}}};
}

} // namespace

class TestClockKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void statesRoundTrip()
    {
        for (const ClockState &state : {ClockState(), someState()}) {
            const Result<ClockState> again = clockStateFromJson(toJson(state));
            QVERIFY(again);
            QCOMPARE(*again, state);
        }
        QVERIFY(toJson(someState()).contains("\"2026-11-24T10:00:00.000001Z\""));
    }

    void damagedStates_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("half a file") << toJson(someState()).chopped(20);
        QTest::newRow("a list") << "[]"_ba;
        QTest::newRow("another version") << "{\"version\": 2, \"timers\": {}}"_ba;
        QTest::newRow("no timers") << "{\"version\": 1}"_ba;
        QTest::newRow("no count") << "{\"version\": 1, \"timers\": {\"a\": {}}}"_ba;
        QTest::newRow("a negative count")
            << "{\"version\": 1, \"timers\": {\"a\": {\"count\": -1}}}"_ba;
        QTest::newRow("a time in words")
            << "{\"version\": 1, \"timers\": {\"a\": {\"count\": 1, \"handled\": \"noon\"}}}"_ba;
        QTest::newRow("a time without a zone")
            << "{\"version\": 1, \"timers\": {\"a\": {\"count\": 1, \"handled\": \"2026-11-24T10:00:00.000001\"}}}"_ba;
        QTest::newRow("a time that is a number")
            << "{\"version\": 1, \"timers\": {\"a\": {\"count\": 1, \"lastRun\": 5}}}"_ba;
    }
    void damagedStates()
    {
        QFETCH(QByteArray, json);
        const Result<ClockState> state = clockStateFromJson(json);
        QVERIFY(!state);
        QCOMPARE(state.error().code, Error::Code::BadDocument);
    }

    void whatIsSavedIsLoaded()
    {
        const QTemporaryDir folder;
        const QString fileName = folder.filePath(u"new/timers.json"_s);
        FileClockKeeper keeper(fileName);
        QVERIFY(keeper.load().state.isEmpty());
        QVERIFY(!keeper.load().recovery);
        int saved = 0;
        keeper.saved = [&saved](const Status &status) { saved += bool(status); };
        keeper.save(someState());
        QTRY_COMPARE(saved, 1);
        QCOMPARE(keeper.load().state, someState());
        QCOMPARE(
            QFile::permissions(fileName)
                & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions());
        // the last word is written even when one is being written
        keeper.save({});
        QVERIFY(keeper.saveNow(someState()));
        QCOMPARE(keeper.load().state, someState());
        QTest::qWait(0);
        QCOMPARE(saved, 1); // of the one that was overtaken nothing is heard
    }

    void whatIsNotedOutlivesAKill()
    {
        const QTemporaryDir folder;
        const QString fileName = folder.filePath(u"timers.json"_s);
        ClockState state = someState();
        {
            FileClockKeeper keeper(fileName);
            QVERIFY(keeper.saveNow(state));
            TaskState &beat = state[u"beat \"ä😀\""_s];
            beat.count += 70;
            beat.lastRun = *beat.lastRun + hours(2);
            beat.enabled = false;
            keeper.note(u"beat \"ä😀\""_s, beat);
            TaskState &off = state[u"off"_s];
            off.enabled.reset();
            keeper.note(u"off"_s, off);
            keeper.note(u"not in the file"_s, {.count = 3});
        } // no word more
        for (int again = 0; again < 2; ++again) { // killed again, before it wrote anything
            FileClockKeeper keeper(fileName);
            QCOMPARE(keeper.load().state, state);
            TaskState &off = state[u"off"_s];
            ++off.count;
            keeper.note(u"off"_s, off);
        }
        FileClockKeeper keeper(fileName);
        QCOMPARE(keeper.load().state, state);
        QVERIFY(keeper.saveNow({{u"off"_s, {.count = 1}}}));
        keeper.forgetNotes();
        QCOMPARE(FileClockKeeper(fileName).load().state, (ClockState{{u"off"_s, {.count = 1}}}));
    }

    void aFileThatWasRemovedIsForgotten()
    {
        const QTemporaryDir folder;
        const QString fileName = folder.filePath(u"timers.json"_s);
        {
            FileClockKeeper keeper(fileName);
            QVERIFY(keeper.saveNow(someState()));
            keeper.note(u"off"_s, {.count = 3});
        }
        QVERIFY(QFile::remove(fileName));
        FileClockKeeper keeper(fileName);
        QVERIFY(keeper.load().state.isEmpty());
        keeper.forgetNotes();
    }

    void moreTimersThanThereAreNotesFor()
    {
        const QTemporaryDir folder;
        FileClockKeeper keeper(folder.filePath(u"timers.json"_s));
        for (quint64 i = 0; i < 1100; ++i)
            for (const quint64 count : {i, i + 1})
                keeper.note(QString::number(i), {.count = count});
        ClockState state;
        for (int i = 0; i < 1100; ++i)
            state.insert(QString::number(i), {});
        QVERIFY(keeper.saveNow(state));
        FileClockKeeper next(folder.filePath(u"timers.json"_s));
        const ClockState read = next.load().state;
        QCOMPARE(read[u"999"_s].count, 1000);
        QCOMPARE(read[u"1000"_s].count, 0);
        next.forgetNotes();
    }

    void aDamagedFileIsSetAside()
    {
        const QTemporaryDir folder;
        const QString fileName = folder.filePath(u"timers.json"_s);
        {
            QFile file(fileName);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(100, '\0'));
        }
        FileClockKeeper keeper(fileName);
        const ClockStateReading reading = keeper.load();
        QVERIFY(reading.state.isEmpty());
        QVERIFY(reading.recovery);
        QVERIFY(reading.recovery->setAside.startsWith(fileName + u".broken-"_s));
        QVERIFY(!reading.recovery->savedAt.isValid());
        QVERIFY(!QFile::exists(fileName));
        QFile aside(reading.recovery->setAside);
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), QByteArray(100, '\0'));
        QVERIFY(keeper.saveNow(someState()));
        QCOMPARE(keeper.load().state, someState());
    }

    void anEarlierSaveTakesThePlaceOfADamagedFile()
    {
        const QTemporaryDir folder;
        const QString fileName = folder.filePath(u"timers.json"_s);
        FileClockKeeper keeper(fileName);
        QVERIFY(keeper.saveNow(someState()));
        QVERIFY(keeper.saveNow({}));
        {
            QFile file(fileName);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(100, '\0'));
        }
        const ClockStateReading reading = keeper.load();
        QCOMPARE(reading.state, someState());
        QVERIFY(reading.recovery);
        QVERIFY(reading.recovery->savedAt.isValid());
        QVERIFY(!keeper.load().recovery);
        QCOMPARE(keeper.load().state, someState());
    }

    void aMistakeIsToldAndNotWrittenOver()
    {
        const QTemporaryDir folder;
        const QString fileName = folder.filePath(u"timers.json"_s);
        FileClockKeeper keeper(fileName);
        QVERIFY(keeper.saveNow(someState()));
        QVERIFY(keeper.saveNow({}));
        QVERIFY(!FileClockKeeper::mistakeIn(fileName));
        const QByteArray edited = toJson(someState()).chopped(2); // the last brace and its line
        QFile file(fileName);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(edited);
        file.close();
        QVERIFY(FileClockKeeper::mistakeIn(fileName));
        QCOMPARE(FileClockKeeper::mistakeIn(fileName)->line, int(edited.count('\n')) + 1);
        const ClockStateReading reading = keeper.load();
        QVERIFY(reading.state.isEmpty());
        QVERIFY(!reading.recovery);
        QVERIFY(reading.failure);
        QVERIFY2(reading.failure->detail.contains(u"timers.json:"_s),
                 qPrintable(reading.failure->detail));
        QVERIFY(!keeper.saveNow(someState()));
        std::optional<Status> told;
        keeper.saved = [&told](const Status &status) { told = status; };
        keeper.save(someState());
        QTRY_VERIFY(told.has_value());
        QVERIFY(!*told);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), edited);
    }

    void whatCannotBeWrittenIsSaid()
    {
        const QTemporaryDir folder;
        const QString blocked = folder.filePath(u"file"_s);
        QFile file(blocked);
        QVERIFY(file.open(QIODevice::WriteOnly));
        FileClockKeeper keeper(blocked + u"/timers.json"_s);
        std::optional<Status> told;
        keeper.saved = [&told](const Status &status) { told = status; };
        keeper.save(someState());
        QTRY_VERIFY(told.has_value());
        QVERIFY(!*told);
        QVERIFY(!keeper.saveNow(someState()));
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestClockKeeper)
#include "tst_clockkeeper.moc"
