#include "ui/endpoints/joincard.h"

#include "ui/endpoints/qrcode.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tone.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

JoinCard::JoinCard(int side, QWidget *parent)
    : QWidget(parent)
    , m_code(new QrView(side, this))
    , m_text(new QLabel(this))
    , m_copy(new QPushButton(lineIcon(u"copy"_s), tr("Copy the address"), this))
{
    setObjectName(u"joinCard"_s);
    m_text->setObjectName(u"joinText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_copy->setObjectName(u"joinCopy"_s);
    m_copy->setProperty("small", true);
    m_copy->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_code->text()); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    layout->addWidget(m_code, 0, Qt::AlignHCenter);
    layout->addWidget(m_text);
    layout->addWidget(m_copy, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    setFixedWidth(scaled(side + 16));
    setReason({});
}

void JoinCard::setUrl(const QString &url)
{
    m_code->setText(url);
    m_text->setText(url);
    m_text->setFont(payloadFont());
    setTone(m_text, {});
    m_code->show();
    m_copy->show();
}

void JoinCard::setReason(const QString &why)
{
    m_code->setText({});
    m_text->setText(why);
    m_text->setFont(interfaceFont());
    setTone(m_text, "dim"_L1);
    m_code->hide();
    m_copy->hide();
}

QString JoinCard::url() const
{
    return m_code->text();
}

} // namespace Signalbox
