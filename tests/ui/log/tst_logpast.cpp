#include "core/journal/journalstore.h"
#include "logentries.h"
#include "tests/support/testprogram.h"
#include "ui/log/logexport.h"
#include "ui/log/logfilewindow.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"
#include "ui/log/logpast.h"
#include "ui/log/logview.h"
#include "ui/widgets/banner.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using State = LogPast::State;

/// The log above a journal's file of 2,000 rows, of which 500 are in memory as well.
class TestLogPast : public QObject
{
    Q_OBJECT
private:
    static constexpr int All = 2'000;
    static constexpr int Capacity = 500;

    QTemporaryDir m_folder;
    QString m_file;
    std::unique_ptr<LogPanel> m_panel;

    LogModel *model() const { return m_panel->model(); }
    LogView *view() const { return m_panel->view(); }
    Banner *banner() const { return m_panel->findChild<Banner *>(u"exportBanner"_s); }
    QString rowsText() const { return m_panel->findChild<QLabel *>(u"logRows"_s)->text(); }
    QString end() const { return m_panel->findChild<QLabel *>(u"logRows"_s)->toolTip(); }
    /// Sequence of the first row and how many follow without a hole; {0, 0}: there are holes.
    std::pair<quint64, int> unbroken() const
    {
        for (int row = 1; row < model()->rowCount(); ++row) {
            if (model()->entryAt(row).sequence != model()->entryAt(row - 1).sequence + 1)
                return {0, 0};
        }
        return {model()->rowCount() == 0 ? 0 : model()->entryAt(0).sequence, model()->rowCount()};
    }
    void fillMemory() const { m_panel->append(incomingBatch(All - Capacity + 1, Capacity)); }
    /// What is at the upper edge of the view, and how far above it.
    std::pair<quint64, int> place() const
    {
        const int row = view()->rowAt(0);
        return {model()->entryAt(row).sequence, view()->rowViewportPosition(row)};
    }
    void scrollUpUntil(State state) const
    {
        for (int i = 0; i < 100 && m_panel->past().state() != state; ++i) {
            view()->verticalScrollBar()->setValue(1);
            view()->verticalScrollBar()->setValue(0);
            QTRY_VERIFY(m_panel->past().state() != State::Searching);
        }
        QCOMPARE(m_panel->past().state(), state);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        m_file = m_folder.filePath(u"journal.db"_s);
        JournalStore store;
        QVERIFY(store.open(m_file));
        const QList<LogEntry> entries = incomingBatch(1, All);
        QVERIFY(store.append(entries.constData(), entries.constData() + entries.size()));
    }
    void init()
    {
        QTest::failOnWarning(
            QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
        m_panel = std::make_unique<LogPanel>();
        m_panel->setCapacity(Capacity, LogModel::DefaultBytes);
        m_panel->resize(1'070, 480);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }
    void cleanup() { m_panel.reset(); }

    void goesOnIntoThePastWithoutASeam()
    {
        const QAbstractItemModelTester tester(model());
        fillMemory();
        m_panel->setJournal(m_file);
        QCOMPARE(m_panel->past().state(), State::Idle); // nobody wants it yet
        view()->verticalScrollBar()->setValue(0);
        QTRY_VERIFY(model()->pastRows() > 0);
        QCOMPARE(place(), (std::pair<quint64, int>(All - Capacity + 1, 0))); // nothing moved
        scrollUpUntil(State::AtEnd);
        QCOMPARE(unbroken(), (std::pair<quint64, int>(1, All)));
        QTRY_COMPARE(rowsText(), u"500 rows, 1,500 older from the disk"_s);
    }

    void saysThatAllComesFromTheDisk()
    {
        m_panel->setJournal(m_file);
        scrollUpUntil(State::AtEnd);
        QTRY_COMPARE(rowsText().section(u" · "_s, 0, 0), u"2,000 rows from the disk"_s);
    }

    void rowsThatLeaveMemoryStayInThePast()
    {
        const QAbstractItemModelTester tester(model());
        fillMemory();
        m_panel->setJournal(m_file);
        scrollUpUntil(State::AtEnd);
        view()->verticalScrollBar()->setValue(view()->verticalScrollBar()->maximum() / 2);
        const auto before = place();
        m_panel->append(incomingBatch(All + 1, 300));
        QCOMPARE(model()->total(), Capacity);
        QCOMPARE(unbroken(), (std::pair<quint64, int>(1, All + 300)));
        QCOMPARE(place(), before);
        m_panel->append(incomingBatch(All + 301, Capacity + 1)); // more than memory holds
        QCOMPARE(unbroken(), (std::pair<quint64, int>(All + 302, Capacity)));
    }

    void rowsThatLeaveMemoryWhileAPageIsFetched_data()
    {
        QTest::addColumn<int>("rows");
        QTest::newRow("some") << 300;
        QTest::newRow("all of them") << Capacity;
        QTest::newRow("more than memory holds, so that some never were in it") << Capacity + 100;
    }
    void rowsThatLeaveMemoryWhileAPageIsFetched()
    {
        QFETCH(int, rows);
        const QAbstractItemModelTester tester(model());
        fillMemory();
        m_panel->setJournal(m_file);
        view()->verticalScrollBar()->setValue(0);
        QCOMPARE(m_panel->past().state(), State::Searching);
        m_panel->append(incomingBatch(All + 1, rows));
        scrollUpUntil(State::AtEnd);
        if (rows <= Capacity) {
            QCOMPARE(unbroken(), (std::pair<quint64, int>(1, All + rows)));
        } else { // the file has not what never was in memory, so it cannot be told where it is
                 // missing
            QCOMPARE(model()->rowCount(), All + Capacity);
            QCOMPARE(model()->entryAt(All).sequence, quint64(All + 101));
        }
    }

    void rowsThatLeaveMemoryWhilePausedLeaveNoHole()
    {
        const QAbstractItemModelTester tester(model());
        fillMemory();
        m_panel->setJournal(m_file);
        scrollUpUntil(State::AtEnd);
        m_panel->setPaused(true);
        m_panel->append(incomingBatch(All + 1, Capacity));
        m_panel->append(incomingBatch(All + Capacity + 1, 10)); // the first that waited go
        QCOMPARE(unbroken(), (std::pair<quint64, int>(1, All)));
        m_panel->setPaused(false);
        QTRY_VERIFY(m_panel->past().state() != State::Searching);
        QVERIFY(model()->rowCount() > 0);
        QCOMPARE(model()->entryAt(model()->pastRows()).sequence, quint64(All + 11));
        QTRY_COMPARE(model()->entryAt(model()->rowCount() - 1).sequence,
                     quint64(All + Capacity + 10));
    }

    /// The file may be ahead of the window.
    void rowsThatAreInBothAreShownOnce()
    {
        const QAbstractItemModelTester tester(model());
        m_panel->setJournal(m_file);
        m_panel->append(incomingBatch(All - 4, 3)); // while the file is being read
        QTRY_VERIFY(m_panel->past().state() != State::Searching);
        QCOMPARE(model()->rowCount() - model()->pastRows(), 3);
        QVERIFY(model()->pastRows() > 0);
        QVERIFY(unbroken().second > 0);

        m_panel = std::make_unique<LogPanel>();
        m_panel->resize(1'070, 480);
        m_panel->show();
        const QAbstractItemModelTester another(model());
        m_panel->setJournal(m_file);
        QTRY_VERIFY(model()->pastRows() > 0);
        m_panel->append(incomingBatch(All - 4, 7));
        QVERIFY(unbroken().second > 0);
        QCOMPARE(model()->entryAt(model()->rowCount() - 1).sequence, quint64(All + 2));
    }

    void thePastOfWhoFollowsDoesNotGrow()
    {
        const QAbstractItemModelTester tester(model());
        m_panel->setJournal(m_file);
        QTRY_VERIFY(model()->pastRows() > 0); // there is room
        QVERIFY(view()->isFollowing());
        m_panel->append(incomingBatch(All + 1, Capacity));
        QVERIFY(model()->pastRows() > 0); // all of them are in memory
        QVERIFY(unbroken().second > Capacity);
        m_panel->append(incomingBatch(All + Capacity + 1, 1));
        QCOMPARE(model()->pastRows(), 0);
        QCOMPARE(model()->rowCount(), Capacity);
        QCOMPARE(view()->verticalScrollBar()->value(), view()->verticalScrollBar()->maximum());
    }

    void thePastIsBounded()
    {
        const QAbstractItemModelTester tester(model());
        constexpr int Bytes = Capacity * 20;
        fillMemory();
        m_panel->setJournal(m_file);
        scrollUpUntil(State::AtEnd);
        const qint64 each = incoming(1).payload.size();
        m_panel->setCapacity(Capacity, Bytes);
        const QSignalSpy removals(model(), &QAbstractItemModel::rowsRemoved);
        m_panel->append(incomingBatch(All + 1, 100));
        QVERIFY(removals.size() > 0);
        QVERIFY(model()->pastRows() * each <= Bytes);
        QVERIFY(unbroken().second > 0);
        QCOMPARE(model()->pastBegin(), model()->entryAt(0).sequence);
    }

    void theEndIsToldOnlyWhileItIsThere()
    {
        fillMemory();
        m_panel->setJournal(m_file);
        scrollUpUntil(State::AtEnd);
        view()->verticalScrollBar()->setValue(view()->verticalScrollBar()->maximum() - 1);
        QTRY_VERIFY(!end().isEmpty());
        m_panel->setCapacity(Capacity, Capacity * 20);
        m_panel->append(incomingBatch(All + 1, 100)); // the oldest go
        QVERIFY(model()->entryAt(0).sequence > 1);
        QVERIFY(!view()->isFollowing()); // which would let the past go
        QTRY_VERIFY2(end().isEmpty(), qPrintable(end()));
    }

    /// Where there is a flood in the past, samples stand for it until somebody asks for the rest.
    void aSummaryInThePastLeadsToItsRows()
    {
        const QAbstractItemModelTester tester(model());
        constexpr int Flood = 5'000;
        const QString file = m_folder.filePath(u"flood.db"_s);
        QList<LogEntry> flood = incomingBatch(All + 1, Flood);
        for (LogEntry &entry : flood)
            entry.at = WallTime(std::chrono::hours(1));
        QList<LogEntry> later = incomingBatch(All + Flood + 1, 6'000);
        for (qsizetype i = 0; i < later.size(); ++i)
            later[i].at = WallTime(std::chrono::hours(2) + std::chrono::milliseconds(10) * i);
        {
            JournalStore store;
            QVERIFY(store.open(file));
            for (const QList<LogEntry> &rows : {incomingBatch(1, All), flood, later})
                QVERIFY(store.append(rows.constData(), rows.constData() + rows.size()));
        }
        m_panel->setCapacity(6'000, LogModel::DefaultBytes);
        fillMemory();
        m_panel->setJournal(file);
        scrollUpUntil(State::AtEnd);
        view()->verticalScrollBar()->setValue(view()->verticalScrollBar()->maximum() / 2);
        m_panel->append(flood);
        m_panel->append(later); // the flood is in the past now
        int summary = -1;
        for (int row = 0; row < model()->pastRows(); ++row) {
            if (model()->isSummary(row))
                summary = row;
        }
        QVERIFY(summary > 0);
        const quint64 sequence = model()->entryAt(summary).sequence;
        QCOMPARE(sequence, quint64(All + Flood));
        view()->showRow(summary);
        const QPoint at =
            view()->visualRect(model()->index(summary, LogModel::MessageColumn)).center();
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, at);
        QVERIFY(m_panel->isPaused());
        QTRY_VERIFY(m_panel->currentEntry() && m_panel->currentEntry()->sequence == sequence);
        QTRY_COMPARE(view()->wantedSequence(), 0U);
        int row = -1;
        QTRY_VERIFY((row = model()->rowOfSequence(sequence)) >= 0);
        QVERIFY(view()->viewport()->rect().contains(
            view()->visualRect(model()->index(row, LogModel::MessageColumn)).center()));
        for (quint64 each = sequence - 10; each < sequence + 10; ++each) // whole now
            QVERIFY(model()->rowOfSequence(each) >= 0);
        QVERIFY(unbroken().second > 0);
    }

    void aNewFilterKeepsThePlaceInThePast()
    {
        const QAbstractItemModelTester tester(model());
        fillMemory();
        m_panel->setJournal(m_file);
        scrollUpUntil(State::AtEnd);
        view()->verticalScrollBar()->setValue(100 * view()->verticalHeader()->defaultSectionSize());
        QCOMPARE(place().first, 101U);
        m_panel->setFilterText(u"no!=500"_s);
        QTRY_COMPARE(model()->filter().isEverything(), false);
        QTRY_COMPARE(view()->wantedSequence(), 0U);
        QCOMPARE(place().first, 101U);
        QCOMPARE(model()->rowOfSequence(500), -1);
    }

    void followingLetsThePastGo()
    {
        const QAbstractItemModelTester tester(model());
        fillMemory();
        m_panel->setJournal(m_file);
        scrollUpUntil(State::AtEnd);
        view()->setFollowing(true);
        QCOMPARE(model()->pastRows(), 0);
        QCOMPARE(unbroken(), (std::pair<quint64, int>(All - Capacity + 1, Capacity)));
        QCOMPARE(view()->verticalScrollBar()->value(), view()->verticalScrollBar()->maximum());
        scrollUpUntil(State::AtEnd); // and it can be had again
        QCOMPARE(unbroken(), (std::pair<quint64, int>(1, All)));
    }

    void aFilterLooksIntoThePast()
    {
        const QAbstractItemModelTester tester(model());
        fillMemory();
        m_panel->setJournal(m_file);
        m_panel->setFilterText(u"no<=5 or no=1999"_s);
        QTRY_COMPARE(model()->rowCount(), 6);
        QCOMPARE(model()->entryAt(0).sequence, 1U);
        QCOMPARE(model()->entryAt(5).sequence, 1'999U);
        QTRY_COMPARE(m_panel->past().state(), State::AtEnd);
        QCOMPARE(model()->rowOfSequence(3), 2);
        QCOMPARE(model()->rowOfSequence(1'999), 5);
        QVERIFY(m_panel->showSequence(4));
        QCOMPARE(m_panel->currentEntry()->sequence, 4U);
        m_panel->setFilterText({});
        QTRY_VERIFY(model()->rowCount() >= Capacity);
        QVERIFY(model()->entryAt(model()->rowCount() - 1).sequence == All);
        QVERIFY(unbroken().second > 0);
    }

    void atTheStartTheLastRunIsThere()
    {
        m_panel->setJournal(m_file);
        QTRY_VERIFY(model()->rowCount() > 0);
        QCOMPARE(model()->entryAt(model()->rowCount() - 1).sequence, quint64(All));
    }

    void aClearedViewStaysClear()
    {
        fillMemory();
        m_panel->setJournal(m_file);
        model()->clear();
        QCoreApplication::processEvents();
        QCOMPARE(m_panel->past().state(), State::Idle);
        QCOMPARE(model()->rowCount(), 0);
        model()->undoClear();
        QTRY_COMPARE(model()->rowCount(), Capacity);
    }

    void withoutAFileThereIsNoPast()
    {
        fillMemory();
        view()->verticalScrollBar()->setValue(0);
        QCOMPARE(m_panel->past().state(), State::None);
        m_panel->setJournal(m_folder.filePath(u"absent.db"_s));
        view()->verticalScrollBar()->setValue(1);
        QTRY_COMPARE(m_panel->past().state(), State::Failed);
        QCOMPARE(model()->rowCount(), Capacity);
    }

    void exportsAndOpensAgain_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("rows");
        QTest::newRow("everything") << QString() << All;
        QTest::newRow("what is shown") << u"no>1990"_s << 10;
    }
    void exportsAndOpensAgain()
    {
        QFETCH(QString, filter);
        QFETCH(int, rows);
        fillMemory();
        m_panel->setJournal(m_file);
        m_panel->setFilterText(filter);
        QTRY_VERIFY(filter.isEmpty() || model()->rowCount() == rows);
        const QString exported = m_folder.filePath(u"%1.jsonl"_s.arg(rows));
        m_panel->logExport()->setFileNameSource([exported] { return exported; });
        for (QAction *action : m_panel->menuActions()) {
            if (action && action->text() == u"E&xport what is shown…"_s)
                action->trigger();
        }
        QTRY_VERIFY_WITH_TIMEOUT(!m_panel->logExport()->isRunning(), 60'000);
        QVERIFY(banner()->isVisible());
        QVERIFY2(banner()->text().contains(u"exported to"_s), qPrintable(banner()->text()));

        QPointer<LogFileWindow> window = new LogFileWindow(exported);
        window->show();
        QTRY_COMPARE_WITH_TIMEOUT(window->panel()->model()->rowCount(), rows, 60'000);
        QCOMPARE(window->panel()->model()->entryAt(rows - 1), incoming(All));
        const auto actions = window->panel()->menuActions();
        for (const QAction *action : actions) {
            if (action && action->text().contains(u"send"_s))
                QVERIFY2(!action->isVisible(), qPrintable(action->text()));
        }
        const auto *footer = window->findChild<QLabel *>(u"logRows"_s);
        QTRY_VERIFY2(!footer->text().isEmpty() && !footer->text().contains(u"following"_s),
                     qPrintable(footer->text()));
        QVERIFY(!window->findChild<QToolButton *>(u"logLeftMemory"_s)->isVisible());
        QVERIFY(!window->findChild<QLabel *>(u"logNotKept"_s)->isVisible());
        window->close();
        QTRY_VERIFY(!window);
    }

    void aFileThatIsNoLogIsExplained()
    {
        QFile file(m_folder.filePath(u"no.jsonl"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no log\n");
        file.close();
        LogFileWindow window(file.fileName());
        window.setAttribute(Qt::WA_DeleteOnClose, false);
        auto *sentence = window.findChild<Banner *>(u"logFileBanner"_s);
        QTRY_VERIFY2(sentence->text().contains(u"is no log"_s), qPrintable(sentence->text()));
    }
};

SIGNALBOX_TEST(TestLogPast)
#include "tst_logpast.moc"
