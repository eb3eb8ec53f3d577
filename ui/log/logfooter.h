#pragma once

#include <QWidget>

class QLabel;
class QMenu;
class QToolButton;

namespace Signalbox {

class LogModel;
class LogPast;

/// The line below the log: how many rows there are, how many left memory and a menu to keep more,
/// how many never came. Always there and always as high, so that what it says moves nothing. The
/// window's thread.
class LogFooter final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogFooter)
public:
    explicit LogFooter(QWidget *parent = nullptr);

    void setCounts(const LogModel &model, bool isFollowing);
    void setCapacity(int rows); ///< how many are kept
    /// For rows that come from a file: none are to come, and none are let go.
    void setReadOnly();
    /// Endpoints whose rows are not on the disk, or that no row is: said at the right end.
    void setNotKept(bool isKept, const QStringList &leftOut);
    void setPast(const LogPast &past, int pastRows); ///< rows of it that are shown

    static QString rowsText(quint64 count); ///< "1 row", "4,310 rows"

Q_SIGNALS:
    void capacityChosen(int rows, qint64 payloadBytes);
    void missedClicked(); ///< show where rows are missing
    void stopClicked(); ///< look no further into the past

private:
    void say();
    void showLeft();

    int m_capacity = 0;
    quint64 m_leftMemory = 0;
    QString m_counts;
    QString m_ofPast; ///< behind them; may be empty
    bool m_isReadOnly = false;
    QLabel *m_rows;
    QLabel *m_notKept;
    QToolButton *m_stop;
    QToolButton *m_left;
    QToolButton *m_missed;
    QMenu *m_menu;
};

} // namespace Signalbox
