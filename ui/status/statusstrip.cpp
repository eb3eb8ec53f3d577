#include "ui/status/statusstrip.h"

#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/sparkline.h"
#include "ui/widgets/tone.h"
#include "ui/words/whytext.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QResizeEvent>
#include <QToolButton>

#include <algorithm>
#include <functional>

namespace Signalbox {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

/// How many requests were turned away, and why, the most frequent reasons first.
QString refusedText(const Totals &totals)
{
    QList<std::pair<quint64, Why>> reasons;
    for (auto it = totals.refusedBy.cbegin(); it != totals.refusedBy.cend(); ++it)
        reasons.emplace_back(*it, it.key());
    std::ranges::sort(reasons, std::ranges::greater());
    QStringList lines{totals.refused == 1
                          ? StatusStrip::tr("1 request was turned away since the start")
                          : StatusStrip::tr("%1 requests were turned away since the start")
                                .arg(exactNumber(totals.refused))};
    for (const auto &[count, why] : reasons) {
        LogEntry entry;
        entry.kind = LogKind::Refused;
        entry.why = why;
        lines +=
            StatusStrip::tr("%1 × %2", "how often, why").arg(exactNumber(count), whyText(entry));
    }
    if (totals.silent > 0)
        lines += totals.silent == 1
                     ? StatusStrip::tr("Not among them: 1 connection that asked for nothing")
                     : StatusStrip::tr("Not among them: %1 connections that asked for nothing")
                           .arg(exactNumber(totals.silent));
    return lines.join(u'\n');
}

} // namespace

namespace {

constexpr auto NoticeableStall = 100ms;
constexpr auto SampleInterval = 1s; ///< of the plot
constexpr int WideEnoughForBytes = 1150; ///< below this width the rates are shown without bytes

void setFigure(QToolButton *figure, const QString &text, const QString &sentence)
{
    if (figure->text() != text)
        figure->setText(text);
    if (figure->toolTip() != sentence) {
        figure->setToolTip(sentence);
        figure->setAccessibleName(sentence);
    }
}

} // namespace

StatusStrip::StatusStrip(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
    , m_clients(addFigure(u"statusClients"_s, u"users"_s, tr("%1 clients").arg(u"00,000"_s)))
    , m_in(addFigure(u"statusIn"_s, u"arrow-down-left"_s, u"0.00M/s  000 MB/s"_s))
    , m_out(addFigure(u"statusOut"_s, u"arrow-up-right"_s, u"0.00M/s  000 MB/s"_s))
    , m_slow(addFigure(u"statusSlow"_s, u"clock"_s, tr("%1 slow, %2").arg(u"0.00k"_s, u"000 MB"_s)))
    , m_refused(addFigure(u"statusRefused"_s, u"x-circle"_s, tr("%1 refused").arg(u"0.00k"_s)))
    , m_plot(new Sparkline(this))
    , m_stall(nullptr)
{
    setObjectName(u"statusStrip"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_layout->addStretch(1);
    m_plot->setObjectName(u"statusPlot"_s);
    m_plot->setAccessibleName(tr("Messages per second in and out, the last 90 seconds"));
    m_plot->setToolTip(tr("Messages per second, the last 90 seconds: in solid, out dashed"));
    m_layout->addWidget(m_plot, 3);
    m_stall = addFigure(u"statusStall"_s, u"activity"_s, u"0,000 ms"_s);

    connect(m_clients, &QToolButton::clicked, this, &StatusStrip::clientsClicked);
    connect(m_in, &QToolButton::clicked, this, &StatusStrip::incomingClicked);
    connect(m_out, &QToolButton::clicked, this, &StatusStrip::outgoingClicked);
    connect(m_slow, &QToolButton::clicked, this, &StatusStrip::slowClicked);
    connect(m_refused, &QToolButton::clicked, this, &StatusStrip::refusedClicked);
    fit();
    showFigures({}, 0, {}, 0ms, 0ms);
}

QToolButton *StatusStrip::addFigure(const QString &name, const QString &icon, const QString &widest)
{
    QToolButton *figure = makeToolButton(icon, widest, {}, this);
    figure->setObjectName(name);
    figure->setProperty("widest", widest);
    m_layout->addWidget(figure);
    return figure;
}

bool StatusStrip::showsBytes() const
{
    return width() >= scaled(WideEnoughForBytes);
}

void StatusStrip::showFigures(const Totals &totals, int slowClients, RateMeter::Time now,
                              milliseconds stall, milliseconds longestStall)
{
    const Rates rates = m_meter.add(totals, now);
    const QLocale locale;
    const auto rate = [bytes = showsBytes()](double messages, double perSecond) {
        return bytes ? QString(shortRate(messages) % u"  "_s % shortByteRate(perSecond))
                     : shortRate(messages);
    };
    const QString clients =
        totals.clients == 1 ? tr("1 client") : tr("%1 clients").arg(exactNumber(totals.clients));
    setFigure(m_clients, clients, tr("%1 connected now").arg(clients));
    setFigure(m_in, rate(rates.messagesIn, rates.bytesIn),
              tr("In: %1 messages and %2, %3 since the start")
                  .arg(shortRate(rates.messagesIn), shortByteRate(rates.bytesIn),
                       exactNumber(totals.messagesIn)));
    setFigure(m_out, rate(rates.messagesOut, rates.bytesOut),
              tr("Out: %1 deliveries and %2, %3 since the start")
                  .arg(shortRate(rates.messagesOut), shortByteRate(rates.bytesOut),
                       exactNumber(totals.messagesOut)));
    showSlow(totals, slowClients);
    setFigure(m_refused, tr("%1 refused").arg(shortNumber(double(totals.refused))),
              refusedText(totals));
    setFigure(m_stall, tr("%1 ms").arg(locale.toString(qint64(stall.count()))),
              tr("The window kept you waiting %1 ms at most in the last 10 seconds, %2 ms since it "
                 "opened")
                  .arg(locale.toString(qint64(stall.count())),
                       locale.toString(qint64(longestStall.count()))));
    setTone(m_stall, stall >= NoticeableStall ? "warn"_L1 : QLatin1StringView());

    if (now - m_lastSample >= SampleInterval) {
        m_lastSample = now;
        m_plot->add(rates.messagesIn, rates.messagesOut);
    }
}

void StatusStrip::showSlow(const Totals &totals, int slowClients)
{
    const QString count = shortNumber(slowClients);
    QStringList sentences{
        slowClients == 0
            ? tr("No client is slow: for none has anything waited a second, and none answers "
                 "pings later than half a second")
        : slowClients == 1
            ? tr("1 client is slow: something has waited for it for a second, or it answers pings "
                 "later than half a second")
            : tr("%1 clients are slow: something has waited for them for a second, or they answer "
                 "pings later than half a second")
                  .arg(exactNumber(quint64(slowClients)))};
    if (totals.queuedBytes > 0)
        sentences +=
            totals.waitingClients == 1
                ? tr("For 1 client %1 wait").arg(exactBytes(totals.queuedBytes))
                : tr("For %1 clients %2 wait in all")
                      .arg(exactNumber(totals.waitingClients), exactBytes(totals.queuedBytes));
    setFigure(m_slow,
              slowClients == 0 ? tr("none slow")
              : totals.queuedBytes == 0
                  ? tr("%1 slow").arg(count)
                  : tr("%1 slow, %2").arg(count, shortBytes(totals.queuedBytes)),
              sentences.join(u'\n'));
    setTone(m_slow, slowClients > 0 ? "warn"_L1 : QLatin1StringView());
}

void StatusStrip::fit()
{
    m_layout->setSpacing(scaled(2));
    m_layout->setContentsMargins(scaled(8), scaled(2), scaled(8), scaled(2));
    for (QToolButton *figure : {m_clients, m_in, m_out, m_slow, m_refused, m_stall}) {
        QString widest = figure->property("widest").toString();
        if (!showsBytes() && (figure == m_in || figure == m_out))
            widest = u"0.00M/s"_s;
        const QString shown = figure->text();
        figure->setText(widest);
        figure->setFixedWidth(figure->sizeHint().width());
        figure->setText(shown);
    }
    m_plot->setMaximumWidth(scaled(320));
    m_plot->setFixedHeight(scaled(26));
}

void StatusStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int edge = scaled(WideEnoughForBytes);
    if ((event->oldSize().width() >= edge) != (event->size().width() >= edge))
        fit();
}

void StatusStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (m_stall != nullptr
        && (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange))
        fit();
}

} // namespace Signalbox
