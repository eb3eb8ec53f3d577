#include "ui/endpoints/joincard.h"

#include "ui/endpoints/qrcode.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tone.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

QString joinUrl(const QString &pageUrl, const QString &joinCode)
{
    if (joinCode.isEmpty())
        return pageUrl;
    return pageUrl + u"#code="_s + QString::fromLatin1(QUrl::toPercentEncoding(joinCode));
}

JoinCard::JoinCard(int side, QWidget *parent)
    : QWidget(parent)
    , m_code(new QrView(side, this))
    , m_address(new QLabel(this))
    , m_why(new QLabel(this))
    , m_copy(new QPushButton(lineIcon(u"copy"_s), tr("Copy the address"), this))
{
    setObjectName(u"joinCard"_s);
    for (QLabel *label : {m_address, m_why}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    }
    m_address->setFont(payloadFont());
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTone(m_why, "dim"_L1);
    m_copy->setObjectName(u"joinCopy"_s);
    m_copy->setProperty("small", true);
    m_copy->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_code->text()); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    layout->addWidget(m_code, 0, Qt::AlignHCenter);
    layout->addWidget(m_address);
    layout->addWidget(m_copy, 0, Qt::AlignHCenter);
    layout->addWidget(m_why);
    layout->addStretch(1);
    setFixedWidth(scaled(side + 16));
    setReason({});
}

void JoinCard::setUrl(const QString &url)
{
    m_code->setText(url);
    m_address->setText(url);
    m_why->hide();
    m_code->show();
    m_address->show();
    m_copy->show();
}

void JoinCard::setReason(const QString &why)
{
    m_code->setText({});
    m_why->setText(why);
    m_code->hide();
    m_address->hide();
    m_copy->hide();
    m_why->show();
}

QString JoinCard::url() const
{
    return m_code->text();
}

} // namespace Signalbox
