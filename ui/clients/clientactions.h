#pragma once

#include "core/config/banconfig.h"
#include "core/server/endpointstatus.h"
#include "ui/clients/clientchoice.h"

#include <QKeySequence>
#include <QObject>

#include <map>

class QAction;
class QMenu;
class QWidget;

namespace Signalbox {

/// What can be done with clients: once as actions for the menu bar and the keys, which act on what
/// is chosen in the list, and as context menus, which act on what was chosen when they opened. Asks
/// before it disconnects. Owned by its parent; the window's thread.
class ClientActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientActions)
public:
    /// The keys work while `list` has the keyboard.
    ClientActions(const ClientModel &model, const ClientDirectory &directory, QWidget *list,
                  QObject *parent);

    void setChoice(const ClientChoice &choice);
    const ClientChoice &choice() const { return m_choice; }
    void setEndpoints(const QList<EndpointStatus> &endpoints); ///< for addresses to copy

    QList<QAction *> actions() const; ///< in order, nullptr where a separator belongs
    /// What is possible with `choice`, and nothing else.
    void fillMenu(QMenu *menu, const ClientChoice &choice);

Q_SIGNALS:
    void sendRequested(const Signalbox::Target &target);
    void closeRequested(const QList<Signalbox::ClientId> &ids, quint16 code, const QString &reason);
    void pingRequested(const QList<Signalbox::ClientId> &ids);
    void banRequested(const QList<Signalbox::BanConfig> &bans);
    void bansRequested(); ///< to see who is banned
    void logFilterRequested(const QString &text);

private:
    enum class Verb : quint8 {
        Send,
        OnlyInLog,
        Ping,
        CopyId,
        CopyRow,
        CopyAddress,
        Disconnect,
        DisconnectNow,
        Ban,
        Bans,
    };

    void addAction(Verb verb, const QString &icon, const QKeySequence &key,
                   const QKeySequence &otherKey = {});
    QString textOf(Verb verb, const ClientChoice &choice) const;
    bool isPossible(Verb verb, const ClientChoice &choice) const;
    void run(Verb verb, const ClientChoice &choice);
    void askToDisconnect(const ClientChoice &choice);
    void askToBan(const ClientChoice &choice);
    int clientsUnder(const QList<BanConfig> &bans) const;
    QString rowTexts(const ClientChoice &choice) const;
    QString addressTexts(const ClientChoice &choice) const;
    QString urlOf(const ClientChoice &choice) const; ///< empty: unknown, or no path alone

    const ClientModel &m_model;
    const ClientDirectory &m_directory;
    QWidget *m_list;
    QList<EndpointStatus> m_endpoints;
    ClientChoice m_choice;
    std::map<Verb, QAction *> m_actions;
};

} // namespace Signalbox
