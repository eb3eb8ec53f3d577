#pragma once

#include "core/values/signal.h"
#include "ui/compose/payload.h"
#include "ui/compose/sendconfirmation.h"
#include "ui/compose/sendhistory.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>

class QLabel;
class QPushButton;
class QToolButton;

namespace Signalbox {

class ClientDirectory;
class PayloadEdit;
class SendResults;
class TargetBox;

/// The column in which a signal is written and sent: whom it is for, with a live count; the text,
/// checked as JSON while it is typed; what became of the last sends. Sends nothing itself:
/// sendRequested() asks the owner, who answers with progress(). Usable from 340 pixels of width on.
/// The window's thread.
class Composer final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Composer)
public:
    static constexpr int ManyReceivers = 50; ///< from here on a send is confirmed
    static constexpr qsizetype ManyBytes = 256 * 1024; ///< above this a send is confirmed

    /// `historyFile`: where sends and the draft are kept; empty: nowhere. Without a `confirmation`
    /// a sheet asks.
    Composer(const ClientDirectory &directory, const QString &historyFile,
             std::unique_ptr<SendConfirmation> confirmation = nullptr, QWidget *parent = nullptr);
    ~Composer() override;

    void setTarget(const Target &target);
    /// Replaces the text. JSON is shown as it was received; what is not JSON becomes plain text.
    void setPayload(const QByteArray &payload);
    /// What "@selected" stands for when it is chosen next.
    void setSelection(const QList<ClientId> &selection);
    void setHeld(bool held); ///< nothing is sent now, and the button says so
    /// What became of a send; may come several times for one request.
    void progress(const SendResult &result);

    /// Sends this, after the same question as send() if it is large; text and target of the
    /// composer stay.
    void sendSignal(const Signal &signal);

    void focusEditor();
    void focusTarget(); ///< and selects its text

public Q_SLOTS:
    void send();
    void showOlder(); ///< one step back in the history of sends
    void showNewer();

Q_SIGNALS:
    void sendRequested(const Signalbox::Signal &signal);
    void receiversRequested(quint64 request); ///< of a send: show them
    void restRequested(quint64 request); ///< send it to those who did not get it

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void fit();
    QWidget *buildProblemRow();
    void setKind(PayloadKind kind);
    void textChanged();
    void check();
    void updateTarget();
    void updateButton();
    void applyFix();
    void restore(const ComposerText &item);
    ComposerText current() const;
    void confirm(const Signal &signal, const std::function<void()> &deliver);
    void remember(ComposerText item);

    const ClientDirectory &m_directory;
    SendHistory m_history;
    std::unique_ptr<SendConfirmation> m_confirmation;
    PayloadKind m_kind = PayloadKind::Json;
    std::optional<JsonError> m_error;
    bool m_held = false;
    bool m_dontAsk = false;
    bool m_showing = false; ///< the text changes because we change it
    QTimer m_checkTimer{this};
    QTimer m_countTimer{this};

    TargetBox *m_target;
    QLabel *m_count;
    QToolButton *m_json;
    QToolButton *m_plain;
    PayloadEdit *m_edit;
    QWidget *m_problemRow = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_fix = nullptr;
    QPushButton *m_asText = nullptr;
    QLabel *m_bytes;
    QPushButton *m_send;
    SendResults *m_results;
};

} // namespace Signalbox
