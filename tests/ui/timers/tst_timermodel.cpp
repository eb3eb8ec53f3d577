#include "tests/support/testprogram.h"
#include "tests/ui/clients/clientfeed.h"
#include "timerfixture.h"
#include "ui/timers/timermodel.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

class TestTimerModel : public QObject
{
    Q_OBJECT

private:
    ClientDirectory m_directory;
    std::unique_ptr<TimerModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    QString text(int row, int column) const
    {
        return m_model->index(row, column).data().toString();
    }
    QStringList names() const
    {
        QStringList names;
        for (int row = 0; row < m_model->rowCount(); ++row)
            names.append(text(row, TimerModel::Name));
        return names;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_model = std::make_unique<TimerModel>(m_directory);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void columns()
    {
        m_directory.apply(batchOf(
            {madeClient(1, u"/clock"_s), madeClient(2, u"/clock"_s), madeClient(3, u"/other"_s)}));
        m_model->setTasks(
            {timerOf(u"beat"_s, 1s, u"/clock"_s), scheduleOf(u"bell"_s, u"0 10 * * *"_s)});
        QCOMPARE(m_model->rowCount(), 2);
        QCOMPARE(text(0, TimerModel::Name), u"beat"_s);
        QCOMPARE(text(0, TimerModel::When), u"every 1 s"_s);
        QCOMPARE(text(0, TimerModel::Target), u"/clock (2)"_s);
        QCOMPARE(text(1, TimerModel::Target), u"all (3)"_s);
        QCOMPARE(text(1, TimerModel::Last), QString());
        QCOMPARE(text(1, TimerModel::Runs), u"0"_s);

        const WallTime now = std::chrono::sys_seconds(1'795'604'400s);
        TimerStatus status{.name = u"beat"_s, .enabled = true, .count = 9412};
        status.lastRun = now - 400ms;
        status.nextRun = now + 600ms;
        status.recent = {RunResult{
            .outcome = RunOutcome::Sent, .recipients = 2, .at = now - 400ms, .lateness = 2ms}};
        m_model->refresh(now);
        m_model->setStatus(status);
        QVERIFY(text(0, TimerModel::Last).endsWith(u":59 ok 2"_s));
        QCOMPARE(text(0, TimerModel::Next), u"0.6 s"_s);
        QCOMPARE(text(0, TimerModel::Runs), u"9,412"_s);
        QVERIFY(m_model->index(0, TimerModel::Last)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(u"2 ms"_s));
        const QString sentence = m_model->index(0, 0).data(Qt::AccessibleTextRole).toString();
        for (const QString &part : {u"beat"_s, u"every 1 s"_s, u"/clock (2)"_s, u"on"_s,
                                    u"next 0.6 s"_s, u"9,412 runs"_s})
            QVERIFY2(sentence.contains(part), qPrintable(sentence));
    }

    void onlyWhatChangesIsTold()
    {
        m_model->setTasks({timerOf(u"a"_s, 1h), timerOf(u"b"_s, 1h)});
        const WallTime now = std::chrono::sys_seconds(1'795'604'400s);
        TimerStatus status{.name = u"b"_s, .enabled = true};
        status.nextRun = now + 5s;
        m_model->refresh(now);
        m_model->setStatus(status);
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        m_model->refresh(now + 10ms);
        QCOMPARE(changed.size(), 0); // 5.0 s is shown all the same
        m_model->refresh(now + 1s);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex(), m_model->index(1, TimerModel::Next));
        changed.clear();
        m_directory.apply(batchOf({madeClient(77)}));
        m_model->refresh(now + 1s);
        QCOMPARE(changed.size(), 2);
        QCOMPARE(changed.first().at(0).toModelIndex(), m_model->index(0, TimerModel::Target));
    }

    void rowsComeGoAndMove_data()
    {
        QTest::addColumn<QStringList>("before");
        QTest::addColumn<QStringList>("after");
        QTest::newRow("from nothing") << QStringList{} << QStringList{u"a"_s, u"b"_s};
        QTest::newRow("to nothing") << QStringList{u"a"_s, u"b"_s} << QStringList{};
        QTest::newRow("one in the middle goes")
            << QStringList{u"a"_s, u"b"_s, u"c"_s} << QStringList{u"a"_s, u"c"_s};
        QTest::newRow("one in the middle comes")
            << QStringList{u"a"_s, u"c"_s} << QStringList{u"a"_s, u"b"_s, u"c"_s};
        QTest::newRow("renamed") << QStringList{u"a"_s, u"b"_s} << QStringList{u"a"_s, u"x"_s};
        QTest::newRow("turned around")
            << QStringList{u"a"_s, u"b"_s, u"c"_s} << QStringList{u"c"_s, u"b"_s, u"a"_s};
        QTest::newRow("all at once") << QStringList{u"a"_s, u"b"_s, u"c"_s, u"d"_s}
                                     << QStringList{u"x"_s, u"d"_s, u"y"_s, u"a"_s, u"b"_s};
    }
    void rowsComeGoAndMove()
    {
        QFETCH(QStringList, before);
        QFETCH(QStringList, after);
        const auto tasks = [](const QStringList &wanted) {
            QList<TaskConfig> list;
            for (const QString &name : wanted)
                list.append(timerOf(name, 1s));
            return list;
        };
        m_model->setTasks(tasks(before));
        QCOMPARE(names(), before);
        const QPersistentModelIndex kept =
            before.contains(u"a"_s)
                ? QPersistentModelIndex(m_model->index(m_model->rowOf(u"a"_s), 0))
                : QPersistentModelIndex();
        m_model->setTasks(tasks(after));
        QCOMPARE(names(), after);
        if (after.contains(u"a"_s) && kept.isValid())
            QCOMPARE(kept.data().toString(), u"a"_s);
        m_model->setTasks(tasks(before));
        QCOMPARE(names(), before);
    }

    void boxesAskTheOwner()
    {
        m_model->setTasks({timerOf(u"a"_s, 1s)});
        QSignalSpy asked(m_model.get(), &TimerModel::enableRequested);
        const QModelIndex box = m_model->index(0, TimerModel::Name);
        QCOMPARE(box.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Checked);
        QVERIFY(m_model->setData(box, Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first(), (QVariantList{u"a"_s, false}));
        QCOMPARE(box.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Checked); // not yet
        m_model->setStatus({.name = u"a"_s, .enabled = false});
        QCOMPARE(box.data(Qt::CheckStateRole).value<Qt::CheckState>(), Qt::Unchecked);
        QCOMPARE(m_model->enabledCount(), 0);
        QVERIFY(!m_model->setData(m_model->index(0, 1), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(!m_model->setData(box, u"x"_s, Qt::EditRole));
    }

    void strangeNamesAreDrawn()
    {
        m_model->setTasks({timerOf(u"<b>a\u202E</b>"_s, 1s)});
        QCOMPARE(text(0, TimerModel::Name), u"<b>a⟨U+202E⟩</b>"_s);
        QCOMPARE(m_model->index(0, 0).data(TimerModel::NameRole).toString(), u"<b>a\u202E</b>"_s);
    }

    void statusesOfStrangersAreKept()
    {
        m_model->setStatus({.name = u"later"_s, .enabled = true, .count = 7});
        m_model->setTasks({timerOf(u"later"_s, 1s)});
        QCOMPARE(text(0, TimerModel::Runs), u"7"_s);
    }
};

SIGNALBOX_TEST(TestTimerModel)
#include "tst_timermodel.moc"
