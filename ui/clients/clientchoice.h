#pragma once

#include "core/values/target.h"

#include <QModelIndexList>
#include <QStringList>

namespace Signalbox {

class ClientDirectory;
class ClientModel;

/// Rows of the list of clients that something is to be done with, as they were when they were
/// chosen: whoever comes later is not in it. A value.
struct ClientChoice
{
    QList<ClientId> clients; ///< connected ones, each once: the chosen rows', and all on the paths
    QList<ClientId> rows; ///< of the chosen rows, in the order of the list; they may have left
    QStringList paths; ///< chosen as a whole
    QString endpoint; ///< of the first path's first client
    QString name; ///< of the only chosen client, safe to show

    bool isEmpty() const { return rows.isEmpty() && paths.isEmpty(); }
    bool isOneClient() const { return rows.size() == 1 && paths.isEmpty(); }
    bool isOnePath() const { return rows.isEmpty() && paths.size() == 1; }
    /// A path alone stands for whoever is on it when the signal is sent.
    Target target() const;
    bool operator==(const ClientChoice &) const = default;
};

/// `indexes`: any columns, in any order.
ClientChoice choiceOf(const ClientModel &model, const ClientDirectory &directory,
                      const QModelIndexList &indexes);

/// The beginning of a name or path, as menus and buttons can hold it.
QString shownText(const QString &text);
/// "bold-otter", "/chat (38)", "3 clients"; of those that are connected.
QString whomText(const ClientChoice &choice);

} // namespace Signalbox
