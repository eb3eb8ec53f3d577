#pragma once

#include "core/config/clockconfig.h"
#include "ui/editors/payloadcheck.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace Signalbox {

class ClientDirectory;
class PayloadEdit;
class TargetBox;

/// What a timer or schedule sends and to whom, with the number of clients that it would reach now.
/// The window's thread.
class SignalPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SignalPage)
public:
    SignalPage(const ClockSignal &signal, const ClientDirectory &directory,
               QWidget *parent = nullptr);

    ClockSignal signal() const; ///< meaningful when there is no problem
    QString problem() const; ///< the first thing that has to be put right; empty: nothing

Q_SIGNALS:
    void changed();

private:
    void build();
    void show(const ClockSignal &signal);
    void refresh();
    void judge();
    void say(const QString &wrong);
    void showReach();
    bool isJson() const;

    const ClientDirectory &m_directory;
    TargetBox *m_target;
    QLabel *m_reach;
    QToolButton *m_json;
    QToolButton *m_plain;
    PayloadEdit *m_edit;
    QLabel *m_note;
    PayloadCheck m_check{this};
    QByteArray m_value; ///< as it is configured, once the text has been checked
    QString m_problem;
};

} // namespace Signalbox
