#include "logentries.h"
#include "tests/support/testprogram.h"
#include "tests/ui/savepicture.h"
#include "ui/editors/filteredit.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"
#include "ui/log/logview.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestLogPanel : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<LogPanel> m_panel;

    template<class T>
    T *child(const QString &name) const
    {
        return m_panel->findChild<T *>(name);
    }
    FilterEdit *filter() const { return child<FilterEdit>(u"logFilter"_s); }
    int rows() const { return m_panel->model()->rowCount(); }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(
            QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
        m_panel = std::make_unique<LogPanel>();
        m_panel->resize(1'070, 480);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }
    void cleanup() { m_panel.reset(); }

    void filterFromTheKeyboard()
    {
        m_panel->append(livelyBatch(1, 140));
        m_panel->view()->setFocus();
        QTest::keyClick(m_panel->view(), Qt::Key_Slash);
        QVERIFY(filter()->hasFocus());
        QTest::keyClicks(filter(), u"kind:join"_s);
        QTRY_COMPARE(rows(), 10);
        QCOMPARE(filter()->verdict(), u"10 of 140"_s);
        QTest::keyClick(filter(), Qt::Key_Escape);
        QVERIFY(m_panel->view()->hasFocus());
        QCOMPARE(rows(), 10);
        QTest::keyClick(m_panel->view(), Qt::Key_Escape);
        QCOMPARE(m_panel->filterText(), QString());
        QTRY_COMPARE(rows(), 140);
        QCOMPARE(filter()->verdict(), QString());
    }

    void lastGoodFilterStays()
    {
        m_panel->append(livelyBatch(1, 140));
        m_panel->setFilterText(u"kind:join"_s);
        QTRY_COMPARE(rows(), 10);
        m_panel->setFilterText(u"kind:join pth:/x"_s);
        QCOMPARE(rows(), 10);
        QCOMPARE(filter()->verdict(), u"unknown field 'pth', did you mean path?"_s);
        m_panel->append(livelyBatch(141, 14));
        QCOMPARE(rows(), 11);
        m_panel->setFilterText(u"kind:join path:/x"_s);
        QTRY_COMPARE(rows(), 0);
        const auto *empty = m_panel->findChild<EmptyState *>();
        QVERIFY(empty->isVisible());
        QCOMPARE(empty->title(), u"154 rows, none match"_s);
        QTest::mouseClick(empty->findChild<QPushButton *>(), Qt::LeftButton);
        QTRY_COMPARE(rows(), 154);
        QVERIFY(!empty->isVisible());
    }

    /// Whatever is written and chosen: Esc, Esc, and all rows are there.
    void escLeavesAFilterThatMatchesNothing_data()
    {
        QTest::addColumn<bool>("isPathChosen");
        QTest::newRow("written") << false;
        QTest::newRow("written, with a path chosen") << true;
    }
    void escLeavesAFilterThatMatchesNothing()
    {
        QFETCH(bool, isPathChosen);
        m_panel->append(livelyBatch(1, 140));
        auto *paths = child<QComboBox>(u"logPaths"_s);
        if (isPathChosen)
            paths->setCurrentIndex(1);
        m_panel->view()->setFocus();
        QTest::keyClick(m_panel->view(), Qt::Key_Slash);
        QTest::keyClicks(filter(), u"zzzzz"_s);
        QTRY_COMPARE(rows(), 0);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!filter()->hasFocus());
        QVERIFY(QApplication::focusWidget());
        QCOMPARE(m_panel->filterText(), u"zzzzz"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(m_panel->filterText(), QString());
        QTRY_VERIFY(rows() > 0);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_COMPARE(rows(), 140);
        QCOMPARE(paths->currentIndex(), 0);
        QVERIFY(m_panel->view()->hasFocus());
    }

    void escFromTheWordsForNoRows()
    {
        m_panel->append(livelyBatch(1, 140));
        m_panel->setFocus();
        m_panel->setFilterText(u"zzzzz"_s);
        QTRY_COMPARE(rows(), 0);
        m_panel->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_COMPARE(rows(), 140);
    }

    void aReplacedFilterIsBroughtBack()
    {
        m_panel->append(livelyBatch(1, 140));
        child<QComboBox>(u"logPaths"_s)->setCurrentIndex(1);
        child<QToolButton>(u"logEvents"_s)->click();
        m_panel->setFilterText(u"dir:in"_s);
        QTRY_VERIFY(rows() > 0 && rows() < 50);
        const int before = rows();
        m_panel->replaceFilter(u"kind:join"_s);
        QTRY_COMPARE(rows(), 10); // the path and the buttons do not count any more
        auto *notice = m_panel->findChild<Banner *>(u"notice"_s);
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text(), u"The filter of the log was replaced. It was: dir:in"_s);
        QTest::mouseClick(child<QPushButton>(u"noticeUndo"_s), Qt::LeftButton);
        QTRY_COMPARE(rows(), before);
        QCOMPARE(m_panel->filterText(), u"dir:in"_s);
        QCOMPARE(child<QComboBox>(u"logPaths"_s)->currentIndex(), 1);
        QVERIFY(!child<QToolButton>(u"logEvents"_s)->isChecked());
        QVERIFY(!notice->isVisible());
        // once another is written, there is nothing to bring back
        m_panel->replaceFilter(u"kind:join"_s);
        QVERIFY(notice->isVisible());
        m_panel->setFilterText(u"kind:left"_s);
        QVERIFY(!notice->isVisible());
    }

    void ctrlZBringsTheFilterBack()
    {
        m_panel->append(livelyBatch(1, 140));
        m_panel->setFilterText(u"dir:in"_s);
        m_panel->replaceFilter(u"kind:join"_s);
        filter()->setFocus();
        QTest::keyClick(filter(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(m_panel->filterText(), u"dir:in"_s);
    }

    void nothingIsOfferedForNoFilter()
    {
        m_panel->append(livelyBatch(1, 140));
        m_panel->replaceFilter(u"kind:join"_s);
        QTRY_COMPARE(rows(), 10);
        QVERIFY(!m_panel->findChild<Banner *>(u"notice"_s)->isVisible());
    }

    void aFilterThatIsNotRightSaysSoWhereNothingMatches()
    {
        m_panel->append(livelyBatch(1, 140));
        m_panel->setFilterText(u"zzzzz"_s);
        QTRY_COMPARE(rows(), 0);
        const auto *empty = m_panel->findChild<EmptyState *>();
        QCOMPARE(empty->title(), u"140 rows, none match"_s);
        m_panel->setFilterText(u"zzzzz pth:/x"_s);
        QCOMPARE(empty->title(), u"The filter is not right"_s);
        QCOMPARE(empty->text(), u"unknown field 'pth', did you mean path?\n"
                                "The one before still holds: 140 rows, none match."_s);
        m_panel->setFilterText(u"zzzz"_s);
        QTRY_COMPARE(empty->title(), u"140 rows, none match"_s);
        QCOMPARE(empty->text(), QString());
    }

    void messagesThatWereCutAreSaid()
    {
        LogEntry entry = incoming(1);
        entry.size = 1'000'000;
        m_panel->append({entry});
        m_panel->append(incomingBatch(2, 3));
        m_panel->setFilterText(u"zzzzz"_s);
        QTRY_COMPARE(rows(), 0);
        QCOMPARE(m_panel->findChild<EmptyState *>()->text(),
                 u"Of 1 message only the beginning was kept, and searched."_s);
        QCOMPARE(m_panel->model()->cutRows(), 1);
        m_panel->setCapacity(3, 1'000'000);
        QCOMPARE(m_panel->model()->cutRows(), 0);
    }

    void aKeyThatCannotDoItSaysWhy_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::newRow("resend") << Qt::Key_R << Qt::KeyboardModifiers(Qt::ControlModifier);
        QTest::newRow("edit") << Qt::Key_E << Qt::KeyboardModifiers();
        QTest::newRow("try its route") << Qt::Key_F9 << Qt::KeyboardModifiers();
    }
    void aKeyThatCannotDoItSaysWhy()
    {
        QFETCH(Qt::Key, key);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        LogEntry entry = incoming(1, QByteArray(65'536, 'x'));
        entry.size = 94'052;
        m_panel->append({entry});
        QVERIFY(m_panel->showSequence(1));
        m_panel->view()->setFocus();
        auto *notice = m_panel->findChild<Banner *>(u"notice"_s);
        QTest::keyClick(m_panel->view(), key, modifiers);
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->text(), u"Only 64 KiB of 94,052 bytes of this message were kept."_s);
        for (const QAction *action : m_panel->menuActions()) {
            if (action && action->text().remove(u'&') == u"Make a route from this"_s)
                QCOMPARE(action->toolTip(), notice->text());
        }
    }

    void aSlowExpressionIsSaid()
    {
        m_panel->append({incoming(1, QByteArray(60'000, 'a') + '!'), incoming(2, "aaaa")});
        m_panel->setFilterText(u"/^(a+)+$/"_s);
        QTRY_COMPARE(rows(), 1);
        QCOMPARE(filter()->verdict(), u"too slow: 1 row was left out, 1 of 2"_s);
    }

    void togglesAndPaths()
    {
        m_panel->append(livelyBatch(1, 140));
        QTest::mouseClick(child<QToolButton>(u"logEvents"_s), Qt::LeftButton);
        QTRY_COMPARE(rows(), 110);
        QTest::mouseClick(child<QToolButton>(u"logIn"_s), Qt::LeftButton);
        QTRY_COMPARE(rows(), 40);
        QTest::mouseClick(child<QToolButton>(u"logIn"_s), Qt::LeftButton);
        auto *paths = child<QComboBox>(u"logPaths"_s);
        QCOMPARE(paths->count(), 5); // all, and the four in order
        QCOMPARE(paths->itemText(1), u"/chat"_s);
        const int all = rows();
        paths->setCurrentIndex(1);
        QTRY_VERIFY(rows() < all);
        for (int row = 0; row < rows(); ++row)
            QCOMPARE(m_panel->model()->entryAt(row).path, u"/chat"_s);
        QVERIFY(rows() > 0);
    }

    void pathsAreThoseThatSomethingWasLetInTo()
    {
        QList<LogEntry> entries = incomingBatch(1, 3);
        entries[0].kind = LogKind::Refused;
        entries[0].path = u"/nowhere"_s;
        entries[1].kind = LogKind::Refused;
        entries[1].path = entries[2].path = u"/late"_s; // an endpoint that was not there before
        m_panel->append(entries);
        const auto *paths = child<QComboBox>(u"logPaths"_s);
        QCOMPARE(paths->count(), 2);
        QCOMPARE(paths->itemText(1), u"/late"_s);
        m_panel->append(incomingBatch(4, 1));
        m_panel->append(incomingBatch(5, 1)); // known
        QCOMPARE(paths->count(), 3);
    }

    void aFloodCanBeSeenWholeByAClick()
    {
        QList<LogEntry> flood = incomingBatch(1, 5'000);
        for (LogEntry &entry : flood)
            entry.at = WallTime(std::chrono::seconds(1));
        flood << incomingBatch(5'001, 1);
        flood.last().at = WallTime(std::chrono::seconds(2));
        m_panel->append(flood);
        QVERIFY(rows() < 5'000);
        const LogView *view = m_panel->view();
        const int summary = rows() - 2;
        QVERIFY(m_panel->model()->isSummary(summary));
        const QModelIndex index = m_panel->model()->index(summary, LogModel::MessageColumn);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
        QVERIFY(m_panel->isPaused());
        QTRY_COMPARE(rows(), 5'001);
        QCOMPARE(child<QLabel>(u"logRows"_s)->text(), u"5,001 rows"_s);
    }

    void pauseLosesNothing()
    {
        m_panel->append(incomingBatch(1, 100));
        QSignalSpy paused(m_panel.get(), &LogPanel::pausedChanged);
        m_panel->view()->setFocus();
        QTest::keyClick(m_panel->view(), Qt::Key_P);
        QVERIFY(m_panel->isPaused());
        for (int i = 0; i < 5; ++i)
            m_panel->append(incomingBatch(101 + quint64(i) * 241, 241));
        QCOMPARE(rows(), 100);
        const auto *banner = child<Banner>(u"pausedBanner"_s);
        QVERIFY(banner->isVisible());
        QTRY_VERIFY(banner->text().contains(u"1,205 rows are waiting"_s));
        QTest::mouseClick(banner->findChild<QPushButton *>(), Qt::LeftButton);
        QVERIFY(!m_panel->isPaused());
        QVERIFY(!banner->isVisible());
        QTRY_COMPARE(rows(), 1'305);
        QCOMPARE(paused.size(), 2);
        QTest::keyClick(m_panel->view(), Qt::Key_P);
        QVERIFY(m_panel->pauseAction()->isChecked());
        QTest::keyClick(m_panel->view(), Qt::Key_End); // to follow is to go on
        QVERIFY(!m_panel->isPaused());
    }

    void clearAndUndo()
    {
        m_panel->append(incomingBatch(1, 10));
        m_panel->view()->setFocus();
        QTest::keyClick(m_panel->view(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(rows(), 0);
        const auto *empty = m_panel->findChild<EmptyState *>();
        QCOMPARE(empty->title(), u"The view was cleared"_s);
        QTest::mouseClick(empty->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(rows(), 10);
    }

    void currentEntry()
    {
        m_panel->append(livelyBatch(1, 28));
        QSignalSpy current(m_panel.get(), &LogPanel::currentEntryChanged);
        QVERIFY(!m_panel->currentEntry());
        QVERIFY(m_panel->showSequence(4)); // out, caused by 3
        QCOMPARE(current.size(), 1);
        QCOMPARE(m_panel->currentEntry()->sequence, quint64(4));
        m_panel->view()->setFocus();
        QTest::keyClick(m_panel->view(), Qt::Key_BracketLeft);
        QCOMPARE(m_panel->currentEntry()->sequence, quint64(3));
        QTest::keyClick(m_panel->view(), Qt::Key_BracketRight);
        QCOMPARE(m_panel->currentEntry()->sequence, quint64(4));
        QVERIFY(!m_panel->showSequence(999));
        QTest::keyClick(m_panel->view(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), m_panel->currentEntry()->payload);
        QSignalSpy resend(m_panel.get(), &LogPanel::resendRequested);
        QTest::keyClick(m_panel->view(), Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(resend.size(), 1);
        QCOMPARE(resend[0][0].value<LogEntry>().sequence, quint64(4));
    }

    void aMessageLeadsToItsRoute()
    {
        m_panel->append(livelyBatch(1, 28));
        QSignalSpy made(m_panel.get(), &LogPanel::routeRequested);
        QSignalSpy tested(m_panel.get(), &LogPanel::routeTestRequested);
        QVERIFY(m_panel->showSequence(4)); // out: no message of a client
        m_panel->view()->setFocus();
        QTest::keyClick(m_panel->view(), Qt::Key_F9);
        QVERIFY(tested.isEmpty());
        QVERIFY(m_panel->showSequence(3));
        QTest::keyClick(m_panel->view(), Qt::Key_F9);
        QCOMPARE(tested.size(), 1);
        QCOMPARE(tested[0][0].value<LogEntry>().sequence, quint64(3));
        const QList<QAction *> actions = m_panel->menuActions();
        for (QAction *action : actions)
            if (action && action->text().remove(u'&') == u"Make a route from this"_s)
                action->trigger();
        QCOMPARE(made.size(), 1);
        QCOMPARE(made[0][0].value<LogEntry>().sequence, quint64(3));
    }

    void countsAreShownFiveTimesASecond()
    {
        const auto *label = child<QLabel>(u"logRows"_s);
        QStringList seen;
        for (quint64 i = 0; i < 40; ++i) {
            m_panel->append(incomingBatch(i + 1, 1));
            if (seen.isEmpty() || seen.constLast() != label->text())
                seen.append(label->text());
            QTest::qWait(5);
        }
        QCOMPARE(seen.constFirst(), u"1 row · following"_s);
        QVERIFY2(seen.size() < 20, qPrintable(seen.join(u", "_s)));
        QTRY_COMPARE(label->text(), u"40 rows · following"_s);
    }

    void memoryIsAccountedFor()
    {
        m_panel->setCapacity(100, LogModel::DefaultBytes);
        m_panel->append(incomingBatch(1, 1'304));
        QCOMPARE(child<QToolButton>(u"logLeftMemory"_s)->text(), u"1,204 older rows left memory"_s);
        auto *missed = child<QToolButton>(u"logMissed"_s);
        QVERIFY(!missed->isVisible());
        LogEntry gap;
        gap.sequence = 1'305;
        gap.kind = LogKind::Gap;
        gap.count = 37;
        m_panel->append({gap});
        QTRY_VERIFY(missed->isVisible());
        QCOMPARE(missed->text(), u"37 rows are missing"_s);
        QTest::mouseClick(missed, Qt::LeftButton);
        QTRY_COMPARE(rows(), 1);
    }

    void stateIsRemembered()
    {
        child<QToolButton>(u"logEvents"_s)->setChecked(false);
        m_panel->append(incomingBatch(1, 3));
        child<QComboBox>(u"logPaths"_s)->setCurrentIndex(1);
        m_panel->setFilterText(u"size>3"_s);
        m_panel->setCapacity(50'000, 1'000);
        const QByteArray state = m_panel->saveState();

        LogPanel other;
        QVERIFY(other.restoreState(state));
        QCOMPARE(other.filterText(), u"size>3"_s);
        QVERIFY(!other.findChild<QToolButton *>(u"logEvents"_s)->isChecked());
        QCOMPARE(other.findChild<QComboBox *>(u"logPaths"_s)->currentText(), u"/chat"_s);
        QVERIFY(!other.restoreState({}));
        QVERIFY(!other.restoreState(state.chopped(4)));
        QCOMPARE(other.filterText(), u"size>3"_s);
    }

    void everythingHasANameAndAKey()
    {
        for (const QToolButton *button : m_panel->findChildren<QToolButton *>())
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().trimmed().isEmpty()
                         || button->objectName().startsWith(u"qt_"_s)
                         || qobject_cast<QLineEdit *>(button->parent()),
                     qPrintable(button->objectName()));
        QVERIFY(!m_panel->view()->accessibleName().isEmpty());
        QVERIFY(!filter()->accessibleName().isEmpty());
        for (const QAction *action : m_panel->menuActions())
            QVERIFY(!action || !action->text().isEmpty());
    }

    void hostileRowsPaint()
    {
        QList<LogEntry> batch;
        const QByteArrayList payloads{QByteArray(65'536, 'W'),
                                      QByteArray("\xff\xfe").repeated(9'000),
                                      "e" + QByteArray("\xcc\x81").repeated(9'000),
                                      QByteArray(65'536, '{'),
                                      QByteArray(65'536, '"'),
                                      QByteArray("\xe2\x80\xae<img src=x>"),
                                      QByteArray(1, '\0')};
        for (const QByteArray &payload : payloads) {
            LogEntry entry = incoming(quint64(batch.size()) + 1, payload);
            entry.path = QString::fromUtf8(payload);
            entry.clientName = entry.path;
            batch << entry;
        }
        m_panel->append(batch);
        QElapsedTimer timer;
        timer.start();
        m_panel->grab();
        qInfo("painted in %lld ms", timer.elapsed());
    }

    void load()
    {
        constexpr int Rate = 100'000; // rows a second
        constexpr int Batches = 25;
        m_panel->append(livelyBatch(1, LogModel::DefaultRows));
        QList<QList<LogEntry>> batches;
        for (int i = 0; i < Batches; ++i)
            batches << livelyBatch(quint64(LogModel::DefaultRows + 1 + i * Rate / Batches),
                                   Rate / Batches);
        qint64 longest = 0;
        qint64 sum = 0;
        for (const QList<LogEntry> &batch : batches) {
            QElapsedTimer timer;
            timer.start();
            m_panel->append(batch);
            QCoreApplication::processEvents(); // the painting, too
            longest = std::max(longest, timer.elapsed());
            sum += timer.elapsed();
        }
        qInfo("100,000 rows in 25 batches: %lld ms, the longest %lld ms", sum, longest);

        QElapsedTimer timer;
        timer.start();
        m_panel->setFilterText(u"sig-2041"_s);
        QTRY_VERIFY(rows() < LogModel::DefaultRows);
        qInfo("a filter over 200,000 rows: %lld ms, %d found", timer.elapsed(), rows());
    }

    void screenshots_data()
    {
        QTest::addColumn<SchemeChoice>("choice");
        QTest::newRow("light") << SchemeChoice::Light;
        QTest::newRow("dark") << SchemeChoice::Dark;
    }
    void screenshots()
    {
        QFETCH(SchemeChoice, choice);
        Theme theme;
        theme.setChoice(choice);
        const auto save = [&](const QString &name) {
            QCoreApplication::processEvents();
            QVERIFY(savePicture(*m_panel, u"logpanel-%1-%2"_s.arg(
                                              name, QString::fromLatin1(QTest::currentDataTag()))));
        };
        save(u"empty"_s);
        m_panel->setCapacity(300, LogModel::DefaultBytes);
        m_panel->append(livelyBatch(1, 400));
        save(u"following"_s);
        m_panel->view()->setFocus();
        m_panel->showSequence(390);
        m_panel->append(livelyBatch(401, 37));
        save(u"standing"_s);
        theme.setZoom(150);
        m_panel->resize(1'370, 560);
        save(u"zoomed"_s);
        theme.setZoom(100);
        QCoreApplication::processEvents();
        m_panel->resize(734, 480);
        save(u"narrow"_s);
        m_panel->resize(1'070, 480);
        m_panel->setFilterText(u"/line dir:*"_s);
        m_panel->setFilterText(u"train or gap"_s);
        save(u"filtered"_s);
        m_panel->setFilterText(u"train pth:/line"_s);
        m_panel->setPaused(true);
        m_panel->append(livelyBatch(438, 1'204));
        save(u"paused"_s);
        m_panel->setPaused(false);
        m_panel->setFilterText(u"no such thing"_s);
        save(u"nomatch"_s);
    }
};

SIGNALBOX_TEST(TestLogPanel)
#include "tst_logpanel.moc"
