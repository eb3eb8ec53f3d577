#include "ui/clients/clientactions.h"

#include "core/config/endpointrules.h"
#include "core/filter/filterlexer.h"
#include "core/values/closecode.h"
#include "ui/clients/bandialog.h"
#include "ui/clients/clientmodel.h"
#include "ui/clients/disconnectdialog.h"
#include "ui/theme/theme.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/whytext.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QMenu>
#include <QUrl>
#include <QWidget>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxLogTerms = 50; ///< a longer filter could no longer be read

/// For menus, where & would mark a key.
QString inMenu(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

} // namespace

ClientActions::ClientActions(const ClientModel &model, const ClientDirectory &directory,
                             QWidget *list, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_directory(directory)
    , m_list(list)
{
    addAction(Verb::Send, u"send"_s, Qt::Key_Return, Qt::Key_Enter);
    addAction(Verb::OnlyInLog, u"filter"_s, Qt::Key_O);
    addAction(Verb::Ping, u"activity"_s, Qt::Key_F5);
    addAction(Verb::CopyId, u"copy"_s, QKeySequence::Copy);
    addAction(Verb::CopyRow, u"copy"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    addAction(Verb::CopyAddress, u"link"_s, {});
    addAction(Verb::Disconnect, u"user-minus"_s, Qt::Key_Delete, Qt::CTRL | Qt::Key_Backspace);
    addAction(Verb::DisconnectNow, u"x-circle"_s, Qt::SHIFT | Qt::Key_Delete,
              Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace);
    addAction(Verb::Ban, u"hand"_s, {});
    addAction(Verb::Bans, u"users"_s, {});
    setChoice({});
}

void ClientActions::addAction(Verb verb, const QString &icon, const QKeySequence &key,
                              const QKeySequence &otherKey)
{
    auto *action = new QAction(lineIcon(icon), {}, this);
    QList<QKeySequence> keys{key, otherKey};
    keys.removeIf([](const QKeySequence &one) { return one.isEmpty(); });
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetShortcut); // elsewhere the same keys edit text
    m_list->addAction(action);
    connect(action, &QAction::triggered, this, [this, verb] { run(verb, ClientChoice(m_choice)); });
    m_actions.emplace(verb, action);
}

void ClientActions::setChoice(const ClientChoice &choice)
{
    m_choice = choice;
    for (const auto &[verb, action] : m_actions) {
        action->setText(textOf(verb, choice));
        action->setToolTip({}); // then it is the text without the key, which may name a client
        action->setToolTip(plainToolTip(action->toolTip()));
        action->setEnabled(isPossible(verb, choice));
    }
}

void ClientActions::setEndpoints(const QList<EndpointStatus> &endpoints)
{
    m_endpoints = endpoints;
    setChoice(ClientChoice(m_choice));
}

QList<QAction *> ClientActions::actions() const
{
    QList<QAction *> list;
    for (const auto &[verb, action] : m_actions) {
        if (verb == Verb::CopyId || verb == Verb::Disconnect)
            list.append(nullptr);
        list.append(action);
    }
    return list;
}

void ClientActions::fillMenu(QMenu *menu, const ClientChoice &choice)
{
    for (const auto &[verb, action] : m_actions) {
        if (verb == Verb::CopyId || verb == Verb::Disconnect)
            menu->addSeparator();
        if (!isPossible(verb, choice) || verb == Verb::Bans)
            continue;
        QAction *entry = menu->addAction(action->icon(), textOf(verb, choice));
        entry->setShortcut(action->shortcut());
        connect(entry, &QAction::triggered, this,
                [this, verb = verb, choice] { run(verb, choice); });
    }
}

QString ClientActions::textOf(Verb verb, const ClientChoice &choice) const
{
    const QString whom = inMenu(whomText(choice));
    const bool isMany = choice.rows.size() > 1;
    const auto rows = QString::number(choice.rows.size());
    const auto count = clientCountText(quint64(choice.clients.size()));
    switch (verb) {
    case Verb::Send:
        return choice.clients.isEmpty() ? tr("&Send to…") : tr("&Send to %1…").arg(whom);
    case Verb::OnlyInLog:
        return choice.isOnePath() ? tr("&Only this path in the log")
               : isMany           ? tr("&Only these %1 in the log").arg(rows)
                                  : tr("&Only this in the log");
    case Verb::Ping:
        return choice.clients.size() > 1 ? tr("&Ping %1 now").arg(count) : tr("&Ping now");
    case Verb::CopyId:
        return isMany ? tr("Copy %1 &ids").arg(rows) : tr("Copy &id");
    case Verb::CopyRow:
        return isMany ? tr("Copy %1 &rows").arg(rows) : tr("Copy &row");
    case Verb::CopyAddress:
        return choice.isOnePath() ? tr("Copy &URL")
               : isMany           ? tr("Copy %1 &addresses").arg(rows)
                                  : tr("Copy &address");
    case Verb::Disconnect:
        return choice.clients.isEmpty() ? tr("&Disconnect…")
               : choice.isOnePath()     ? tr("&Disconnect all %1…").arg(choice.clients.size())
                                        : tr("&Disconnect %1…").arg(whom);
    case Verb::DisconnectNow:
        return choice.clients.size() > 1 ? tr("Disconnect %1 at o&nce (1000)").arg(count)
                                         : tr("Disconnect at o&nce (1000)");
    case Verb::Ban:
        return choice.clients.size() > 1 ? tr("&Ban their addresses…") : tr("&Ban its address…");
    case Verb::Bans:
        return tr("Bans…");
    }
    return {};
}

bool ClientActions::isPossible(Verb verb, const ClientChoice &choice) const
{
    switch (verb) {
    case Verb::Send:
    case Verb::Ping:
    case Verb::Disconnect:
        return !choice.clients.isEmpty();
    case Verb::Bans:
        return true;
    case Verb::Ban: // whole paths are not banned
        return !choice.clients.isEmpty() && choice.paths.isEmpty();
    case Verb::OnlyInLog:
        return !choice.isEmpty() && choice.rows.size() + choice.paths.size() <= MaxLogTerms;
    case Verb::CopyId:
    case Verb::CopyRow:
        return !choice.rows.isEmpty();
    case Verb::CopyAddress:
        return choice.isOnePath() ? !urlOf(choice).isEmpty() : !choice.rows.isEmpty();
    case Verb::DisconnectNow: // a whole path goes after a question only
        return !choice.clients.isEmpty() && choice.paths.isEmpty();
    }
    return false;
}

void ClientActions::run(Verb verb, const ClientChoice &choice)
{
    if (!isPossible(verb, choice))
        return;
    QStringList texts;
    switch (verb) {
    case Verb::Send:
        Q_EMIT sendRequested(choice.target());
        return;
    case Verb::OnlyInLog:
        for (const QString &path : choice.paths)
            texts.append(u"path="_s % quotedTerm(path));
        for (const ClientId &id : choice.rows)
            texts.append(u"client:"_s % id.toString());
        Q_EMIT logFilterRequested(texts.join(u" or "_s));
        return;
    case Verb::Ping:
        Q_EMIT pingRequested(choice.clients);
        return;
    case Verb::CopyId:
        for (const ClientId &id : choice.rows)
            texts.append(id.toString());
        QGuiApplication::clipboard()->setText(texts.join(u'\n'));
        return;
    case Verb::CopyRow:
        QGuiApplication::clipboard()->setText(rowTexts(choice));
        return;
    case Verb::CopyAddress:
        QGuiApplication::clipboard()->setText(addressTexts(choice));
        return;
    case Verb::Disconnect:
        askToDisconnect(choice);
        return;
    case Verb::DisconnectNow:
        Q_EMIT closeRequested(choice.clients, CloseCode::Normal, {});
        return;
    case Verb::Ban:
        askToBan(choice);
        return;
    case Verb::Bans:
        Q_EMIT bansRequested();
        return;
    }
}

void ClientActions::askToDisconnect(const ClientChoice &choice)
{
    const QString whom = choice.isOnePath() ? tr("all %1 on %2")
                                                  .arg(QLocale().toString(choice.clients.size()),
                                                       shownText(choice.paths.first()))
                                            : whomText(choice);
    auto *dialog = new DisconnectDialog(whom, int(choice.clients.size()), m_list->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, ids = choice.clients] {
        Q_EMIT closeRequested(ids, dialog->code(), dialog->reason());
    });
    dialog->open();
}

void ClientActions::askToBan(const ClientChoice &choice)
{
    QList<BanConfig> bans;
    for (const ClientId &id : choice.clients) {
        const ClientRecord *record = m_directory.find(id);
        if (record == nullptr)
            continue;
        const BanConfig ban{
            .address = banAddressFor(record->info.address),
            .note = visibleText(record->info.displayName(), Lines::Fold, LongestName - 1)};
        if (std::ranges::find(bans, ban.address, &BanConfig::address) == bans.end())
            bans.append(ban);
    }
    if (bans.isEmpty())
        return;
    auto *dialog = new BanDialog(bans, clientsUnder(bans), m_list->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // an address is banned, not those who were there when it was asked
    const auto count = [this, dialog] { dialog->setClients(clientsUnder(dialog->banned())); };
    connect(&m_directory, &ClientDirectory::joined, dialog, count);
    connect(&m_directory, &ClientDirectory::left, dialog, count);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { Q_EMIT banRequested(dialog->bans()); });
    dialog->open();
}

/// How many who are connected would go.
int ClientActions::clientsUnder(const QList<BanConfig> &bans) const
{
    const QList<ClientId> connected = m_directory.connected();
    return int(std::ranges::count_if(connected, [&](const ClientId &id) {
        const QString address = m_directory.find(id)->info.address;
        return std::ranges::any_of(
            bans, [&address](const BanConfig &ban) { return covers(ban, address); });
    }));
}

/// The shown text of every column, separated by tabs, one line per client that is still listed.
QString ClientActions::rowTexts(const ClientChoice &choice) const
{
    QStringList lines;
    for (const ClientId &id : choice.rows) {
        const QModelIndex row = m_model.indexOf(id);
        if (!row.isValid())
            continue;
        QStringList cells;
        for (int column = 0; column < ClientModel::ColumnCount; ++column)
            cells.append(row.siblingAtColumn(column).data().toString());
        lines.append(cells.join(u'\t'));
    }
    return lines.join(u'\n');
}

/// Where the clients are; of a path, the URL that leads to it.
QString ClientActions::addressTexts(const ClientChoice &choice) const
{
    if (choice.isOnePath())
        return urlOf(choice);
    QStringList addresses;
    for (const ClientId &id : choice.rows) {
        if (const ClientRecord *record = m_directory.find(id))
            addresses.append(addressText(record->info));
    }
    return addresses.join(u'\n');
}

QString ClientActions::urlOf(const ClientChoice &choice) const
{
    const auto found = std::find_if(
        m_endpoints.begin(), m_endpoints.end(),
        [&choice](const EndpointStatus &status) { return status.name == choice.endpoint; });
    if (found == m_endpoints.end() || found->url.isEmpty())
        return {};
    QUrl url(found->url);
    url.setPath(choice.paths.first(), QUrl::DecodedMode);
    return url.toString(QUrl::FullyEncoded);
}

} // namespace Signalbox
