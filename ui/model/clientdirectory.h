#pragma once

#include "core/log/feed.h"
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

/// Everyone who is connected, and for a while those who just left, as told by the server's feed.
/// One for the whole window; the client tree, the composer and the log read it. The window's
/// thread.
class ClientDirectory final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientDirectory)
public:
    static constexpr qsizetype MaxGone = 500; ///< of those who left, how many are remembered

    explicit ClientDirectory(QObject *parent = nullptr);
    ~ClientDirectory() override;

    /// Takes what the feed gave. Emits each signal at most once, after all of the batch has been
    /// taken: a client that came and left within the batch is in joined() and in left(). What is
    /// said of clients never heard of is left out.
    void apply(const FeedBatch &batch);

    /// nullptr: never seen, or gone for long (the last MaxGone that left are kept). Good until the
    /// next apply().
    const ClientRecord *find(const ClientId &id) const;
    QList<ClientId> connected() const; ///< in the order in which they came
    int count() const { return int(m_connected.size()); }
    /// How many a signal to this target would reach now.
    int count(const Target &target) const;
    QList<ClientId> matching(const Target &target) const; ///< in the order in which they came
    QStringList paths() const; ///< in use now, as the first client wrote them, sorted
    QStringList groups() const; ///< in use now, sorted

Q_SIGNALS:
    void joined(const QList<Signalbox::ClientId> &ids);
    void left(const QList<Signalbox::ClientId> &ids);
    void updated(const QList<Signalbox::ClientId> &ids); ///< counters changed
    void changed(); ///< after any of the above

private:
    using Arrival = quint64; ///< 1-based, in the order in which clients came
    using Members = QSet<Arrival>;
    struct Entry
    {
        ClientRecord record;
        Arrival arrival = 0;
        QString pathKey;
    };
    struct Path
    {
        QString shown;
        Members clients;
    };

    bool add(const ClientInfo &info);
    bool remove(const ClientLeft &left);
    bool update(const ClientStats &stats);
    /// Calls `visit` with the arrival of each connected client that `target` names, in no order.
    template<typename Visit>
    void visitMatching(const Target &target, Visit visit) const;

    QHash<ClientId, Entry> m_records;
    QMap<Arrival, ClientId> m_connected;
    QMap<QString, Path> m_paths; ///< by pathKey()
    QMap<QString, Members> m_groups;
    QList<ClientId> m_gone; ///< oldest first
    Arrival m_lastArrival = 0;
};

} // namespace Signalbox
