#pragma once

#include "core/config/limits.h"

#include <QAbstractTableModel>

namespace Signalbox {

/// The limits of one endpoint as a table: what each is called, what holds without a value of its
/// own, its own value (the only column that can be edited; empty: none), how near to it the
/// endpoint has come, and what happens when it is broken. Keeps what was typed even where it is
/// wrong, and says so. The window's thread.
class LimitModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LimitModel)
public:
    enum Column { Name, Usual, Own, Peak, Breach, ColumnCount };

    /// `all`: what the configuration changes for every endpoint; `own`: what this one changes.
    LimitModel(Preset preset, const LimitOverrides &all, const LimitOverrides &own,
               QObject *parent = nullptr);

    void setPreset(Preset preset);
    void setPeaks(const QMap<QString, qint64> &peaks); ///< by key, as EndpointStatus has them
    int rowOf(const QString &key) const; ///< -1: there is no such limit
    LimitOverrides overrides() const; ///< those own values that are right
    /// What is wrong with the first value that is wrong: "Clients at once: 1 to 20,000". Empty:
    /// nothing.
    QString problem() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

private:
    QString usualText(int row) const;
    QString peakText(int row) const;
    bool isNear(int row) const; ///< its peak has come to nine tenths of it
    QString problemOf(int row) const;
    QString tipOf(int row) const;

    Preset m_preset;
    LimitOverrides m_all;
    QStringList m_own; ///< as typed, one per limit
    QMap<QString, qint64> m_peaks;
};

} // namespace Signalbox
