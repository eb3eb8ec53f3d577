#pragma once

#include "core/config/banconfig.h"
#include "core/server/endpointstatus.h"
#include "ui/clients/clientfilter.h"

#include <QList>
#include <QWidget>

class QAction;
class QLabel;
class QSplitter;
class QStackedLayout;
class QTimer;
class QToolButton;

namespace Signalbox {

class ClientActions;
class ClientDetails;
class ClientDirectory;
class ClientModel;
class ClientView;
class EmptyState;
class FilterEdit;
class Notice;
class PanelBar;
struct Target;

/// The list of clients as a part of the window: how many there are, a filter, the tree, and below
/// it everything about the chosen one. Shows what has happened four times a second. The window's
/// thread.
class ClientsPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientsPanel)
public:
    explicit ClientsPanel(const ClientDirectory &directory, QWidget *parent = nullptr);
    ~ClientsPanel() override;

    /// Where we listen: what an empty list says, and the addresses of paths.
    void setEndpoints(const QList<EndpointStatus> &endpoints);
    void setFilterText(const QString &text);
    /// The same, but what was there can be brought back.
    void replaceFilter(const QString &text);
    QString filterText() const;
    int slowCount() const; ///< of the clients that are slow, shown or not
    /// Shows what has happened, now.
    void refresh();

    /// For a menu, in order; null where a separator belongs. Owned by the panel, their keys work in
    /// it.
    QList<QAction *> menuActions() const { return m_menuActions; }

    /// Columns, order, filter, and whether details are shown.
    QByteArray saveState() const;
    /// False, and nothing changed, when `state` is not from saveState().
    bool restoreState(const QByteArray &state);

Q_SIGNALS:
    void sendRequested(const Signalbox::Target &target);
    void closeRequested(const QList<Signalbox::ClientId> &ids, quint16 code, const QString &reason);
    void banRequested(const QList<Signalbox::BanConfig> &bans);
    void bansRequested(); ///< to see who is banned
    void pingRequested(const QList<Signalbox::ClientId> &ids);
    void logFilterRequested(const QString &text); ///< in the language of the log's filter
    void openPageRequested(const QString &url);
    void startRequested();
    /// Who is chosen and connected, those on chosen paths included.
    void selectionChanged(const QList<Signalbox::ClientId> &ids);

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Emptiness : quint8 { None, Filtered, Nobody, Starting, Stopped, Failed };

    PanelBar *makeBar();
    QWidget *makeFilterStrip();
    void makeActions();
    void applyFilter();
    void leaveFilter();
    void updateCounts();
    void updateEmptyState();
    void showEmptyState(Emptiness reason, const EndpointStatus &endpoint);
    void updateDetails();
    void onChoiceChanged();
    void showContextMenu(const QPoint &at);
    void showColumnMenu(const QPoint &at);
    void fillOptions();
    void setDetailsShown(bool shown);
    void fit();

    ClientModel *m_model;
    ClientView *m_view;
    ClientActions *m_actions;
    ClientDetails *m_details;
    EmptyState *m_empty;
    FilterEdit *m_filter;
    QLabel *m_count = nullptr;
    QLabel *m_held = nullptr;
    QLabel *m_problem = nullptr;
    QToolButton *m_options = nullptr;
    QWidget *m_filterStrip = nullptr;
    QSplitter *m_splitter;
    Notice *m_notice = nullptr;
    QStackedLayout *m_stack = nullptr; ///< the tree, or why there is nothing in it
    QTimer *m_typing;
    QAction *m_find = nullptr;
    QAction *m_showDetails = nullptr;
    QAction *m_collapse = nullptr;
    QList<QAction *> m_menuActions;
    QList<EndpointStatus> m_endpoints;
    QList<ClientId> m_toldClients;
    Emptiness m_emptiness = Emptiness::None;
    EndpointStatus m_emptyEndpoint; ///< what the empty state speaks of
};

} // namespace Signalbox
