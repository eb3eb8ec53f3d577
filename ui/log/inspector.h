#pragma once

#include "core/values/logentry.h"
#include "ui/widgets/newestwork.h"

#include <QWidget>

#include <optional>

class QStackedLayout;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace Signalbox {

class Banner;
class EntryInfo;
class HexView;
class LateCopy;
class PayloadView;

/// One log row, exactly as it was: laid out as JSON, as it came, byte by byte, and what is known
/// besides. Chooses the form by the content until the user chooses one; what a long message is, a
/// thread finds out, and until then it says that it is reading. Keeps a copy of the row, so it goes
/// on showing what has left the log. The window's thread.
class Inspector final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Inspector)
public:
    enum Tab { PrettyTab, RawTab, HexTab, InfoTab };

    explicit Inspector(QWidget *parent = nullptr);

    void setEntry(const std::optional<LogEntry> &entry);
    const std::optional<LogEntry> &entry() const { return m_entry; }

    Tab currentTab() const;
    void showTab(Tab tab); ///< as if the user had chosen it

Q_SIGNALS:
    void causeRequested(quint64 sequence);
    void limitRequested(const QString &endpoint, const QString &key); ///< to be changed
    void originRequested(const QString &endpoint, const QString &origin); ///< to be let in

private:
    void readText();
    void showText(bool isJson);
    void chooseTab();
    void copy();
    void updateCopy();

    std::optional<LogEntry> m_entry;
    std::optional<Tab> m_chosen; ///< by the user
    QStackedLayout *m_whole; ///< the empty state, or the tabs and all
    QTabBar *m_tabs;
    QStackedWidget *m_pages;
    Banner *m_cut;
    PayloadView *m_pretty;
    PayloadView *m_raw;
    HexView *m_hex;
    EntryInfo *m_info;
    QToolButton *m_copyButton;
    LateCopy *m_copy;
    NewestWork m_reading; ///< whether the message is JSON
};

} // namespace Signalbox
