#pragma once

#include "ui/log/logmodel.h"

#include <QTableView>

class QPushButton;

namespace Signalbox {

class EqualRows;
class ZoomedColumns;

/// The table of the message log. It either follows, that is shows the newest row, or stands still:
/// then neither new rows nor old ones that leave memory move what is on the screen, and a button
/// tells how many came. Scrolling up or choosing a row stops the following; End, the button, or
/// scrolling to the very end starts it again. The window's thread.
class LogView final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogView)
public:
    explicit LogView(LogModel *model, QWidget *parent = nullptr);

    bool isFollowing() const { return m_isFollowing; }
    void setFollowing(bool following);
    int newRows() const { return m_newRows; } ///< since the following stopped

    /// While the view follows the newest rows, those that come are not painted until paintHeld():
    /// for rows that others push off the screen at once.
    void holdPainting();
    void paintHeld();

    /// Scrolls to the row and makes it the current one.
    void showRow(int row);

    /// What was at the upper edge before a reset, if it is older than all rows that are here now.
    /// 0: it is not, or the user has moved on.
    quint64 wantedSequence() const { return m_wantedSequence; }
    /// What was wanted is here now, or as near as it gets: scrolls there.
    void showWanted();

    QByteArray saveColumns() const;
    /// False, and nothing changed, when `state` is not from saveColumns().
    bool restoreColumns(const QByteArray &state);
    void resetColumns();

    void keyboardSearch(const QString &) override {} ///< letters are commands here

Q_SIGNALS:
    void followingChanged(bool following);
    void currentRowChanged();
    void escapePressed();
    void keyUnused(const QKeySequence &key); ///< of an action that is off, perhaps
    void summaryClicked(); ///< on a row that tells of rows that are not shown

protected:
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();
    void showColumnMenu(const QPoint &at);
    void onScrolled(int value);
    void onRowsAboutToBeRemoved(int last);
    void onRowsRemoved(int first, int count);
    void renumber(int rows);
    void paintRows(int first, int last);
    void shareRoom();
    void rememberPlace();
    void restorePlace();
    void scrollToPlace();
    void setScroll(int value);
    void scrollToEnd();
    void updateJumpButton();

    LogModel *m_model;
    EqualRows *m_rows;
    QPushButton *m_jump;
    bool m_isFollowing = true;
    bool m_isMoving = false; ///< we are scrolling, not the user
    bool m_isRenumbering = false; ///< what is on the screen stays, with other numbers
    int m_newRows = 0;
    bool m_isLetting = false; ///< the current row is leaving memory
    bool m_isSharing = false; ///< we are sizing columns, not the user
    double m_whyWidth = 0; ///< that the user wants, if there is room; pixels at 100 per cent
    ZoomedColumns *m_columns = nullptr;
    quint64 m_topSequence =
        0; ///< over a reset: the entry at the upper edge, how far it was above it,
    int m_topOffset = 0;
    quint64 m_currentSequence = 0; ///< and the current one; 0: none
    quint64 m_wantedSequence = 0;
};

} // namespace Signalbox
