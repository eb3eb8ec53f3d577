#pragma once

#include "core/values/logentry.h"
#include "ui/routes/routesdoor.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QListView;
class QPushButton;
class QStackedLayout;
class QToolButton;

namespace Signalbox {

class ClientDirectory;
class EffectsModel;
class EmptyState;
class PayloadEdit;
class RequestForm;

/// Tries a route on a message, typed or taken from a row of the log, and shows what it would do.
/// Nothing is sent. Asks for runs by signal; whoever answers calls show(). The directory outlives
/// it; the window's thread.
class TestBench final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TestBench)
public:
    explicit TestBench(const ClientDirectory &directory, QWidget *parent = nullptr);

    /// What a test needs: a message, a request, or a client alone.
    void setRoute(const Route &draft);
    /// Takes message and client from a row.
    void setEntry(const LogEntry &entry);
    void show(const TestReport &report);
    void forget(); ///< what was shown is of another route

    QByteArray message() const;
    Request request() const;
    std::optional<ClientId> client() const;
    EffectsModel *model() const { return m_model; }

public Q_SLOTS:
    void run();

Q_SIGNALS:
    void runRequested();
    void lineClicked(int line); ///< 1-based

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *buildInput();
    void clearEntry();
    void updateClients();
    void updateTitle();
    void updateRun();
    void updateResult();

    const ClientDirectory &m_directory;
    EffectsModel *m_model;
    RouteUse m_kind = RouteUse::Signal;
    QLabel *m_inputTitle;
    QLabel *m_row;
    QToolButton *m_forgetRow;
    PayloadEdit *m_message;
    RequestForm *m_request;
    QComboBox *m_client;
    QPushButton *m_run;
    QListView *m_effects;
    EmptyState *m_empty;
    QLabel *m_result;
    QBoxLayout *m_body = nullptr; ///< what is tried, and what it does
    QStackedLayout *m_stack = nullptr;
    bool m_isRunning = false;
    bool m_hasRun = false;
};

} // namespace Signalbox
