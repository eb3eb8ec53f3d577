#include "ui/log/entryinfo.h"

#include "ui/log/rowlook.h"
#include "ui/log/whytext.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxFact = 2'000; // characters

}

EntryInfo::EntryInfo(QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setAccessibleName(tr("What is known of this row"));
    viewport()->setBackgroundRole(QPalette::Base);
}

void EntryInfo::addFact(const QString &name, const QString &value, bool isPayloadFont)
{
    if (value.isEmpty())
        return;
    auto *label = new QLabel(name, widget());
    label->setTextFormat(Qt::PlainText);
    label->setProperty("tone", u"dim"_s);
    auto *text = new QLabel(value, widget());
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setAccessibleName(name);
    if (isPayloadFont)
        text->setFont(payloadFont());
    m_facts->addRow(label, text);
    m_lines << name % u": "_s % value;
}

void EntryInfo::addCause(quint64 sequence)
{
    auto *label = new QLabel(tr("Caused by"), widget());
    label->setTextFormat(Qt::PlainText);
    label->setProperty("tone", u"dim"_s);
    auto *button = new QPushButton(tr("Row %1").arg(exactNumber(sequence)), widget());
    button->setProperty("small", true);
    button->setObjectName(u"causeButton"_s);
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(button, &QPushButton::clicked, this,
            [this, sequence] { Q_EMIT causeRequested(sequence); });
    m_facts->addRow(label, button);
    m_lines << tr("Caused by: row %1").arg(exactNumber(sequence));
}

void EntryInfo::setEntry(const LogEntry &entry)
{
    auto *page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    m_facts = new QFormLayout(page);
    m_facts->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    m_facts->setHorizontalSpacing(scaled(16));
    m_facts->setVerticalSpacing(scaled(6));
    m_facts->setLabelAlignment(Qt::AlignLeft);
    m_lines.clear();
    setWidget(page); // deletes the last one

    addFact(tr("What happened"), whyText(entry));
    if (entry.cause != 0)
        addCause(entry.cause);
    addFact(tr("Kind"), u"%1 (%2)"_s.arg(kindText(entry.kind), directionText(directionOf(entry))));
    addFact(tr("Time"), exactTime(entry.at));
    addFact(tr("Client"), clientText(entry));
    if (!entry.client.isNull())
        addFact(tr("Client id"), entry.client.toString(), true);
    addFact(tr("Path"), visibleText(entry.path, Lines::Fold, MaxFact), true);
    addFact(tr("Timer"), visibleText(entry.timer, Lines::Fold, MaxFact));
    addFact(tr("Endpoint"), visibleText(entry.endpoint, Lines::Fold, MaxFact));
    if (directionOf(entry) == Direction::Out || entry.count > 0) {
        addFact(tr("Recipients"),
                entry.waiting == 0
                    ? exactNumber(entry.count)
                    : tr("%1, of which %2 were slow: their copy went into their queue")
                          .arg(exactNumber(entry.count), exactNumber(entry.waiting)));
    }
    if (entry.type != PayloadType::None) {
        addFact(tr("Size"), entry.isCut() ? tr("%1, of which %2 are kept")
                                                .arg(exactBytes(entry.size),
                                                     exactBytes(quint64(entry.payload.size())))
                                          : exactBytes(entry.size));
        addFact(tr("Type"), typeWord(entry.type));
    }
    addFact(tr("SHA-256"), QString::fromLatin1(entry.sha256.toHex()), true);
    if (entry.code != 0) {
        const QString meaning = entry.kind == LogKind::Left ? closeCodeText(entry.code) : QString();
        addFact(entry.kind == LogKind::Left ? tr("Close code") : tr("Status"),
                meaning.isEmpty() ? QString::number(entry.code)
                                  : u"%1 %2"_s.arg(QString::number(entry.code), meaning));
    }
    addFact(tr("Detail"), visibleText(entry.detail, Lines::Fold, MaxFact));
    addFact(tr("Row"), exactNumber(entry.sequence));
}

QString EntryInfo::text() const
{
    return m_lines.join(u'\n');
}

} // namespace Signalbox
