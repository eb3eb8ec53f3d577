#pragma once

#include "core/values/signal.h"
#include "ui/compose/sendconfirmation.h"
#include "ui/compose/sendhistory.h"
#include "ui/editors/payloadcheck.h"

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
/// checked as JSON while it is typed; what became of the last sends. What is wrong and what became
/// of it stand on one line that is always there, so that nothing moves. Sends nothing itself:
/// sendRequested() asks the owner, who answers with progress(). Usable from 340 pixels of width on.
/// The window's thread.
class Composer final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Composer)
public:
    static constexpr qsizetype ManyBytes = 256 * 1024; ///< above this a send is confirmed

    /// `historyFile`: where sends and the draft are kept; empty: nowhere. Without a `confirmation`
    /// a sheet asks.
    Composer(const ClientDirectory &directory, const QString &historyFile,
             std::unique_ptr<SendConfirmation> confirmation = nullptr, QWidget *parent = nullptr);
    ~Composer() override;

    void setTarget(const Target &target);
    void clearTarget(); ///< it has to be chosen before anything can be sent
    /// Replaces the text. JSON is shown as it was received; what is not JSON becomes plain text, a
    /// long one when it has been judged.
    void setPayload(const QByteArray &payload);
    /// What "@selected" stands for when it is chosen next.
    void setSelection(const QList<ClientId> &selection);
    void setHeld(bool held); ///< nothing is sent now, and the button says so
    void say(const QString &sentence); ///< where the results of sends stand
    /// What became of a send; may come several times for one request.
    void progress(const SendResult &result);

    /// Sends this, after the same question as send() if it is large; text and target of the
    /// composer stay. Who comes while the question is open does not get it.
    void sendSignal(const Signal &signal);

    void focusEditor();
    void focusTarget(); ///< and selects its text

public Q_SLOTS:
    /// Sends, or says why not.
    void send();
    void showOlder(); ///< one step back in the history of sends
    void showNewer();

Q_SIGNALS:
    void sendRequested(const Signalbox::Signal &signal);
    void receiversRequested(quint64 request); ///< of a send: show them
    void restRequested(quint64 request); ///< send it to those who did not get it

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    QWidget *buildBar();
    QLayout *buildTarget();
    QWidget *buildStatus();
    QLayout *buildButtons();
    void order();
    void fit();
    void fitButtons();
    void setKind(PayloadKind kind);
    void textChanged();
    void check();
    void showVerdict();
    void showProblem();
    void showStatus(bool isProblem);
    void updateTarget();
    void updateButton();
    int receivers() const;
    QString whyNobody() const;
    QString whyNot() const;
    void applyFix();
    void restore(const ComposerText &item);
    ComposerText current() const;
    void confirm(const Signal &signal, const std::function<void(const Signal &)> &deliver);
    void remember(ComposerText item, const Signal &signal);

    const ClientDirectory &m_directory;
    SendHistory m_history;
    std::unique_ptr<SendConfirmation> m_confirmation;
    PayloadKind m_kind = PayloadKind::Json;
    PayloadCheck m_check{this};
    bool m_sendsWhenJudged = false; ///< what is being checked
    bool m_isKindGuessed = false; ///< of a long text: JSON, until it is judged
    bool m_isProblemShown = false;
    bool m_held = false;
    bool m_dontAsk = false;
    bool m_showing = false; ///< the text changes because we change it
    QTimer m_checkTimer{this};
    QTimer m_problemTimer{this}; ///< runs while somebody types what is not JSON yet
    QTimer m_countTimer{this};

    TargetBox *m_target;
    QLabel *m_count;
    QToolButton *m_json;
    QToolButton *m_plain;
    PayloadEdit *m_edit;
    QLabel *m_problem;
    QWidget *m_problemButtons;
    QPushButton *m_fix;
    QPushButton *m_asText;
    QString m_fixWords; ///< of m_fix, where there is room
    QLabel *m_bytes;
    QPushButton *m_send;
    SendResults *m_results;
};

} // namespace Signalbox
