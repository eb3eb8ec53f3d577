#include "ui/endpoints/queuesdialog.h"

#include "core/server/server.h"
#include "ui/model/configurationcontroller.h"
#include "ui/theme/theme.h"
#include "ui/widgets/fieldform.h"
#include "ui/widgets/format.h"
#include "ui/widgets/tone.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto RefreshInterval = 1s;

int megabytes(qint64 bytes)
{
    return int(bytes / MiB);
}

} // namespace

QueuesDialog::QueuesDialog(Server &server, ConfigurationController &configuration, QWidget *parent)
    : QDialog(parent)
    , m_server(server)
    , m_configuration(configuration)
    , m_megabytes(new QSpinBox)
    , m_now(new QLabel)
{
    setObjectName(u"queuesDialog"_s);
    setWindowTitle(tr("Queues of all endpoints"));
    m_megabytes->setObjectName(u"queuesMegabytes"_s);
    m_megabytes->setRange(megabytes(Configuration::LeastTotalQueueBytes),
                          megabytes(Configuration::MostTotalQueueBytes));
    m_megabytes->setSuffix(tr(" MiB"));
    m_megabytes->setValue(megabytes(m_configuration.configuration().totalQueueBytes));
    m_now->setObjectName(u"queuesNow"_s);
    m_now->setTextFormat(Qt::PlainText);

    auto *form = new FieldForm;
    form->addField(tr("&At most"), m_megabytes)
        ->say(tr("What waits for slow clients, over all endpoints; a message that waits for many "
                 "counts once. Beyond it the clients that are furthest behind are disconnected. "
                 "Usual: %1.")
                  .arg(limitBytes(quint64(Configuration::DefaultTotalQueueBytes))));
    form->addField(tr("Peak"), m_now);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    setWeight(buttons->button(QDialogButtonBox::Ok), "primary");
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(form);
    layout->addStretch();
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QueuesDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QueuesDialog::reject);
    connect(&m_timer, &QTimer::timeout, this, &QueuesDialog::showNow);
    m_timer.start(RefreshInterval);
    showNow();
    setMinimumWidth(scaled(420));
}

void QueuesDialog::showNow()
{
    const Totals totals = m_server.totals();
    m_now->setText(totals.mostQueued == 0
                       ? tr("nothing has waited since the start")
                       : tr("%1 since the start").arg(shortBytes(totals.mostQueued)));
}

void QueuesDialog::accept()
{
    Configuration changed = m_configuration.configuration();
    // one that is no whole number of MiB stays as it is unless another is chosen
    if (m_megabytes->value() != megabytes(changed.totalQueueBytes)) {
        changed.totalQueueBytes = m_megabytes->value() * MiB;
        m_configuration.change(tr("change what may wait for all clients"), changed);
    }
    QDialog::accept();
}

} // namespace Signalbox
