#include "ui/log/inspector.h"

#include "core/json/jsonformat.h"
#include "core/json/jsonscanner.h"
#include "ui/log/entryinfo.h"
#include "ui/log/hexview.h"
#include "ui/log/payloadview.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/latecopy.h"
#include "ui/widgets/panelbar.h"

#include <QApplication>
#include <QClipboard>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString stillReading()
{
    return Inspector::tr("The message is still being read");
}

} // namespace

Inspector::Inspector(QWidget *parent)
    : QWidget(parent)
    , m_whole(new QStackedLayout(this))
    , m_tabs(new QTabBar)
    , m_pages(new QStackedWidget)
    , m_cut(new Banner(Banner::Tone::Warning))
    , m_pretty(new PayloadView(PayloadView::Form::LaidOut))
    , m_raw(new PayloadView(PayloadView::Form::AsItCame))
    , m_hex(new HexView)
    , m_info(new EntryInfo)
    , m_copyButton(makeToolButton(u"copy"_s, {}, tr("Copy what this tab shows"), this))
    , m_copy(new LateCopy(this))
{
    setObjectName(u"inspector"_s);
    m_pretty->setObjectName(u"inspectorPretty"_s);
    m_raw->setObjectName(u"inspectorRaw"_s);
    const std::pair<QWidget *, QString> pages[] = {
        {m_pretty, tr("Pretty")}, {m_raw, tr("Raw")}, {m_hex, tr("Hex")}, {m_info, tr("Info")}};
    for (const auto &[page, name] : pages) {
        m_tabs->addTab(name);
        m_pages->addWidget(page);
    }
    m_tabs->setAccessibleName(tr("Form of the message"));
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::tabBarClicked, this, [this](int tab) {
        if (tab >= 0 && m_tabs->isTabEnabled(tab))
            m_chosen = Tab(tab);
    });
    connect(m_info, &EntryInfo::causeRequested, this, &Inspector::causeRequested);
    connect(m_info, &EntryInfo::limitRequested, this, &Inspector::limitRequested);
    connect(m_info, &EntryInfo::originRequested, this, &Inspector::originRequested);

    m_copyButton->setObjectName(u"inspectorCopy"_s);
    connect(m_copyButton, &QToolButton::clicked, this, &Inspector::copy);
    connect(m_tabs, &QTabBar::currentChanged, this, &Inspector::updateCopy);
    connect(m_copy, &LateCopy::busyChanged, this, &Inspector::updateCopy);
    auto *bar = new PanelBar(36);
    bar->addWidget(m_tabs);
    bar->addStretch();
    bar->addWidget(m_copyButton);

    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_cut);
    m_whole->addWidget(new EmptyState(u"braces"_s, tr("No row chosen"),
                                      tr("Choose a row of the log to see it exactly as it was.")));
    m_whole->addWidget(page);
    updateCopy();
}

void Inspector::setEntry(const std::optional<LogEntry> &entry)
{
    m_entry = entry;
    m_reading.drop();
    m_whole->setCurrentIndex(entry ? 1 : 0);
    if (!entry)
        return;
    m_tabs->setTabEnabled(HexTab, !entry->payload.isEmpty());
    m_hex->setBytes(entry->payload);
    m_info->setEntry(*entry);
    if (entry->isCut()) {
        const QString hash = QString::fromLatin1(entry->sha256.toHex());
        const QString kept =
            tr("%1 of %2 kept: what is behind is not searched, and it cannot be sent again")
                .arg(limitBytes(quint64(entry->payload.size())), limitBytes(entry->size));
        m_cut->setText(hash.isEmpty() ? kept : tr("%1 · SHA-256 of the whole: %2").arg(kept, hash));
    }
    m_cut->setVisible(entry->isCut());
    readText();
}

/// What of the message is JSON: known at once, or it is said that it is being read.
void Inspector::readText()
{
    const QByteArray &payload = m_entry->payload;
    const bool isText = m_entry->type != PayloadType::Binary && !payload.isEmpty();
    m_tabs->setTabEnabled(RawTab, isText);
    if (!isText || m_entry->isCut())
        return showText(false);
    const auto read = [payload] { return !validateJson(payload, false); };
    if (payload.size() <= PayloadView::AtOnce)
        return showText(read());
    m_tabs->setTabEnabled(PrettyTab, true); // as most are
    m_tabs->setTabToolTip(PrettyTab, stillReading());
    m_pretty->setReading(payload.size());
    m_raw->setReading(payload.size());
    m_reading.run(read, [this](bool isJson) { showText(isJson); });
    chooseTab();
}

void Inspector::showText(bool isJson)
{
    m_tabs->setTabEnabled(PrettyTab, isJson);
    m_tabs->setTabToolTip(PrettyTab, isJson             ? QString()
                                     : m_entry->isCut() ? tr("Only a part of the message is kept")
                                                        : tr("This is not JSON"));
    m_pretty->setPayload(isJson ? m_entry->payload : QByteArray(), isJson);
    m_raw->setPayload(m_tabs->isTabEnabled(RawTab) ? m_entry->payload : QByteArray(), isJson);
    chooseTab();
}

/// The user's tab where it has something to show, else the most telling one.
void Inspector::chooseTab()
{
    Tab tab = m_tabs->isTabEnabled(PrettyTab) ? PrettyTab
              : m_tabs->isTabEnabled(RawTab)  ? RawTab
              : m_tabs->isTabEnabled(HexTab)  ? HexTab
                                              : InfoTab;
    if (m_chosen && m_tabs->isTabEnabled(*m_chosen))
        tab = *m_chosen;
    m_tabs->setCurrentIndex(tab);
    updateCopy();
}

Inspector::Tab Inspector::currentTab() const
{
    return Tab(m_tabs->currentIndex());
}

void Inspector::showTab(Tab tab)
{
    m_chosen = tab;
    if (m_entry)
        chooseTab();
}

/// Pretty and Raw: the text as it came or is laid out, whole, without the drawn invisible
/// characters.
void Inspector::copy()
{
    if (!m_entry)
        return;
    const QByteArray &payload = m_entry->payload;
    switch (currentTab()) {
    case PrettyTab:
        m_copy->copy(payload.size(), [payload] { return QString::fromUtf8(prettyJson(payload)); });
        break;
    case RawTab:
        m_copy->copy(payload.size(), [payload] { return QString::fromUtf8(payload); });
        break;
    case HexTab:
        m_copy->copy(payload.size(), m_hex->dumper());
        break;
    case InfoTab:
        QApplication::clipboard()->setText(m_info->text());
        break;
    }
}

void Inspector::updateCopy()
{
    const QString reason = m_reading.isRunning() && currentTab() <= RawTab ? stillReading()
                           : m_copy->isBusy() ? tr("It is being copied")
                                              : QString();
    m_copyButton->setEnabled(reason.isEmpty());
    m_copyButton->setToolTip(reason.isEmpty() ? tr("Copy what this tab shows") : reason);
}

} // namespace Signalbox
