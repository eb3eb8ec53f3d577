#include "ui/clients/bansdialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/twolinedelegate.h"
#include "ui/widgets/visibletext.h"

#include <QDialogButtonBox>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString timeOf(const BanConfig &ban)
{
    if (!ban.until)
        return BansDialog::tr("for good");
    const QString time = QLocale().toString(ban.until->toLocalTime(), QLocale::ShortFormat);
    return *ban.until <= QDateTime::currentDateTimeUtc() ? BansDialog::tr("was until %1").arg(time)
                                                         : BansDialog::tr("until %1").arg(time);
}

QListWidgetItem *itemOf(const BanConfig &ban)
{
    auto *item = new QListWidgetItem(visibleText(ban.address));
    const QString note = ban.note.isEmpty() ? QString() : visibleText(ban.note) + u" · "_s;
    const QString detail = note + timeOf(ban);
    item->setData(TwoLineDelegate::DetailRole, detail);
    item->setData(Qt::AccessibleTextRole, QString(item->text() % u", "_s % detail));
    return item;
}

} // namespace

BansDialog::BansDialog(const QList<BanConfig> &bans, QWidget *parent)
    : QDialog(parent)
    , m_list(new QListWidget(this))
    , m_nobody(new EmptyState(
          u"shield-check"_s, tr("Nobody is banned"),
          tr("To keep somebody out, choose “Ban its address…” in the menu of a client."), this))
{
    setObjectName(u"bansDialog"_s);
    setWindowTitle(tr("Bans"));
    resize(scaled(480), scaled(320));
    m_list->setObjectName(u"bansList"_s);
    m_list->setAccessibleName(tr("Who is banned"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setItemDelegate(new TwoLineDelegate(m_list));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_letIn = buttons->addButton(tr("Let in again"), QDialogButtonBox::ActionRole);
    m_letIn->setObjectName(u"bansLetIn"_s);
    m_letIn->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_letIn, &QPushButton::clicked, this, [this] { Q_EMIT letInRequested(chosen()); });
    connect(m_list, &QListWidget::itemSelectionChanged, this,
            [this] { m_letIn->setEnabled(!chosen().isEmpty()); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(m_nobody, 1);
    layout->addWidget(m_list, 1);
    layout->addWidget(buttons);
    setBans(bans);
}

void BansDialog::setBans(const QList<BanConfig> &bans)
{
    m_bans = bans;
    m_list->clear();
    for (const BanConfig &ban : bans)
        m_list->addItem(itemOf(ban));
    m_list->setVisible(!bans.isEmpty());
    m_nobody->setVisible(bans.isEmpty());
    m_letIn->setEnabled(false);
}

QList<BanConfig> BansDialog::chosen() const
{
    QList<BanConfig> bans;
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->isSelected())
            bans.append(m_bans.at(row));
    return bans;
}

} // namespace Signalbox
