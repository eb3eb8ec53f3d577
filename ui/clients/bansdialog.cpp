#include "ui/clients/bansdialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString textOf(const BanConfig &ban)
{
    QString text = visibleText(ban.address);
    if (!ban.note.isEmpty())
        text += u" ("_s % visibleText(ban.note) % u')';
    if (!ban.until)
        return BansDialog::tr("%1, for good", "an address").arg(text);
    const QString time = QLocale().toString(ban.until->toLocalTime(), QLocale::ShortFormat);
    return *ban.until <= QDateTime::currentDateTimeUtc()
               ? BansDialog::tr("%1, was until %2", "an address, a time").arg(text, time)
               : BansDialog::tr("%1, until %2", "an address, a time").arg(text, time);
}

} // namespace

BansDialog::BansDialog(const QList<BanConfig> &bans, QWidget *parent)
    : QDialog(parent)
    , m_list(new QListWidget(this))
    , m_nobody(new QLabel(tr("Nobody is banned."), this))
{
    setObjectName(u"bansDialog"_s);
    setWindowTitle(tr("Bans"));
    resize(scaled(480), scaled(320));
    m_list->setObjectName(u"bansList"_s);
    m_list->setAccessibleName(tr("Who is banned"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_nobody->setTextFormat(Qt::PlainText);
    setTone(m_nobody, "dim"_L1);
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
    layout->addWidget(m_nobody);
    layout->addWidget(m_list, 1);
    layout->addWidget(buttons);
    setBans(bans);
}

void BansDialog::setBans(const QList<BanConfig> &bans)
{
    m_bans = bans;
    m_list->clear();
    for (const BanConfig &ban : bans)
        m_list->addItem(textOf(ban));
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
