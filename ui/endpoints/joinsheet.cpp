#include "ui/endpoints/joinsheet.h"

#include "ui/endpoints/addresslist.h"
#include "ui/endpoints/joincard.h"
#include "ui/theme/theme.h"
#include "ui/widgets/visibletext.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int SheetCodeSide = 264; ///< pixels at 100 per cent

/// What stands above the code.
QString sentenceOf(const EndpointStatus &status, const Reach &reach)
{
    if (status.state != EndpointState::Running)
        return JoinSheet::tr("%1 is not running.").arg(visibleText(status.name));
    if (reach.kind != Reach::Kind::Network)
        return reachText(reach, {}, status.port);
    if (status.pageUrl.isEmpty())
        return JoinSheet::tr("%1 serves no pages, so there is nothing for a browser to open. "
                             "Programs on other devices connect to this address.")
            .arg(visibleText(status.name));
    return JoinSheet::tr("Open this on a phone or another computer in the same network.");
}

} // namespace

JoinSheet::JoinSheet(const EndpointStatus &status, const QList<NetworkAddress> &addresses,
                     const QString &joinCode, QWidget *parent)
    : QDialog(parent)
    , m_status(status)
    , m_joinCode(joinCode)
    , m_host(new QComboBox(this))
    , m_card(new JoinCard(SheetCodeSide, this))
{
    setObjectName(u"joinSheet"_s);
    setWindowTitle(tr("Join %1").arg(visibleText(status.name)));
    const Reach reach = reachOf(status.address, addresses);
    const bool canJoin =
        status.state == EndpointState::Running && reach.kind == Reach::Kind::Network;
    auto *sentence = new QLabel(sentenceOf(status, reach), this);
    sentence->setObjectName(u"joinSentence"_s);
    sentence->setTextFormat(Qt::PlainText);
    sentence->setWordWrap(true);
    sentence->setMinimumWidth(scaled(SheetCodeSide));

    m_host->setObjectName(u"joinHost"_s);
    m_host->setAccessibleName(tr("Address of this computer"));
    const QList<AddressChoice> choices = rankedAddresses(addresses);
    for (const AddressChoice &choice : choices)
        if (reach.hosts.contains(choice.address))
            m_host->addItem(addressText(choice), choice.address);
    m_host->setVisible(canJoin && m_host->count() > 1);
    m_card->setVisible(canJoin);
    connect(m_host, &QComboBox::currentIndexChanged, this,
            [this] { showHost(m_host->currentData().toString()); });
    if (canJoin)
        showHost(reach.hosts.first());

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    if (!canJoin) {
        QPushButton *edit = buttons->addButton(tr("Edit…"), QDialogButtonBox::ActionRole);
        edit->setObjectName(u"joinEdit"_s);
        connect(edit, &QPushButton::clicked, this, [this] {
            reject();
            Q_EMIT editRequested();
        });
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(sentence);
    layout->addWidget(m_host);
    layout->addWidget(m_card, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    layout->addWidget(buttons);
}

void JoinSheet::showHost(const QString &host)
{
    const QString own = m_status.pageUrl.isEmpty() ? m_status.url : m_status.pageUrl;
    const QString url = urlOf(own.section(u':', 0, 0), host, m_status.port);
    m_card->setUrl(m_status.pageUrl.isEmpty() ? url : joinUrl(url, m_joinCode));
}

} // namespace Signalbox
