#pragma once

#include "core/history/versionstore.h"

#include <QWidget>

class QLabel;
class QListView;
class QPushButton;
class QStackedLayout;

namespace Signalbox {

class Banner;
class EmptyState;
class LineDiffView;
class VersionsModel;

/// The saved versions of a script: choose one, see what would change in the text as it is now, and
/// take it. Changes nothing itself. The store outlives it; the window's thread.
class ScriptHistory final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptHistory)
public:
    explicit ScriptHistory(const VersionStore &store, QWidget *parent = nullptr);

    /// `present`: the text as it is now, saved or not.
    void show(const QString &key, const QString &present);
    VersionsModel *model() const { return m_model; }

Q_SIGNALS:
    void restoreRequested(const QString &text);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showVersion();

    const VersionStore &m_store;
    VersionsModel *m_model;
    QListView *m_list;
    LineDiffView *m_diff;
    EmptyState *m_same;
    EmptyState *m_none;
    Banner *m_problem;
    QLabel *m_size;
    QPushButton *m_restore;
    QStackedLayout *m_right = nullptr; ///< the difference, or that there is none
    QStackedLayout *m_whole = nullptr; ///< versions, or that there are none
    QString m_present;
    QString m_chosen;
};

} // namespace Signalbox
