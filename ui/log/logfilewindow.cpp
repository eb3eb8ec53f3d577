#include "ui/log/logfilewindow.h"

#include "ui/log/inspector.h"
#include "ui/log/logmodel.h"
#include "ui/log/logpanel.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QFileInfo>
#include <QSplitter>
#include <QThread>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

LogFileWindow::LogFileWindow(const QString &fileName, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_name(visibleText(QFileInfo(fileName).fileName()))
    , m_banner(new Banner(Banner::Tone::Info, this))
    , m_panel(new LogPanel(this))
    , m_inspector(new Inspector(this))
{
    setObjectName(u"logFileWindow"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("%1 – Signalbox").arg(m_name));
    resize(1100, 700);
    m_panel->setReadOnly();
    m_banner->setObjectName(u"logFileBanner"_s);
    m_banner->setText(tr("Reading %1.").arg(m_name));
    m_banner->show();
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_panel);
    splitter->addWidget(m_inspector);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(splitter, 1);
    connect(m_panel, &LogPanel::currentEntryChanged, m_inspector, &Inspector::setEntry);
    connect(m_inspector, &Inspector::causeRequested, m_panel, &LogPanel::showSequence);

    m_thread.reset(QThread::create([this, fileName] {
        const Result<EntryReading> reading =
            readEntries(fileName, {LogModel::DefaultRows, LogModel::DefaultBytes},
                        [this] { return m_isClosing.load(); });
        if (!m_isClosing)
            QMetaObject::invokeMethod(this, [this, reading] { showReading(reading); });
    }));
    m_thread->start();
}

LogFileWindow::~LogFileWindow()
{
    m_isClosing = true;
    m_thread->wait();
}

void LogFileWindow::showReading(const Result<EntryReading> &reading)
{
    if (!reading) {
        m_banner->setTone(Banner::Tone::Error);
        m_banner->setText(
            reading.error().code == Error::Code::BadDocument
                ? tr("%1 is no log that was exported as JSON lines: %2")
                      .arg(m_name, visibleText(reading.error().detail))
                : tr("%1 cannot be read: %2").arg(m_name, visibleText(reading.error().detail)));
        return;
    }
    const EntryReading &read = reading.value();
    m_panel->append(read.entries);
    QString text = tr("%1, read-only.").arg(m_name);
    if (read.left > 0)
        text += u' '
                % tr("The first %1 rows are left out: they are more than fit.")
                      .arg(exactNumber(read.left));
    if (read.badLines > 0) {
        m_banner->setTone(Banner::Tone::Warning);
        text += u' '
                % tr("Lines that are no rows were passed over: %1, the first is line %2 (%3).")
                      .arg(exactNumber(read.badLines), exactNumber(read.firstBadLine),
                           visibleText(read.firstProblem.detail));
    }
    m_banner->setText(text);
}

} // namespace Signalbox
