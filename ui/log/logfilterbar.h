#pragma once

#include "core/filter/logfilter.h"
#include "core/log/logentries.h"

#include <QList>
#include <QSet>
#include <QWidget>

class QAction;
class QComboBox;
class QTimer;
class QToolButton;

namespace Signalbox {

class FilterEdit;
class PanelBar;

/// The bar above the log that says what it shows: in, out, events, a path, and a line in the filter
/// language. While a new text is being typed and not right yet, the last right one holds. The
/// window's thread.
class LogFilterBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogFilterBar)
public:
    explicit LogFilterBar(QWidget *parent = nullptr);

    const LogFilter &filter() const { return m_filter; }
    void setText(const QString &text);
    QString text() const;
    const QString &problem() const { return m_problem; } ///< of the text; empty: it is right
    bool isEverything() const; ///< nothing is chosen or written here
    void showEverything() { showOnly({}); }
    /// What the text lets through; nothing is chosen besides.
    void showOnly(const QString &text);
    void focusText();

    /// A button at the right end.
    void addTool(QAction *action);
    /// Offers the paths of these rows in the box.
    void learnPaths(const LogEntries &entries);
    /// For the verdict: how many rows are shown, and of how many.
    void setCounts(quint64 shown, quint64 total);

    QByteArray saveState() const;
    /// False, and nothing changed, when `state` is not from saveState().
    bool restoreState(const QByteArray &state);

Q_SIGNALS:
    void filterChanged();
    void left(); ///< Esc or Down in the text: the keyboard should go to the list

private:
    void apply();
    void restore(bool in, bool out, bool events, const QString &path, const QString &text);
    void addPath(const QString &path);
    void updateVerdict();

    PanelBar *m_bar;
    QToolButton *m_in;
    QToolButton *m_out;
    QToolButton *m_events;
    QComboBox *m_paths;
    QSet<QString> m_known; ///< the paths in it
    FilterEdit *m_text;
    QTimer *m_typing;
    LogFilter m_filter;
    QString m_problem;
    quint64 m_shown = 0;
    quint64 m_total = 0;
};

} // namespace Signalbox
