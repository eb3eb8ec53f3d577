#include "core/server/hub.h"

namespace Signalbox {

namespace {

void append(std::vector<Client *> &list, Client *client, size_t Client::*index)
{
    client->*index = list.size();
    list.push_back(client);
}

void take(std::vector<Client *> &list, Client *client, size_t Client::*index)
{
    Client *last = list.back();
    last->*index = client->*index;
    list[client->*index] = last;
    list.pop_back();
}

void takeFrom(QHash<QString, std::vector<Client *>> &lists, const QString &key, Client *client,
              size_t Client::*index)
{
    const auto list = lists.find(key);
    take(*list, client, index);
    if (list->empty())
        lists.erase(list);
}

} // namespace

void Hub::add(Client *client)
{
    append(m_all, client, &Client::indexInAll);
    append(m_paths[pathKey(client->info().path)], client, &Client::indexOnPath);
    if (!client->info().group.isEmpty())
        append(m_groups[client->info().group], client, &Client::indexInGroup);
    m_ids.insert(client->info().id, client);
}

void Hub::remove(Client *client)
{
    if (!m_ids.remove(client->info().id))
        return;
    take(m_all, client, &Client::indexInAll);
    takeFrom(m_paths, pathKey(client->info().path), client, &Client::indexOnPath);
    if (!client->info().group.isEmpty())
        takeFrom(m_groups, client->info().group, client, &Client::indexInGroup);
}

} // namespace Signalbox
