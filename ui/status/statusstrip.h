#pragma once

#include "ui/status/ratemeter.h"

#include <QWidget>

class QHBoxLayout;
class QToolButton;

namespace Signalbox {

class Sparkline;

/// The strip at the foot of the window: clients, rates in and out with a small plot, who is slow,
/// who was turned away, how long the window kept someone waiting. Every figure has a fixed width
/// and can be clicked to what is behind it. The window's thread.
class StatusStrip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusStrip)
public:
    explicit StatusStrip(QWidget *parent = nullptr);

    /// To be called a few times a second. `slowClients`: those that the list of clients calls slow.
    /// `stall` is the longest of the last ten seconds, `longestStall` of the run.
    void showFigures(const Totals &totals, int slowClients, RateMeter::Time now,
                     std::chrono::milliseconds stall, std::chrono::milliseconds longestStall);

Q_SIGNALS:
    void clientsClicked();
    void incomingClicked();
    void outgoingClicked();
    void slowClicked();
    void refusedClicked();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QToolButton *addFigure(const QString &name, const QString &icon, const QString &widest);
    void showSlow(const Totals &totals, int slowClients);
    bool showsBytes() const;
    void fit();

    RateMeter m_meter;
    RateMeter::Time m_lastSample;
    QHBoxLayout *m_layout;
    QToolButton *m_clients;
    QToolButton *m_in;
    QToolButton *m_out;
    QToolButton *m_slow;
    QToolButton *m_refused;
    Sparkline *m_plot;
    QToolButton *m_stall;
};

} // namespace Signalbox
