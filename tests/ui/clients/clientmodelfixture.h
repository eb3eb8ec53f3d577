#pragma once

#include "clientfeed.h"
#include "ui/clients/clientmodel.h"

#include <QAbstractItemModelTester>

namespace Signalbox {

/// A directory, a model of it, and a tester that watches the model.
struct ClientModelFixture
{
    ClientDirectory directory;
    ClientModel model{directory};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    void apply(const FeedBatch &batch, std::chrono::milliseconds at)
    {
        directory.apply(batch);
        model.refresh(madeTime(at));
    }

    /// "/chat: Client 1, Client 2 | /line: …", as shown.
    QString shown() const
    {
        QStringList paths;
        for (int i = 0; i < model.rowCount(); ++i) {
            const QModelIndex path = model.index(i, 0);
            QStringList names;
            for (int j = 0; j < model.rowCount(path); ++j)
                names.append(model.index(j, 0, path).data().toString());
            paths.append(path.data().toString() + QStringLiteral(": ")
                         + names.join(QStringLiteral(", ")));
        }
        return paths.join(QStringLiteral(" | "));
    }

    bool isShown(int number) const { return model.indexOf(madeClient(number).id).isValid(); }

    QString text(const ClientInfo &info, ClientModel::Column column) const
    {
        return model.indexOf(info.id).siblingAtColumn(column).data().toString();
    }
};

} // namespace Signalbox
