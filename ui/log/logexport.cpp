#include "ui/log/logexport.h"

#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>

namespace Signalbox {

using namespace Qt::StringLiterals;

LogExport::LogExport(Banner *banner, QWidget *parent)
    : QObject(parent)
    , m_banner(banner)
    , m_cancel(banner->addButton(tr("Cancel")))
    , m_ask([this] { return askFileName(); })
{
    m_banner->setObjectName(u"exportBanner"_s);
    m_banner->setClosable(true);
    connect(m_cancel, &QPushButton::clicked, &m_export, &EntryExport::cancel);
    connect(&m_export, &EntryExport::progressed, this, [this](double done, quint64 entries) {
        m_banner->setText(tr("Exporting to %1: %2 %, %3 rows.")
                              .arg(m_name, QString::number(int(done * 100)), exactNumber(entries)));
    });
    connect(&m_export, &EntryExport::finished, this, [this](quint64 entries) {
        finish(entries == 1 ? tr("1 row was exported to %1.").arg(m_name)
                            : tr("%1 rows were exported to %2.").arg(exactNumber(entries), m_name),
               true);
    });
    connect(&m_export, &EntryExport::cancelled, this,
            [this] { finish(tr("The export was cancelled; there is no new file."), true); });
    connect(&m_export, &EntryExport::failed, this, [this](const Error &error) {
        finish(
            error.code == Error::Code::NoSpace
                ? tr("Nothing was exported to %1: there is no room left on the disk.").arg(m_name)
                : tr("Nothing was exported to %1: %2.").arg(m_name, visibleText(error.detail)),
            false);
    });
}

void LogExport::start(ExportOrder order)
{
    if (m_export.isRunning())
        return;
    order.fileName = m_ask();
    if (order.fileName.isEmpty())
        return;
    if (order.fileName.endsWith(u".csv"_s, Qt::CaseInsensitive))
        order.format = ExportOrder::Format::Csv;
    m_name = visibleText(QFileInfo(order.fileName).fileName());
    m_banner->setTone(Banner::Tone::Info);
    m_banner->setText(tr("Exporting to %1.").arg(m_name));
    m_cancel->show();
    m_banner->show();
    m_export.start(order);
}

void LogExport::finish(const QString &sentence, bool isGood)
{
    m_cancel->hide();
    m_banner->setTone(isGood ? Banner::Tone::Info : Banner::Tone::Error);
    m_banner->setText(sentence);
    m_banner->show();
}

QString LogExport::askFileName() const
{
    const QString suggested =
        u"signalbox-"_s + QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmm"_s) + u".jsonl"_s;
    const QString lines = tr("JSON lines, can be opened again (*.jsonl)");
    const QString csv = tr("CSV for spreadsheets (*.csv)");
    QString chosen;
    QString name =
        QFileDialog::getSaveFileName(qobject_cast<QWidget *>(parent()), tr("Export the log"),
                                     suggested, lines + u";;"_s + csv, &chosen);
    if (!name.isEmpty() && QFileInfo(name).suffix().isEmpty())
        name += chosen == csv ? u".csv"_s : u".jsonl"_s;
    else if (chosen == csv && name.endsWith(u".jsonl"_s))
        name = name.chopped(6) + u".csv"_s;
    return name;
}

} // namespace Signalbox
