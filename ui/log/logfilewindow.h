#pragma once

#include "core/journal/entryexport.h"

#include <QWidget>

#include <atomic>
#include <memory>

class QThread;

namespace Signalbox {

class Banner;
class Inspector;
class LogPanel;

/// A window with a log that was exported as JSON lines, to look at only. The file is read on a
/// thread of its own. Closing the window deletes it. The window's thread.
class LogFileWindow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogFileWindow)
public:
    explicit LogFileWindow(const QString &fileName, QWidget *parent = nullptr);
    ~LogFileWindow() override; ///< stops reading

    LogPanel *panel() const { return m_panel; }

private:
    void showReading(const Result<EntryReading> &reading);

    QString m_name;
    Banner *m_banner;
    LogPanel *m_panel;
    Inspector *m_inspector;
    std::atomic<bool> m_isClosing{false};
    std::unique_ptr<QThread> m_thread;
};

} // namespace Signalbox
