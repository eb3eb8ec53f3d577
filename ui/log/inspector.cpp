#include "ui/log/inspector.h"

#include "core/json/jsonformat.h"
#include "core/json/jsonscanner.h"
#include "ui/log/entryinfo.h"
#include "ui/log/hexview.h"
#include "ui/log/payloadview.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
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

    QToolButton *copyButton = makeToolButton(u"copy"_s, {}, tr("Copy what this tab shows"), this);
    copyButton->setObjectName(u"inspectorCopy"_s);
    connect(copyButton, &QToolButton::clicked, this, &Inspector::copy);
    auto *bar = new PanelBar(36);
    bar->addWidget(m_tabs);
    bar->addStretch();
    bar->addWidget(copyButton);

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
}

void Inspector::setEntry(const std::optional<LogEntry> &entry)
{
    m_entry = entry;
    m_whole->setCurrentIndex(entry ? 1 : 0);
    if (!entry)
        return;
    const bool isJson = entry->type != PayloadType::Binary && !entry->payload.isEmpty()
                        && !entry->isCut() && !validateJson(entry->payload, false);
    const bool isText = entry->type != PayloadType::Binary && !entry->payload.isEmpty();
    m_tabs->setTabEnabled(PrettyTab, isJson);
    m_tabs->setTabToolTip(PrettyTab, isJson           ? QString()
                                     : entry->isCut() ? tr("Only a part of the message is kept")
                                                      : tr("This is not JSON"));
    m_tabs->setTabEnabled(RawTab, isText);
    m_tabs->setTabEnabled(HexTab, !entry->payload.isEmpty());
    m_pretty->setPayload(isJson ? entry->payload : QByteArray(), isJson);
    m_raw->setPayload(isText ? entry->payload : QByteArray(), isJson);
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
    chooseTab();
}

/// The user's tab where it has something to show, else the most telling one.
void Inspector::chooseTab()
{
    if (m_chosen && m_tabs->isTabEnabled(*m_chosen)) {
        m_tabs->setCurrentIndex(*m_chosen);
        return;
    }
    for (const Tab tab : {PrettyTab, RawTab, HexTab, InfoTab}) {
        if (m_tabs->isTabEnabled(tab)) {
            m_tabs->setCurrentIndex(tab);
            return;
        }
    }
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
    switch (currentTab()) {
    case PrettyTab:
        QApplication::clipboard()->setText(QString::fromUtf8(prettyJson(m_entry->payload)));
        break;
    case RawTab:
        QApplication::clipboard()->setText(QString::fromUtf8(m_entry->payload));
        break;
    case HexTab:
        QApplication::clipboard()->setText(m_hex->dump());
        break;
    case InfoTab:
        QApplication::clipboard()->setText(m_info->text());
        break;
    }
}

} // namespace Signalbox
