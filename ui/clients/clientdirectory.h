#pragma once

#include "core/server/feed.h"
#include "core/values/target.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QObject>
#include <QSet>
#include <QStringList>

namespace Signalbox {

/// A client as the window knows it: who it is and its newest counters.
struct ClientRecord
{
    ClientInfo info;
    ClientStats stats;
    std::optional<ClientLeft> left; ///< it is gone, and how
};

/// Everyone who is connected, and for a while those who just left, as told by the server's feed. One for the whole window; the
/// client tree, the composer and the log read it. The window's thread.
class ClientDirectory final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientDirectory)
public:
    explicit ClientDirectory(QObject *parent = nullptr);

    /// Takes what the feed gave. Emits each signal at most once.
    void apply(const FeedBatch &batch);

    /// nullptr: never seen, or gone for long (the last 500 that left are kept).
    const ClientRecord *find(const ClientId &id) const;
    QList<ClientId> connected() const; ///< in the order in which they came
    int count() const { return int(m_connected.size()); }
    /// How many a signal to this target would reach now.
    int count(const Target &target) const;
    QList<ClientId> matching(const Target &target) const;
    QStringList paths() const; ///< in use now, as the first client wrote them, sorted
    QStringList groups() const; ///< in use now, sorted

Q_SIGNALS:
    void joined(const QList<Signalbox::ClientId> &ids);
    void left(const QList<Signalbox::ClientId> &ids);
    void updated(const QList<Signalbox::ClientId> &ids); ///< counters changed
    void changed(); ///< after any of the above

private:
    struct Path
    {
        QString shown;
        QSet<ClientId> clients;
    };
    QHash<ClientId, ClientRecord> m_records;
    QList<ClientId> m_connected;
    QMap<QString, Path> m_paths; ///< by pathKey()
    QMap<QString, QSet<ClientId>> m_groups;
    QList<ClientId> m_gone; ///< oldest first
};

} // namespace Signalbox
