#pragma once

#include "clientfeed.h"
#include "ui/clients/clientmodel.h"
#include "ui/clients/clientspanel.h"
#include "ui/clients/clientview.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <memory>

class QAction;
class QMenu;
class QPushButton;

namespace Signalbox {

class EmptyState;
class FilterEdit;

/// A test that gets for each of its functions a panel of clients in a window of its own, 290 pixels
/// wide, on a directory that it fills. A tester watches the model.
class ClientsPanelTest : public QObject
{
    Q_OBJECT
protected:
    Theme m_theme;
    std::unique_ptr<ClientDirectory> m_directory;
    std::unique_ptr<ClientsPanel> m_panel;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    ClientView *m_view = nullptr;
    ClientModel *m_model = nullptr;

    template<class T>
    T *child(const QString &name) const
    {
        return m_panel->findChild<T *>(name);
    }
    FilterEdit *filter() const;
    EmptyState *empty() const;
    QList<QPushButton *> emptyButtons() const; ///< those that the empty state has now

    void apply(const FeedBatch &batch); ///< and shows it
    QModelIndex rowOf(int number) const { return m_model->indexOf(madeClient(number).id); }
    QModelIndex pathRow(int row) const { return m_model->index(row, 0); }
    void choose(const QModelIndex &index, bool more = false); ///< with the mouse
    void enterList(const QPoint &at); ///< with the mouse
    void leaveList();
    QMenu *openMenu(const QModelIndex &index);
    /// What the actions are called, without the marks of their keys.
    static QStringList texts(const QMenu *menu);
    /// The first whose text contains `text`; nullptr: none.
    static QAction *find(const QList<QAction *> &actions, const QString &text);

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
};

} // namespace Signalbox
