#pragma once

#include "ui/routes/routesdoor.h"

#include <QAbstractListModel>

namespace Signalbox {

/// What a test run would have done, one thing a row, and what went wrong as the last. The window's
/// thread.
class EffectsModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EffectsModel)
public:
    explicit EffectsModel(QObject *parent = nullptr);

    void setReport(const TestReport &report);
    void clear();
    const TestReport &report() const { return m_report; }
    bool isProblem(int row) const { return row == m_report.effects.size(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    TestReport m_report;
};

} // namespace Signalbox
