#pragma once

#include "core/server/client.h"
#include "core/values/target.h"

#include <QHash>

#include <vector>

namespace Signalbox {

/// Who is where, in one shard: finds the clients of a target without looking at the others. Owns
/// nothing; the shard's thread.
class Hub
{
public:
    void add(Client *client);
    void remove(Client *client);
    Client *find(const ClientId &id) const { return m_ids.value(id); }
    const std::vector<Client *> &all() const { return m_all; }

    /// Calls `visit(Client *)` for each client of the target, which must not add or remove any.
    template<typename Visit>
    void forEach(const Target &target, Visit visit) const;

private:
    template<typename Visit>
    static void visitAll(const std::vector<Client *> &clients, Visit visit);

    std::vector<Client *> m_all;
    QHash<ClientId, Client *> m_ids;
    QHash<QString, std::vector<Client *>> m_paths; ///< by pathKey()
    QHash<QString, std::vector<Client *>> m_groups;
};

template<typename Visit>
void Hub::forEach(const Target &target, Visit visit) const
{
    if (!target.clients.isEmpty()) {
        for (const ClientId &id : target.clients)
            if (Client *client = find(id))
                visit(client);
    } else if (!target.group.isEmpty()) {
        const auto group = m_groups.constFind(target.group);
        if (group == m_groups.cend())
            return;
        const QString key = target.path.isEmpty() ? QString() : pathKey(target.path);
        for (Client *client : *group)
            if (key.isEmpty() || pathKey(client->info().path) == key)
                visit(client);
    } else if (!target.path.isEmpty()) {
        const auto path = m_paths.constFind(pathKey(target.path));
        if (path == m_paths.cend())
            return;
        visitAll(*path, visit);
    } else {
        visitAll(m_all, visit);
    }
}

/// The system call that sends to one client is time enough to fetch the next from memory.
template<typename Visit>
void Hub::visitAll(const std::vector<Client *> &clients, Visit visit)
{
    const size_t count = clients.size();
    for (size_t i = 0; i < count; ++i) {
        if (i + 2 < count)
            clients[i + 2]->prefetch();
        if (i + 1 < count)
            clients[i + 1]->prefetchWire();
        visit(clients[i]);
    }
}

} // namespace Signalbox
