#include "ui/clients/bandialog.h"

#include "core/values/utc.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/whytext.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int Minute = 60; // seconds
constexpr int ForGood = 0;

} // namespace

BanDialog::BanDialog(const QList<BanConfig> &bans, int clients, QWidget *parent)
    : QDialog(parent)
    , m_bans(bans)
    , m_text(new QLabel(this))
    , m_time(new QComboBox(this))
{
    setObjectName(u"banDialog"_s);
    setWindowTitle(tr("Ban"));
    setMinimumWidth(scaled(420));
    auto *title = new QLabel(bans.size() == 1 ? tr("Ban %1?").arg(visibleText(bans.first().address))
                                              : tr("Ban %1 addresses?").arg(bans.size()),
                             this);
    title->setProperty("look", u"emptyTitle"_s);
    m_text->setObjectName(u"banText"_s);
    setTone(m_text, "dim"_L1);
    for (QLabel *label : {title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    setClients(clients);
    m_time->setObjectName(u"banTime"_s);
    m_time->addItem(tr("10 minutes"), 10 * Minute);
    m_time->addItem(tr("1 hour"), 60 * Minute);
    m_time->addItem(tr("1 day"), 24 * 60 * Minute);
    m_time->addItem(tr("for good"), ForGood);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(scaled(16));
    form->addRow(tr("&How long"), m_time);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *ban = buttons->addButton(tr("Ban"), QDialogButtonBox::AcceptRole);
    ban->setObjectName(u"confirmBan"_s);
    setWeight(ban, "danger");
    ban->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(title);
    layout->addWidget(m_text);
    layout->addLayout(form);
    layout->addStretch();
    layout->addWidget(buttons);
}

void BanDialog::setClients(int clients)
{
    m_text->setText(tr("Nobody from there is let in, on any endpoint. Disconnected with it: %1.")
                        .arg(clientCountText(quint64(std::max(0, clients)))));
}

QList<BanConfig> BanDialog::bans() const
{
    QList<BanConfig> bans = m_bans;
    const int seconds = m_time->currentData().toInt();
    for (BanConfig &ban : bans)
        if (seconds != ForGood)
            ban.until =
                QDateTime::fromSecsSinceEpoch(QDateTime::currentSecsSinceEpoch() + seconds, Utc);
    return bans;
}

} // namespace Signalbox
