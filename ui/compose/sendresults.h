#pragma once

#include "core/values/signal.h"

#include <QStringList>
#include <QWidget>

class QLabel;
class QPushButton;

namespace Signalbox {

/// The line that says what became of the last send, with the buttons that lead to its receivers and
/// to those who did not get it. The ones before it are in the tooltip. The window's thread.
class SendResults final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendResults)
public:
    explicit SendResults(QWidget *parent = nullptr);

    /// What became of a send; may come several times for one. Late news of an older one is left
    /// out.
    void progress(const SendResult &result);
    void say(const QString &text); ///< a warning, in place of it
    bool isEmpty() const;

Q_SIGNALS:
    void changed(); ///< there is something to show
    void receiversRequested(quint64 request);
    void restRequested(quint64 request); ///< send it to those who did not get it

private:
    void tell(const QString &text, QLatin1StringView tone);

    SendResult m_shown;
    QStringList m_texts; ///< newest first
    QLabel *m_line;
    QPushButton *m_rest;
    QPushButton *m_receivers;
};

} // namespace Signalbox
