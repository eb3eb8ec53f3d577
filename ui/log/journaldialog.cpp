#include "ui/log/journaldialog.h"

#include "core/server/server.h"
#include "ui/model/configurationcontroller.h"
#include "ui/widgets/format.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxDays = 36'500;
constexpr int MaxMegabytes = 1'000'000;
constexpr qsizetype MaxPathShown = 60; // characters

QStringList classNames(const Configuration &configuration)
{
    QStringList names;
    for (const EndpointConfig &endpoint : configuration.endpoints) {
        if (endpoint.preset == Preset::Class)
            names.append(endpoint.name);
    }
    return names;
}

QSpinBox *makeNumber(const QString &name, int maximum, const QString &suffix, qint64 value)
{
    auto *box = new QSpinBox;
    box->setObjectName(name);
    box->setRange(0, maximum);
    box->setSpecialValueText(JournalDialog::tr("without limit")); // 0
    box->setSuffix(suffix);
    box->setValue(int(std::min<qint64>(value, maximum)));
    return box;
}

} // namespace

JournalDialog::JournalDialog(Server &server, ConfigurationController &configuration,
                             QWidget *parent)
    : QDialog(parent)
    , m_server(server)
    , m_configuration(configuration)
    , m_keep(new QCheckBox(tr("&Keep the log on disk")))
    , m_classes(new QCheckBox)
    , m_place(new QLabel)
    , m_delete(new QPushButton(tr("&Delete the saved log…")))
{
    setObjectName(u"journalDialog"_s);
    setWindowTitle(tr("Log on disk"));
    const JournalConfig &journal = m_configuration.configuration().journal;
    m_keep->setObjectName(u"keepJournal"_s);
    m_keep->setChecked(m_configuration.configuration().keepsJournal());
    const QStringList ofClasses = classNames(m_configuration.configuration());
    const bool isMixed =
        !ofClasses.isEmpty() && ofClasses.size() < m_configuration.configuration().endpoints.size();
    m_classes->setObjectName(u"keepClasses"_s);
    m_classes->setText(tr("&Also what happens on %1, meant for a class")
                           .arg(visibleText(ofClasses.join(u", "_s), Lines::Fold, MaxPathShown)));
    m_classes->setToolTip(tr("What pupils write is their own until you decide otherwise"));
    m_classes->setChecked(journal.enabled == true);
    m_classes->setEnabled(m_keep->isChecked());
    connect(m_keep, &QCheckBox::toggled, m_classes, &QWidget::setEnabled);
    auto *classNote =
        new QLabel(tr("Every endpoint is meant for a class, so nothing is kept unless "
                      "you choose so: what pupils write is kept then."));
    classNote->setObjectName(u"classNote"_s);
    classNote->setWordWrap(true);
    m_days = makeNumber(u"journalDays"_s, MaxDays, tr(" days"), journal.days);
    m_megabytes =
        makeNumber(u"journalMegabytes"_s, MaxMegabytes, tr(" MiB"), journal.maxBytes / MiB);
    m_place->setObjectName(u"journalPlace"_s);
    m_place->setTextFormat(Qt::PlainText);
    m_place->setWordWrap(true);
    m_place->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    m_delete->setObjectName(u"deleteJournal"_s);
    m_delete->setAutoDefault(false);
    connect(m_delete, &QPushButton::clicked, this, &JournalDialog::askToDelete);

    auto *form = new QFormLayout;
    form->addRow(tr("&Rows go after"), m_days);
    form->addRow(tr("The &oldest go beyond"), m_megabytes);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    setWeight(buttons->button(QDialogButtonBox::Ok), "primary");
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_keep);
    layout->addWidget(m_classes);
    layout->addWidget(classNote);
    m_classes->setVisible(isMixed);
    classNote->setVisible(!ofClasses.isEmpty() && !isMixed);
    layout->addLayout(form);
    layout->addWidget(m_place);
    layout->addWidget(m_delete, 0, Qt::AlignLeft);
    layout->addStretch();
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &JournalDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &JournalDialog::reject);
    for (QSpinBox *box : {m_days, m_megabytes}) {
        box->setEnabled(m_keep->isChecked());
        connect(m_keep, &QCheckBox::toggled, box, &QWidget::setEnabled);
    }
    connect(&m_server, &Server::journalChanged, this, &JournalDialog::showPlace);
    connect(&m_server, &Server::journalRemoved, this, &JournalDialog::showPlace);
    showPlace();
}

void JournalDialog::showPlace()
{
    const JournalStatus status = m_server.journal();
    const QFileInfo file(m_server.journalFile());
    const bool isOff = status.fileName.isEmpty();
    m_place->setVisible(!isOff || file.exists());
    m_place->setText(tr("%1 in %2. Only you can read it.")
                         .arg(shortBytes(quint64(isOff ? file.size() : status.bytes)),
                              visibleText(file.filePath())));
    m_delete->setEnabled(file.exists());
}

void JournalDialog::askToDelete()
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Delete the saved log"),
                                tr("Delete everything that was saved of the log?"),
                                QMessageBox::Cancel, this);
    box->setObjectName(u"deleteJournalQuestion"_s);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("That cannot be undone. Rows in memory can be seen until Signalbox "
                               "ends, and what you exported stays."));
    QPushButton *remove = box->addButton(tr("Delete"), QMessageBox::AcceptRole);
    remove->setObjectName(u"confirmDeleteJournal"_s);
    box->setDefaultButton(QMessageBox::Cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this, box, remove] {
        if (box->clickedButton() == remove)
            m_server.removeJournal();
    });
    box->open();
}

void JournalDialog::accept()
{
    Configuration changed = m_configuration.configuration();
    const bool keeps = m_keep->isChecked();
    const bool isChanged =
        keeps != changed.keepsJournal()
        || (keeps && m_classes->isChecked() != (changed.journal.enabled == true));
    if (isChanged) {
        changed.journal.enabled =
            keeps && m_classes->isChecked() ? std::optional(true) : std::nullopt;
        if (keeps != changed.keepsJournal()) // without being told
            changed.journal.enabled = keeps;
    }
    changed.journal.days = m_days->value();
    // a size that is no whole number of MiB stays as it is unless another one is chosen
    if (m_megabytes->value() != changed.journal.maxBytes / MiB || changed.journal.maxBytes < MiB)
        changed.journal.maxBytes = m_megabytes->value() * MiB;
    if (changed != m_configuration.configuration())
        m_configuration.change(tr("change what is kept on disk"), changed);
    QDialog::accept();
}

} // namespace Signalbox
