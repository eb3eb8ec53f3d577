#include "ui/log/entryinfo.h"

#include "ui/log/breach.h"
#include "ui/log/rowlook.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/closecodetext.h"
#include "ui/words/whytext.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxFact = 2'000; // characters

}

EntryInfo::EntryInfo(QWidget *parent)
    : FactList(parent)
{
    setAccessibleName(tr("What is known of this row"));
    connect(this, &FactList::buttonClicked, this, [this](const QString &button) {
        if (button == "limitButton"_L1)
            Q_EMIT limitRequested(m_endpoint, m_limit);
        else if (button == "originButton"_L1)
            Q_EMIT originRequested(m_endpoint, m_origin);
        else
            Q_EMIT causeRequested(m_cause);
    });
}

void EntryInfo::setEntry(const LogEntry &entry)
{
    m_cause = entry.cause;
    m_endpoint = entry.endpoint;
    m_limit = brokenLimit(entry);
    m_origin = refusedOrigin(entry);
    QList<Fact> facts;
    const auto addFact = [&facts](const QString &name, const QString &value,
                                  bool isPayloadFont = false) {
        facts.append({name, value, isPayloadFont});
    };
    addFact(tr("What happened"), whyText(entry));
    if (entry.cause != 0)
        facts.append(
            {tr("Caused by"), tr("Row %1").arg(exactNumber(entry.cause)), false, u"causeButton"_s});
    if (!m_limit.isEmpty())
        facts.append({tr("Limit"), tr("Change this limit…"), false, u"limitButton"_s});
    if (!m_origin.isEmpty())
        facts.append({tr("Origin"), tr("Allow this origin…"), false, u"originButton"_s});
    addFact(tr("Kind"), u"%1 (%2)"_s.arg(kindText(entry.kind), directionText(directionOf(entry))));
    addFact(tr("Time"), exactTime(entry.at));
    addFact(tr("Client"), clientText(entry));
    if (!entry.client.isNull())
        addFact(tr("Client id"), entry.client.toString(), true);
    addFact(tr("Path"), visibleText(entry.path, Lines::Fold, MaxFact), true);
    addFact(tr("Timer"), visibleText(entry.timer, Lines::Fold, MaxFact));
    addFact(tr("Endpoint"), visibleText(entry.endpoint, Lines::Fold, MaxFact));
    const bool hasRecipients = entry.count > 0 && entry.kind != LogKind::Refused;
    if (directionOf(entry) == Direction::Out || hasRecipients) {
        addFact(tr("Recipients"),
                entry.waiting == 0
                    ? exactNumber(entry.count)
                    : tr("%1; the copies of %2 had to wait in their queues")
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
        const QString meaning = closeCodeText(entry);
        addFact(entry.kind == LogKind::Left ? tr("Close code") : tr("Status"),
                meaning.isEmpty() ? QString::number(entry.code)
                                  : u"%1 %2"_s.arg(QString::number(entry.code), meaning));
    }
    addFact(tr("Detail"), visibleText(entry.detail, Lines::Fold, MaxFact));
    addFact(tr("Row"), exactNumber(entry.sequence));
    setFacts(facts);
}

} // namespace Signalbox
