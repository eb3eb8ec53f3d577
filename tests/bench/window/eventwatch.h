#pragma once

#include <QApplication>
#include <QMap>

#include <chrono>

namespace Signalbox {

/// An application that remembers which events kept its thread longest, by whom they went to.
class EventWatch final : public QApplication
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EventWatch)
public:
    EventWatch(int &argc, char **argv);

    bool notify(QObject *receiver, QEvent *event) override;
    /// Processor time of the longest event of each kind, "FeedPump/QTimer Timer"; those within
    /// another are part of that one.
    const QMap<QByteArray, std::chrono::nanoseconds> &longest() const { return m_longest; }
    void forget() { m_longest.clear(); }

private:
    QMap<QByteArray, std::chrono::nanoseconds> m_longest;
    bool m_isInEvent = false;
};

} // namespace Signalbox
