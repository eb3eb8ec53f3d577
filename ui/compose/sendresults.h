#pragma once

#include "core/values/signal.h"

#include <QObject>
#include <QStringList>

class QLabel;
class QPushButton;
class QWidget;

namespace Signalbox {

/// The line that says what became of the last send, and the buttons that lead to its receivers and
/// to those who did not get it: widgets that the owner places. The sends before it are in the
/// tooltip. The window's thread.
class SendResults final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendResults)
public:
    explicit SendResults(QWidget *parent);

    QLabel *line() const { return m_line; }
    QWidget *buttons() const { return m_buttons; } ///< those that make sense now are in it

    /// What became of a send; may come several times for one. Late news of an older one is left
    /// out.
    void progress(const SendResult &result);
    void say(const QString &text); ///< a warning, in place of it
    void setNarrow(bool isNarrow); ///< shorter words on the buttons

Q_SIGNALS:
    void said(); ///< something that was not there before
    void receiversRequested(quint64 request);
    void restRequested(quint64 request); ///< send it to those who did not get it

private:
    void tell(const QString &text, QLatin1StringView tone);

    SendResult m_shown;
    QStringList m_texts; ///< newest first
    QLabel *m_line;
    QWidget *m_buttons;
    QPushButton *m_rest;
    QPushButton *m_receivers;
};

} // namespace Signalbox
