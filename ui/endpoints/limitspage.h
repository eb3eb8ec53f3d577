#pragma once

#include "core/config/limits.h"

#include <QMap>
#include <QWidget>

class QTableView;

namespace Signalbox {

class FieldNote;
class LimitModel;

/// The page of the endpoint's dialog for its limits: a table of them all. The window's thread.
class LimitsPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LimitsPage)
public:
    /// `all`: what the configuration changes for every endpoint; `own`: what this one changes.
    LimitsPage(Preset preset, const LimitOverrides &all, const LimitOverrides &own,
               QWidget *parent = nullptr);

    void setPreset(Preset preset);
    void setPeaks(const QMap<QString, qint64> &peaks); ///< by key, as EndpointStatus has them
    /// Brings a limit into view, ready to be typed; ignores a key that there is not.
    void showLimit(const QString &key);
    LimitOverrides overrides() const;
    QString problem() const; ///< the first thing that has to be put right; empty: nothing

Q_SIGNALS:
    void changed();

private:
    void refresh();

    LimitModel *m_model;
    QTableView *m_table;
    FieldNote *m_note;
};

} // namespace Signalbox
