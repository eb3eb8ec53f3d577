#include "logentries.h"
#include "tests/support/testprogram.h"
#include "ui/log/filtertext.h"
#include "ui/log/logview.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QPaintEvent>
#include <QPushButton>
#include <QRegularExpression>
#include <QScreen>
#include <QScrollBar>
#include <QSignalSpy>

#include <random>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

constexpr int Capacity = 500;

/// Which entry is at the upper edge and how far above it: where the eye is.
struct Place
{
    quint64 sequence = 0;
    int offset = 0;
    bool operator==(const Place &) const = default;
};

/// Counts rows as they are painted.
class PaintedRows : public QObject
{
public:
    explicit PaintedRows(LogView *view)
        : m_view(view)
    {
        view->viewport()->installEventFilter(this);
    }
    int rows() const { return m_rows; }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            for (const QRect &rect : static_cast<QPaintEvent *>(event)->region())
                m_rows += (rect.height() + m_view->rowHeight(0) - 1) / m_view->rowHeight(0);
        }
        return false;
    }

private:
    LogView *m_view;
    int m_rows = 0;
};

} // namespace

class TestLogView : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<LogModel> m_model;
    std::unique_ptr<LogView> m_view;
    quint64 m_next = 1;

    void add(int count)
    {
        m_model->append(incomingBatch(m_next, count));
        m_next += quint64(count);
        QCoreApplication::processEvents(); // the delayed layout of the table, too
    }
    Place place() const
    {
        const int row = m_view->rowAt(0);
        return row < 0 ? Place{}
                       : Place{m_model->entryAt(row).sequence, m_view->rowViewportPosition(row)};
    }
    quint64 bottom() const
    {
        const int row = m_view->rowAt(m_view->viewport()->height() - 1);
        return row < 0 ? 0 : m_model->entryAt(row).sequence;
    }
    QPushButton *button() const { return m_view->findChild<QPushButton *>(u"newRowsButton"_s); }

    /// The screen shows what a view shows that paints everything anew.
    bool isPaintedRight() const
    {
        do
            QCoreApplication::processEvents();
        while (m_model->isSearching());
        QCoreApplication::processEvents(); // the painting of what was found
        const QImage seen = m_view->screen()->grabWindow(m_view->winId()).toImage();
        const QImage wanted = m_view->grab().toImage();
        return !seen.isNull()
               && seen.convertToFormat(QImage::Format_RGB32)
                      == wanted.convertToFormat(QImage::Format_RGB32);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(
            QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
        m_next = 1;
        m_model = std::make_unique<LogModel>();
        m_model->setCapacity(Capacity, LogModel::DefaultBytes);
        m_view = std::make_unique<LogView>(m_model.get());
        m_view->resize(1'000, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        m_model.reset();
    }

    void paintsOnlyWhatIsNew_data()
    {
        QTest::addColumn<int>("before");
        QTest::newRow("rows come") << 200;
        QTest::newRow("as many leave") << Capacity;
        QTest::newRow("the first ones") << 0;
    }
    void paintsOnlyWhatIsNew()
    {
        QFETCH(int, before);
        add(before);
        QVERIFY(isPaintedRight());
        PaintedRows painted(m_view.get());
        for (int batch = 1; batch < 10; ++batch)
            add(batch % 3 + 1);
        QVERIFY(painted.rows() <= 9 * 3 + 9); // and one is cut at the edge
        QVERIFY(isPaintedRight());
    }
    void paintsNothingWhileRowsComeOutOfSight()
    {
        add(Capacity - 20);
        m_view->setFollowing(false);
        m_view->verticalScrollBar()->setValue(100 * m_view->rowHeight(0) + 7);
        add(1); // the button
        PaintedRows painted(m_view.get());
        const Place before = place();
        for (int batch = 0; batch < 9; ++batch)
            add(10);
        QCOMPARE(place(), before);
        QVERIFY(isPaintedRight());
        m_view->findChild<QPushButton *>(u"newRowsButton"_s)->hide(); // what it says has changed
        QVERIFY(painted.rows() <= 9 * 3);
    }
    void whatIsHeldIsPaintedOnce()
    {
        add(Capacity);
        QVERIFY(isPaintedRight());
        PaintedRows painted(m_view.get());
        for (int batch = 0; batch < 9; ++batch) {
            m_view->holdPainting();
            add(50);
        }
        QCOMPARE(painted.rows(), 0);
        QCOMPARE(bottom(), m_next - 1);
        m_view->paintHeld();
        QVERIFY(isPaintedRight());
        const int onScreen = m_view->viewport()->height() / m_view->rowHeight(0) + 2;
        QVERIFY(painted.rows() > 0 && painted.rows() <= 2 * onScreen); // isPaintedRight() does so
        add(1);
        QVERIFY(isPaintedRight());
    }
    /// Who reads sees what they scroll to, however much comes.
    void whoDoesNotFollowIsNotHeld()
    {
        add(Capacity);
        m_view->setFollowing(false);
        m_view->verticalScrollBar()->setValue(0);
        QVERIFY(isPaintedRight());
        m_view->holdPainting();
        PaintedRows painted(m_view.get());
        m_view->verticalScrollBar()->setValue(100 * m_view->rowHeight(0));
        QCoreApplication::processEvents();
        QVERIFY(painted.rows() > 0);
        QVERIFY(isPaintedRight());
    }
    void whatIsOnTheScreenIsPaintedRight()
    {
        std::mt19937 random(1); // NOLINT: the same walk each time
        const auto below = [&random](int end) { return int(random() % unsigned(end)); };
        for (int step = 0; step < 300; ++step) {
            const int what = below(10);
            if (below(8) == 0) {
                m_view->holdPainting();
                add(below(40));
                m_view->paintHeld();
            }
            if (what < 5)
                add(below(what == 0 ? 2 * Capacity : 12));
            else if (what == 5)
                m_view->setFollowing(below(2) == 0);
            else if (what == 6)
                m_view->verticalScrollBar()->setValue(
                    below(m_view->verticalScrollBar()->maximum() + 1));
            else if (what == 7)
                m_model->setFilter(parseFilter(below(2) == 0 ? QString() : u"1"_s).filter);
            else if (what == 8)
                m_model->clear();
            else if (m_model->rowCount() > 0)
                m_view->showRow(below(m_model->rowCount()));
            QVERIFY2(isPaintedRight(), qPrintable(u"step %1, %2"_s.arg(step).arg(what)));
        }
    }

    void followsTheNewest()
    {
        add(5);
        QVERIFY(m_view->isFollowing());
        add(200);
        QCOMPARE(bottom(), quint64(205));
        add(Capacity); // old ones leave
        QCOMPARE(bottom(), m_next - 1);
        add(3 * Capacity);
        QCOMPARE(bottom(), m_next - 1);
        m_view->resize(1'000, 250);
        QCoreApplication::processEvents();
        QCOMPARE(bottom(), m_next - 1);
        QVERIFY(m_view->isFollowing());
        QVERIFY(!button()->isVisible());
    }

    void nothingMovesWhenNotFollowing_data()
    {
        QTest::addColumn<int>("filled");
        QTest::addColumn<int>("scroll"); // pixels from the top
        QTest::addColumn<QList<int>>("batches");
        using Sizes = QList<int>;
        QTest::newRow("rows come") << 100 << 777 << Sizes{1, 50, 300};
        QTest::newRow("rows leave as others come") << Capacity << 6'001 << Sizes{1, 50, 3, 99};
        QTest::newRow("at the very top, where rows come") << 100 << 0 << Sizes{1, 50};
        QTest::newRow("a batch that fills and overflows") << 300 << 5'000 << Sizes{350};
    }
    void nothingMovesWhenNotFollowing()
    {
        QFETCH(int, filled);
        QFETCH(int, scroll);
        QFETCH(QList<int>, batches);
        add(filled);
        m_view->verticalScrollBar()->setValue(scroll);
        QVERIFY(!m_view->isFollowing());
        const Place before = place();
        int added = 0;
        for (const int size : batches) {
            add(size);
            added += size;
            QCOMPARE(place().sequence, before.sequence);
            QCOMPARE(place(), before);
            QCOMPARE(m_view->newRows(), added);
        }
        QVERIFY(button()->isVisible());
        QVERIFY(button()->text().contains(QString::number(added)));
        QVERIFY(!m_view->isFollowing());
    }

    void rowsThatLeaveBelowTheEye()
    {
        add(Capacity);
        m_view->verticalScrollBar()->setValue(260);
        add(Capacity - 5); // what was on the screen is gone: the oldest that is left comes up
        QCOMPARE(place(), (Place{quint64(Capacity - 4), 0}));
        QVERIFY(!m_view->isFollowing());
    }

    void choosingARowStopsFollowing()
    {
        add(100);
        const Place before = place();
        const int row = m_model->rowCount() - 2;
        QTest::mouseClick(
            m_view->viewport(), Qt::LeftButton, {},
            m_view->visualRect(m_model->index(row, LogModel::MessageColumn)).center());
        QVERIFY(!m_view->isFollowing());
        add(20);
        QCOMPARE(place(), before);
        QCOMPARE(m_view->currentIndex().row(), row);
        QCOMPARE(m_view->newRows(), 20);
    }

    void keysStopAndStart()
    {
        add(100);
        m_view->setFocus();
        QSignalSpy following(m_view.get(), &LogView::followingChanged);
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        QVERIFY(!m_view->isFollowing());
        QVERIFY(m_view->currentIndex().isValid());
        QCOMPARE(bottom(), quint64(100)); // the first Up chooses a row that is on the screen
        const QModelIndex chosen = m_view->currentIndex();
        add(10);
        QTest::keyClick(m_view.get(), Qt::Key_End);
        QVERIFY(m_view->isFollowing());
        QCOMPARE(bottom(), quint64(110));
        QCOMPARE(m_view->currentIndex(), chosen); // End does not choose
        QCOMPARE(following.size(), 2);
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        QCOMPARE(m_view->currentIndex().row(), 0);
        QVERIFY(!m_view->isFollowing());
    }

    void buttonFollowsAgain()
    {
        add(100);
        m_view->verticalScrollBar()->setValue(0);
        add(7);
        QVERIFY(button()->isVisible());
        QTest::mouseClick(button(), Qt::LeftButton);
        QVERIFY(m_view->isFollowing());
        QCOMPARE(bottom(), quint64(107));
        QVERIFY(!button()->isVisible());
        QCOMPARE(m_view->newRows(), 0);
    }

    void scrollingToTheEndFollowsAgain()
    {
        add(100);
        QScrollBar *bar = m_view->verticalScrollBar();
        bar->setValue(10);
        QVERIFY(!m_view->isFollowing());
        bar->triggerAction(QAbstractSlider::SliderToMaximum);
        QVERIFY(m_view->isFollowing());
        add(100);
        QCOMPARE(bottom(), quint64(200));
    }

    void filterKeepsThePlaceAndTheCurrentRow()
    {
        add(300);
        m_view->showRow(150); // sequence 151
        m_view->verticalScrollBar()->setValue(140 * m_view->rowHeight(0) + 5);
        m_model->setFilter(parseFilter(u"-no:100 -no:120"_s).filter);
        QTRY_COMPARE(m_model->rowCount(), 298);
        QCOMPARE(place(), (Place{141, -5}));
        QCOMPARE(m_model->entryAt(m_view->currentIndex().row()).sequence, quint64(151));
        m_model->setFilter({});
        QTRY_COMPARE(m_model->rowCount(), 300);
        QCOMPARE(place(), (Place{141, -5}));
        QSignalSpy current(m_view.get(), &LogView::currentRowChanged);
        m_model->setFilter(parseFilter(u"no<100"_s).filter); // hides the current row
        QTRY_VERIFY(!m_view->currentIndex().isValid());
        QVERIFY(!current.isEmpty());
    }

    void currentRowThatLeavesDoesNotHop()
    {
        add(Capacity);
        m_view->showRow(2);
        QSignalSpy current(m_view.get(), &LogView::currentRowChanged);
        add(2);
        QVERIFY(m_view->currentIndex().isValid());
        add(10);
        QVERIFY(!m_view->currentIndex().isValid());
        QVERIFY(m_view->selectionModel()->selection().isEmpty());
        QCOMPARE(current.size(), 0); // whoever shows the entry goes on showing it
    }

    void pauseMovesNothing()
    {
        add(100);
        m_model->setPaused(true);
        const Place before = place();
        add(50);
        QCOMPARE(place(), before);
        QCOMPARE(m_view->newRows(), 0);
        m_model->setPaused(false);
        QCOMPARE(bottom(), quint64(150)); // it was following
    }

    void columnsAreRemembered()
    {
        QHeaderView *header = m_view->horizontalHeader();
        header->setSectionHidden(LogModel::KindColumn, false);
        header->setSectionHidden(LogModel::ClientColumn, true);
        header->setSectionHidden(LogModel::NumberColumn, false);
        header->moveSection(header->visualIndex(LogModel::SizeColumn), 1);
        header->resizeSection(LogModel::PathColumn, 177);
        const QByteArray state = m_view->saveColumns();

        LogView other(m_model.get());
        QVERIFY(other.restoreColumns(state));
        QVERIFY(!other.isColumnHidden(LogModel::KindColumn));
        QVERIFY(other.isColumnHidden(LogModel::ClientColumn));
        QVERIFY(!other.isColumnHidden(LogModel::NumberColumn));
        QCOMPARE(other.horizontalHeader()->visualIndex(LogModel::SizeColumn), 1);
        QCOMPARE(other.columnWidth(LogModel::PathColumn), 177);
        other.resetColumns();
        QVERIFY(!other.isColumnHidden(LogModel::ClientColumn));

        QVERIFY(!other.restoreColumns({}));
        QVERIFY(!other.restoreColumns("nonsense"));
        QVERIFY(!other.restoreColumns(state.first(state.size() / 2)));
        QVERIFY(!other.isColumnHidden(LogModel::MessageColumn));
    }

    void zoomScalesRowsAndKeepsThePlace()
    {
        Theme theme;
        add(300);
        m_view->verticalScrollBar()->setValue(100 * m_view->rowHeight(0));
        const int height = m_view->rowHeight(0);
        const int width = m_view->columnWidth(LogModel::PathColumn);
        const int why = m_view->columnWidth(LogModel::WhyColumn);
        QCOMPARE(place(), (Place{101, 0}));
        theme.setZoom(200);
        QTRY_COMPARE(m_view->rowHeight(0), 2 * height);
        QCOMPARE(m_view->columnWidth(LogModel::PathColumn), 2 * width);
        QCOMPARE(place(), (Place{101, 0}));
        theme.setZoom(100);
        QTRY_COMPARE(m_view->rowHeight(0), height);
        QCOMPARE(m_view->columnWidth(LogModel::PathColumn), width);
        QCOMPARE(m_view->columnWidth(LogModel::WhyColumn), why);
    }

    void theMessageIsTheWidestColumn_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("message"); // pixels at least
        QTest::newRow("in a small window") << 740 << 190;
        QTest::newRow("in the smallest window that is meant to be used") << 1024 << 380;
        QTest::newRow("beside the clients") << 1060 << 400;
        QTest::newRow("on a large screen") << 1620 << 900;
    }
    void theMessageIsTheWidestColumn()
    {
        QFETCH(int, width);
        QFETCH(int, message);
        m_view->resize(width, 300);
        QCoreApplication::processEvents();
        QVERIFY(m_view->columnWidth(LogModel::MessageColumn) >= message);
        for (int column = 0; column < LogModel::ColumnCount; ++column)
            if (column != LogModel::MessageColumn)
                QVERIFY(m_view->columnWidth(column) < message);
    }
};

SIGNALBOX_TEST(TestLogView)
#include "tst_logview.moc"
