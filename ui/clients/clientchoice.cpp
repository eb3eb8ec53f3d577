#include "ui/clients/clientchoice.h"

#include "ui/clients/clientmodel.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/whytext.h"

#include <QSet>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype ShownInMenus = 40; // of a name or path: menus and buttons hold it

/// As the list shows them, each row once.
QModelIndexList inOrder(const QModelIndexList &indexes)
{
    QModelIndexList rows;
    rows.reserve(indexes.size());
    for (const QModelIndex &index : indexes)
        rows.append(index.siblingAtColumn(0));
    const auto place = [](const QModelIndex &index) {
        const QModelIndex parent = index.parent();
        return parent.isValid() ? std::pair(parent.row(), index.row()) : std::pair(index.row(), -1);
    };
    std::sort(rows.begin(), rows.end(),
              [place](const QModelIndex &a, const QModelIndex &b) { return place(a) < place(b); });
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

} // namespace

Target ClientChoice::target() const
{
    if (isOnePath())
        return {paths.first(), {}, {}};
    return {{}, {}, clients};
}

ClientChoice choiceOf(const ClientModel &model, const ClientDirectory &directory,
                      const QModelIndexList &indexes)
{
    ClientChoice choice;
    QSet<ClientId> seen;
    const auto add = [&](const ClientId &id) {
        if (const qsizetype before = seen.size(); seen.insert(id), seen.size() > before)
            choice.clients.append(id);
    };
    for (const QModelIndex &index : inOrder(indexes)) {
        if (const ClientRow *row = model.clientAt(index)) {
            choice.rows.append(row->id());
            choice.name = nameText(row->record.info, ShownInMenus);
            if (const ClientRecord *record = directory.find(row->id()); record && !record->left)
                add(row->id());
        } else if (const PathRow *path = model.pathAt(index)) {
            if (choice.paths.isEmpty())
                choice.endpoint = path->endpoint;
            choice.paths.append(path->shown);
            for (const ClientId &id : directory.matching({path->shown, {}, {}}))
                add(id);
        }
    }
    if (!choice.isOneClient())
        choice.name.clear();
    return choice;
}

QString shownText(const QString &text)
{
    return visibleText(text, Lines::Fold, ShownInMenus);
}

QString whomText(const ClientChoice &choice)
{
    if (choice.isOneClient())
        return choice.name;
    if (choice.isOnePath())
        return u"%1 (%2)"_s.arg(shownText(choice.paths.first()),
                                exactNumber(quint64(choice.clients.size())));
    return clientCountText(quint64(choice.clients.size()));
}

} // namespace Signalbox
