#pragma once

#include "core/values/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QDir>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QThreadPool>

#include <functional>

namespace Signalbox {

/// One saved state of a text.
struct TextVersion
{
    QByteArray hash; ///< SHA-256 of its UTF-8, 32 bytes
    QDateTime at; ///< when it was saved, UTC
    qint64 bytes = 0; ///< of its UTF-8

    bool operator==(const TextVersion &) const = default;
};

/// Keeps the last MaxVersions of each of many texts, each text named by a key such as
/// "signal /messages". On disk: a file for every text there ever was, named after its hash, and a
/// list of versions for every key, all written whole or not at all. A damaged list is replaced by
/// an earlier save of it, as guardedLoad() does, and said by setAside(); a damaged text is an error
/// when it is asked for. Writes happen on a thread of their own, in order, and are finished before
/// this object goes. Lives in one thread.
class VersionStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VersionStore)
public:
    static constexpr qsizetype MaxVersions = 50; ///< of one key
    static constexpr qsizetype MaxKeys =
        500; ///< the one that was longest without a new version goes

    /// Reads the lists in `folder`; nothing is made before the first add(). An empty path: the
    /// versions are kept in memory only.
    explicit VersionStore(const QString &folder, QObject *parent = nullptr);
    ~VersionStore() override;

    /// Newest first; empty: none.
    QList<TextVersion> versions(const QString &key) const;
    /// CannotRead: the text is not there any more, or is not what it was.
    Result<QString> text(const TextVersion &version) const;

    /// Keeps `text` as the newest version, unless the newest is the same text.
    void add(const QString &key, const QString &text, const QDateTime &at);
    /// The versions of `from` are those of `to` now; what `to` had goes behind them by age.
    void rename(const QString &from, const QString &to);
    /// Waits until everything is written.
    void flush();

    /// What could not be read when this object was made: the names that damaged files have now.
    QStringList setAside() const { return m_setAside; }

Q_SIGNALS:
    void changed(const QString &key);
    void saveFailed(const Signalbox::Error &error); ///< what is new is in memory only

private:
    void load();
    void writeList(const QString &key);
    void keep(QList<TextVersion> &versions);
    void dropOldKeys();
    void dropUnused(const QList<TextVersion> &dropped);
    QString listFile(const QString &key) const;
    QString textFile(const QByteArray &hash) const;
    void post(std::function<Status()> job);

    QDir m_folder;
    bool m_inMemory;
    QHash<QString, QList<TextVersion>> m_versions; ///< newest first
    QHash<QByteArray, QByteArray> m_texts; ///< not on disk yet, or never to be; by hash
    QStringList m_setAside;
    QSet<QString> m_unreadable; ///< files that are not written over
    QThreadPool m_writer; ///< one thread: writes stay in order
};

/// The document of a list of versions: JSON, version 1.
QByteArray versionsDocument(const QString &key, const QList<TextVersion> &versions);

} // namespace Signalbox
