#include "ui/compose/receiverssheet.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/rowtable.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

ReceiversSheet::ReceiversSheet(ReceiversModel::Send send, QWidget *parent)
    : QDialog(parent)
    , m_model(new ReceiversModel(send, this))
    , m_summary(new QLabel(this))
{
    setObjectName(u"receiversSheet"_s);
    setWindowTitle(tr("Receivers"));
    resize(scaled(780), scaled(460));
    m_summary->setObjectName(u"receiversSummary"_s);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);

    auto *table = new QTableView(this);
    table->setObjectName(u"receiversTable"_s);
    table->setAccessibleName(tr("Who it was for, and what became of each copy"));
    makeRowTable(*table);
    table->setModel(m_model);
    table->verticalHeader()->setDefaultSectionSize(scaled(24));
    table->horizontalHeader()->setSectionResizeMode(ReceiversModel::Name, QHeaderView::Stretch);
    table->setColumnWidth(ReceiversModel::Fate, scaled(240));
    table->setColumnWidth(ReceiversModel::Id, scaled(310));

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_rest = buttons->addButton(tr("Send to the rest"), QDialogButtonBox::ActionRole);
    m_rest->setObjectName(u"receiversRest"_s);
    QPushButton *text = buttons->addButton(tr("Put the text back"), QDialogButtonBox::ActionRole);
    text->setObjectName(u"receiversText"_s);
    text->setToolTip(tr("Into the composer, to be sent by you or not"));
    for (QPushButton *button : {m_rest, text})
        button->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_rest, &QPushButton::clicked, this, &ReceiversSheet::restRequested);
    connect(text, &QPushButton::clicked, this, &ReceiversSheet::textRequested);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(16));
    layout->setSpacing(scaled(12));
    layout->addWidget(m_summary);
    layout->addWidget(table, 1);
    layout->addWidget(buttons);
    setRest(0);
}

void ReceiversSheet::setCopies(const QString &summary, const QList<SentCopy> &copies)
{
    m_summary->setText(summary);
    m_model->setCopies(copies);
}

void ReceiversSheet::setRest(qsizetype count)
{
    m_rest->setEnabled(count > 0);
    m_rest->setText(count > 0 ? tr("Send to the other %1").arg(exactNumber(quint64(count)))
                              : tr("Send to the rest"));
    m_rest->setToolTip(count > 0 ? tr("To those who are still connected and did not get it")
                                 : tr("Nobody is still connected who did not get it"));
}

} // namespace Signalbox
