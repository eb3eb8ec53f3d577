#pragma once

#include <QByteArray>
#include <QIcon>
#include <QList>
#include <QWidget>

class QSplitter;
class QStackedWidget;
class QTabBar;

namespace Signalbox {

class Settings;

/// Where the panes of the window are: clients at the left, the log over inspector and composer, and
/// beside those two, behind tabs, whatever else the program has to work with. In
/// a narrow window the clients become a tab beside the log, in a short one inspector and composer.
/// Sizes are remembered. The panes become
/// children. The window's thread.
class WindowLayout final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowLayout)
public:
    static constexpr int NarrowWidth = 1200; ///< at 100 per cent; below it the clients are a tab
    static constexpr int ShortHeight = 460; ///< below it inspector and composer are one, too
    static constexpr int BarsHeight = 112; ///< of two bars with two lines each

    enum class Pane : quint8 { Clients, Log, Inspector, Composer };

    WindowLayout(QWidget *clients, QWidget *log, QWidget *inspector, QWidget *composer,
                 QWidget *parent = nullptr);

    /// What comes and goes from the top of `topBar` to that of the panes takes its room from the
    /// log: as long as it is not more than BarsHeight, the others stay as they would be without it.
    void setTopBar(const QWidget *topBar) { m_topBar = topBar; }

    /// One more thing to work with, behind a tab beside inspector and composer. It becomes a child.
    void addTool(QWidget *tool, const QIcon &icon, const QString &title);
    void setToolTitle(QWidget *tool, const QString &title);
    void activateTool(QWidget *tool); ///< shows it and gives it the keyboard

    bool isNarrow() const { return m_narrow; }
    bool isShort() const { return m_short; }
    /// How many there are to see behind the tab.
    void setClientCount(quint64 count);
    /// Shows the pane, if it was hidden or behind a tab, and gives it the keyboard.
    void activate(Pane pane);
    void activateNext(bool backwards = false);
    bool isPaneVisible(Pane pane) const; ///< not switched off
    void setPaneVisible(Pane pane, bool visible);

    void save(Settings &settings) const;
    void restore(const Settings &settings);
    void reset();

Q_SIGNALS:
    void paneVisibilityChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();
    int wholeHeight() const;
    void setArrangement(bool narrow, bool isShort);
    void setNarrow(bool narrow);
    void setShort(bool isShort);
    void showTabs();
    bool isBenchVisible() const;
    int tabOf(qsizetype pane) const;
    void shareRoom();
    void activatePane(qsizetype pane);
    void showToolPage(int page);
    void claimToolRoom(int page);
    QWidget *widgetOf(Pane pane) const { return m_panes.at(qsizetype(pane)); }

    static constexpr int PaneCount = 4;

    QList<QWidget *> m_panes; ///< by Pane, then the tools
    const QWidget *m_topBar = nullptr;
    QList<bool> m_visible{true, true, true, true};
    bool m_narrow = false;
    bool m_short = false;
    QByteArray m_wide; ///< of m_main, while the window is narrow
    QByteArray m_high; ///< of m_centre, while the window is short or a tool is shown
    bool m_ownSizes = false; ///< the user drew the panes as they are
    QSplitter *m_main; ///< clients | rest
    QSplitter *m_centre; ///< log over the workbench
    QSplitter *m_lower; ///< inspector | composer
    QTabBar *m_tabs;
    QStackedWidget *m_stack;
    QWidget *m_bench; ///< m_lower and the tools, with their tabs
    QTabBar *m_toolTabs;
    QStackedWidget *m_toolPages; ///< m_lower first
};

} // namespace Signalbox
