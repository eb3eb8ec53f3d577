#pragma once

#include "busyoperator.h"
#include "eventwatch.h"
#include "heartbeat.h"
#include "idlebeat.h"
#include "tests/ui/window/windowfixture.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QProcess>
#include <QTimer>

namespace Signalbox {

/// What floods the window, and what is done in it meanwhile.
struct FloodOptions
{
    QString generator; ///< the program: signalbox_load
    int clients = 1000; ///< that send
    int rate = 10'000; ///< messages a second of all of them
    int seconds = 60;
    QString mode; ///< of the generator
    int idle = 0; ///< clients that only stay
    int replace = 0; ///< of those, so many a second leave and come
    bool operates = false; ///< type, scroll, sort and filter
    bool pauses = false; ///< hold the log still for a second and a half, in the middle
    QString picture; ///< a file to which the window is painted before the flood ends; "" for none
};

/// Floods the window of a fixture once, and measures how long it kept its events waiting. Prints a
/// line every five seconds to the error output; finished() when all is over.
class FloodRun final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FloodRun)
public:
    FloodRun(WindowFixture &fixture, EventWatch &events, const FloodOptions &options);
    ~FloodRun() override;

    void start();
    /// After finished(): counters of the flood, milliseconds of stalls and of work, MiB.
    QJsonObject figures() const { return m_figures; }

Q_SIGNALS:
    void finished(int status); ///< 0: the generator was content

private:
    void bringCrowd();
    void flood();
    void pause();
    void tell();
    void end(int status);
    qint64 rows() const; ///< that came to the log so far

    WindowFixture &m_fixture;
    EventWatch &m_events;
    const FloodOptions m_options;
    BusyOperator m_operator;
    Heartbeat m_heartbeat;
    IdleBeat m_idleBeat;
    QProcess m_crowd;
    QProcess m_load;
    QTimer m_arrival;
    QTimer m_report;
    QElapsedTimer m_time; ///< of the flood
    Totals m_before;
    qint64 m_rowsBefore = 0;
    qint64 m_rowsInserted = 0;
    quint64 m_missedBefore = 0;
    size_t m_told = 0; ///< heartbeats
    QJsonObject m_figures;
};

} // namespace Signalbox
