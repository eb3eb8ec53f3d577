#include "ui/model/clientdirectory.h"

#include <algorithm>

namespace Signalbox {

ClientDirectory::ClientDirectory(QObject *parent)
    : QObject(parent)
{
}

ClientDirectory::~ClientDirectory() = default;

void ClientDirectory::apply(const FeedBatch &batch)
{
    QList<ClientId> came;
    QList<ClientId> went;
    QList<ClientId> counted;
    for (const ClientInfo &info : batch.joined) {
        if (add(info))
            came.append(info.id);
    }
    for (const ClientLeft &client : batch.left) {
        if (remove(client))
            went.append(client.id);
    }
    for (const ClientStats &stats : batch.stats) {
        if (update(stats))
            counted.append(stats.id);
    }

    if (!came.isEmpty())
        Q_EMIT joined(came);
    if (!went.isEmpty())
        Q_EMIT left(went);
    if (!counted.isEmpty())
        Q_EMIT updated(counted);
    if (!came.isEmpty() || !went.isEmpty() || !counted.isEmpty())
        Q_EMIT changed();
}

bool ClientDirectory::add(const ClientInfo &info)
{
    if (info.id.isNull() || m_records.contains(info.id))
        return false;
    Entry entry;
    entry.record.info = info;
    entry.record.stats.id = info.id;
    entry.arrival = ++m_lastArrival;
    entry.pathKey = pathKey(info.path);

    m_connected.insert(entry.arrival, info.id);
    Path &path = m_paths[entry.pathKey];
    if (path.clients.isEmpty())
        path.shown = info.path;
    path.clients.insert(entry.arrival);
    if (!info.group.isEmpty())
        m_groups[info.group].insert(entry.arrival);
    m_records.insert(info.id, std::move(entry));
    return true;
}

bool ClientDirectory::remove(const ClientLeft &left)
{
    const auto found = m_records.find(left.id);
    if (found == m_records.end() || found->record.left)
        return false;
    found->record.left = left;
    m_connected.remove(found->arrival);
    const auto path = m_paths.find(found->pathKey);
    path->clients.remove(found->arrival);
    if (path->clients.isEmpty())
        m_paths.erase(path);
    if (const QString &name = found->record.info.group; !name.isEmpty()) {
        const auto group = m_groups.find(name);
        group->remove(found->arrival);
        if (group->isEmpty())
            m_groups.erase(group);
    }

    m_gone.append(left.id);
    if (m_gone.size() > MaxGone)
        m_records.remove(m_gone.takeFirst());
    return true;
}

bool ClientDirectory::update(const ClientStats &stats)
{
    const auto found = m_records.find(stats.id);
    if (found == m_records.end() || found->record.stats == stats)
        return false;
    found->record.stats = stats;
    return true;
}

const ClientRecord *ClientDirectory::find(const ClientId &id) const
{
    const auto found = m_records.constFind(id);
    return found == m_records.constEnd() ? nullptr : &found->record;
}

QList<ClientId> ClientDirectory::connected() const
{
    return m_connected.values();
}

template<typename Visit>
void ClientDirectory::visitMatching(const Target &target, Visit visit) const
{
    if (!target.clients.isEmpty()) {
        Members seen;
        for (const ClientId &id : target.clients) {
            const auto found = m_records.constFind(id);
            if (found == m_records.constEnd() || found->record.left
                || seen.contains(found->arrival))
                continue;
            seen.insert(found->arrival);
            visit(found->arrival);
        }
        return;
    }
    if (target.isAll()) {
        for (auto it = m_connected.keyBegin(); it != m_connected.keyEnd(); ++it)
            visit(*it);
        return;
    }

    static const Members nobody;
    const auto path = m_paths.constFind(pathKey(target.path));
    const auto group = m_groups.constFind(target.group);
    const Members &onPath = path == m_paths.constEnd() ? nobody : path->clients;
    const Members &inGroup = group == m_groups.constEnd() ? nobody : *group;
    const bool both = !target.path.isEmpty() && !target.group.isEmpty();
    const Members &walked = target.path.isEmpty()                    ? inGroup
                            : both && inGroup.size() < onPath.size() ? inGroup
                                                                     : onPath;
    const Members &other = &walked == &onPath ? inGroup : onPath;
    for (const Arrival arrival : walked) {
        if (!both || other.contains(arrival))
            visit(arrival);
    }
}

int ClientDirectory::count(const Target &target) const
{
    if (target.isAll())
        return count();
    int matches = 0;
    visitMatching(target, [&matches](Arrival) { ++matches; });
    return matches;
}

QList<ClientId> ClientDirectory::matching(const Target &target) const
{
    QList<Arrival> arrivals;
    visitMatching(target, [&arrivals](Arrival arrival) { arrivals.append(arrival); });
    std::sort(arrivals.begin(), arrivals.end());
    QList<ClientId> ids;
    ids.reserve(arrivals.size());
    for (const Arrival arrival : std::as_const(arrivals))
        ids.append(m_connected.value(arrival));
    return ids;
}

QStringList ClientDirectory::paths() const
{
    QStringList shown;
    shown.reserve(m_paths.size());
    for (const Path &path : m_paths)
        shown.append(path.shown);
    shown.sort();
    return shown;
}

QStringList ClientDirectory::groups() const
{
    return m_groups.keys();
}

} // namespace Signalbox
