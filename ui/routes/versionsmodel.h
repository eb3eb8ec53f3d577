#pragma once

#include "core/history/versionstore.h"

#include <QAbstractListModel>

namespace Signalbox {

/// The saved versions of one text, newest first, each with how it differs from the one before it.
/// The window's thread.
class VersionsModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VersionsModel)
public:
    explicit VersionsModel(const VersionStore &store, QObject *parent = nullptr);

    void setKey(const QString &key);
    const QString &key() const { return m_key; }
    void reload();
    const TextVersion &versionAt(int row) const { return m_versions.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString detail(int row) const;

    const VersionStore &m_store;
    QString m_key;
    QList<TextVersion> m_versions;
    mutable QHash<QByteArray, QString> m_details; ///< by the hashes of both texts
};

} // namespace Signalbox
