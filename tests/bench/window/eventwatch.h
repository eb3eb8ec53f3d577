#pragma once

#include <QApplication>

#include <chrono>
#include <vector>

namespace Signalbox {

/// An application that remembers which events its thread had between two heartbeats, where these
/// took most of the processor.
class EventWatch final : public QApplication
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EventWatch)
public:
    struct Event
    {
        QByteArray name; ///< by whom it went to: "Signalbox::MainWindow UpdateRequest"
        std::chrono::nanoseconds took; ///< of the processor, with those within it
    };

    EventWatch(int &argc, char **argv);

    bool notify(QObject *receiver, QEvent *event) override;
    /// A heartbeat, before which the thread took so much of the processor since the last.
    void beat(std::chrono::nanoseconds work);
    /// Those that took longer than a moment, in their order, before the heartbeat with most work.
    const std::vector<Event> &busiest() const { return m_busiest; }
    void forget();

private:
    std::vector<Event> m_events; ///< since the last heartbeat
    std::vector<Event> m_busiest;
    std::chrono::nanoseconds m_mostWork{0};
    bool m_isInEvent = false;
};

} // namespace Signalbox
