#include "ui/log/logview.h"

#include "ui/log/equalrows.h"
#include "ui/log/logdelegate.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/zoomedcolumns.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <cmath>
#include <utility>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int RowHeight = 26;

} // namespace

LogView::LogView(LogModel *model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_rows(new EqualRows(this))
    , m_jump(new QPushButton(this))
{
    setObjectName(u"logView"_s);
    setAccessibleName(tr("Message log"));
    // before the selection model hears of it, which would make the next row the current one
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int, int last) { onRowsAboutToBeRemoved(last); });
    setVerticalHeader(m_rows);
    setModel(model);
    setItemDelegate(new LogDelegate(this));
    setShowGrid(false);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(
        Qt::ScrollBarAlwaysOff); // the message column takes what room there is
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setContextMenuPolicy(Qt::CustomContextMenu);

    // it would paint all rows anew whenever some come or go: rowsInserted() and onRowsRemoved()
    // know which are
    disconnect(m_rows, &QHeaderView::sectionCountChanged, this, nullptr);
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setTextElideMode(Qt::ElideRight);
    connect(header, &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (column == LogModel::WhyColumn && width > 0 && !m_isSharing)
            m_whyWidth = width * 100.0 / scaled(100);
    });
    connect(header, &QHeaderView::customContextMenuRequested, this, &LogView::showColumnMenu);

    m_jump->setObjectName(u"newRowsButton"_s);
    m_jump->setProperty("look", u"jumpButton"_s);
    m_jump->setFocusPolicy(Qt::NoFocus); // End does the same
    m_jump->setCursor(Qt::PointingHandCursor);
    m_jump->hide();
    connect(m_jump, &QPushButton::clicked, this, [this] { setFollowing(true); });

    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::onScrolled);
    connect(model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                onRowsRemoved(first, last - first + 1);
            });
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &LogView::rememberPlace);
    connect(model, &QAbstractItemModel::modelReset, this, &LogView::restorePlace);
    m_columns = new ZoomedColumns(header, 36);
    resetColumns();
}

/// Rows and columns for the current zoom.
void LogView::fit()
{
    const QScopedValueRollback moving(m_isMoving, true);
    const int height = scaled(RowHeight);
    const int top = rowAt(0);
    m_rows->setMinimumSectionSize(height);
    m_rows->setDefaultSectionSize(height);
    {
        const QScopedValueRollback sharing(m_isSharing, true);
        m_columns->fit();
    }
    shareRoom();
    updateGeometries();
    if (m_isFollowing)
        scrollToEnd();
    else if (top >= 0)
        setScroll(top * height);
    updateJumpButton();
}

void LogView::setFollowing(bool following)
{
    if (following) {
        m_newRows = 0;
        m_wantedSequence = 0;
        scrollToEnd();
    }
    if (following != m_isFollowing) {
        m_isFollowing = following;
        Q_EMIT followingChanged(following);
    }
    updateJumpButton();
}

void LogView::holdPainting()
{
    if (m_isFollowing)
        viewport()->setUpdatesEnabled(false);
}

void LogView::paintHeld()
{
    viewport()->setUpdatesEnabled(true);
}

void LogView::showRow(int row)
{
    setFollowing(false);
    const QModelIndex index = m_model->index(row, LogModel::MessageColumn);
    // a new current row scrolls as well, which is no wish to follow
    const QScopedValueRollback moving(m_isMoving, true);
    updateGeometries(); // of rows that have just come
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect
                                                 | QItemSelectionModel::Rows);
    QTableView::scrollTo(index, EnsureVisible);
}

void LogView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    m_rows->fit();
    QTableView::rowsInserted(parent, start, end);
    const int count = end - start + 1;
    if (start == 0 && count < m_model->rowCount()) { // a past: what is on the screen stays
        updateGeometries();
        if (m_isFollowing)
            scrollToEnd();
        else
            renumber(count);
        viewport()->update();
        return;
    }
    updateGeometries();
    if (m_isFollowing) {
        scrollToEnd();
    } else {
        m_newRows += count;
        updateJumpButton();
    }
    paintRows(start, end);
}

/// What else is on the screen has been scrolled to where it is now.
void LogView::paintRows(int first, int last)
{
    const QRect all = viewport()->rect();
    const QRect rows(QPoint(0, m_rows->top(first)), QPoint(all.right(), m_rows->top(last + 1) - 1));
    const double ratio = viewport()->devicePixelRatio();
    const bool isExact = ratio == std::floor(ratio); // else it was scrolled by parts of pixels
    viewport()->update(isExact ? all.intersected(rows) : all);
}

/// So many rows came before those on the screen, or left when it is less than none: these stay
/// where they are.
void LogView::renumber(int rows)
{
    const qint64 value = verticalScrollBar()->value() + qint64(rows) * m_rows->defaultSectionSize();
    if (value < 0 || value > verticalScrollBar()->maximum())
        viewport()->update(); // some of those that left were on the screen
    const QScopedValueRollback renumbering(m_isRenumbering, true);
    setScroll(int(std::max<qint64>(0, value)));
}

/// A current row that leaves memory leaves nothing behind; who shows its entry keeps showing it.
void LogView::onRowsAboutToBeRemoved(int last)
{
    if (!currentIndex().isValid() || currentIndex().row() > last)
        return;
    const QScopedValueRollback letting(m_isLetting, true);
    selectionModel()->clear();
}

/// Rows left at the top: what is on the screen stays where it is.
void LogView::onRowsRemoved(int first, int count)
{
    m_rows->fit();
    if (first > 0)
        viewport()->update();
    m_newRows = std::min(m_newRows, m_model->rowCount());
    renumber(-count);
    updateGeometries();
    updateJumpButton();
}

void LogView::rememberPlace()
{
    const int top = rowAt(0);
    m_topSequence = top < 0 ? 0 : m_model->entryAt(top).sequence;
    m_topOffset = top < 0 ? 0 : rowViewportPosition(top);
    const int current = currentIndex().row();
    m_currentSequence = current < 0 ? 0 : m_model->entryAt(current).sequence;
}

void LogView::restorePlace()
{
    m_newRows = 0;
    const int row = m_currentSequence == 0 ? -1 : m_model->rowOfSequence(m_currentSequence);
    if (row >= 0)
        selectionModel()->setCurrentIndex(m_model->index(row, LogModel::MessageColumn),
                                          QItemSelectionModel::ClearAndSelect
                                              | QItemSelectionModel::Rows);
    else if (m_currentSequence != 0)
        Q_EMIT currentRowChanged();

    updateGeometries();
    const quint64 oldest = m_model->oldestSequence();
    m_wantedSequence =
        !m_isFollowing && (oldest == 0 || m_topSequence < oldest) ? m_topSequence : 0;
    if (m_isFollowing)
        scrollToEnd();
    else
        scrollToPlace();
    updateJumpButton();
}

void LogView::scrollToPlace()
{
    const int top = m_model->rowFromSequence(m_topSequence);
    setScroll(top * m_rows->defaultSectionSize() - m_topOffset);
}

void LogView::showWanted()
{
    if (std::exchange(m_wantedSequence, 0) == 0)
        return;
    scrollToPlace();
    const int row = m_currentSequence == 0 || currentIndex().isValid()
                        ? -1
                        : m_model->rowOfSequence(m_currentSequence);
    if (row >= 0)
        selectionModel()->setCurrentIndex(m_model->index(row, LogModel::MessageColumn),
                                          QItemSelectionModel::ClearAndSelect
                                              | QItemSelectionModel::Rows);
}

void LogView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (!m_isLetting
        && (current.row() != previous.row() || current.isValid() != previous.isValid()))
        Q_EMIT currentRowChanged();
    viewport()->update(); // the frame of the current row spans all columns
}

void LogView::updateGeometries()
{
    const QScopedValueRollback moving(m_isMoving, true);
    QTableView::updateGeometries();
}

void LogView::scrollContentsBy(int dx, int dy)
{
    if (m_isRenumbering)
        m_rows->setOffset(verticalScrollBar()->value());
    else
        QTableView::scrollContentsBy(dx, dy);
}

void LogView::setScroll(int value)
{
    const QScopedValueRollback moving(m_isMoving, true);
    verticalScrollBar()->setValue(value);
}

void LogView::scrollToEnd()
{
    setScroll(verticalScrollBar()->maximum());
}

void LogView::onScrolled(int value)
{
    if (m_isMoving)
        return;
    m_wantedSequence = 0;
    setFollowing(value == verticalScrollBar()->maximum());
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    shareRoom();
    if (m_isFollowing)
        scrollToEnd();
    updateJumpButton();
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid())
        setFollowing(false);
    QTableView::mousePressEvent(event);
    if (index.isValid() && event->button() == Qt::LeftButton && m_model->isSummary(index.row()))
        Q_EMIT summaryClicked();
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_End:
        setFollowing(true);
        event->accept();
        return;
    case Qt::Key_Escape:
        Q_EMIT escapePressed();
        event->accept();
        return;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
        setFollowing(false);
        break;
    default:
        Q_EMIT keyUnused(QKeySequence(event->keyCombination()));
        break;
    }
    if (event->key() == Qt::Key_Home || currentIndex().isValid() || m_model->rowCount() == 0) {
        QTableView::keyPressEvent(event);
        if (event->key() == Qt::Key_Home && m_model->rowCount() > 0)
            showRow(0); // the base class goes to the first column
    } else if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
        const int bottom = rowAt(viewport()->height() - 1); // start where the eye is
        showRow(bottom < 0 ? m_model->rowCount() - 1 : bottom);
        event->accept();
    } else {
        QTableView::keyPressEvent(event);
    }
}

void LogView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event); // QAbstractItemView would choose the first row
    viewport()->update();
}

void LogView::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    viewport()->update();
}

void LogView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_columns != nullptr)
        fit();
}

void LogView::updateJumpButton()
{
    const bool isNeeded = !m_isFollowing && m_newRows > 0;
    m_jump->setVisible(isNeeded);
    if (!isNeeded)
        return;
    const QString count = exactNumber(quint64(m_newRows));
    m_jump->setText(m_newRows == 1 ? tr("↓ 1 new row") : tr("↓ %1 new rows").arg(count));
    m_jump->adjustSize();
    const QRect area = viewport()->geometry();
    m_jump->move(area.center().x() - m_jump->width() / 2,
                 area.bottom() - m_jump->height() - scaled(12));
    m_jump->raise();
}

} // namespace Signalbox
