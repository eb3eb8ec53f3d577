#include "ui/compose/sendresults.h"

#include "ui/compose/sendwords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/shortlabel.h"
#include "ui/widgets/tone.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QTime>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype RememberedResults = 8;

QString now()
{
    return QLocale().toString(QTime::currentTime(), u"HH:mm:ss  "_s);
}

} // namespace

SendResults::SendResults(QWidget *parent)
    : QObject(parent)
    , m_line(new ShortLabel(parent))
    , m_buttons(new QWidget(parent))
    , m_rest(new QPushButton(m_buttons))
    , m_receivers(new QPushButton(tr("Receivers…"), m_buttons))
{
    m_line->setObjectName(u"sendResult"_s);
    setTone(m_line, "dim"_L1);
    m_rest->setObjectName(u"sendToRest"_s);
    m_rest->setToolTip(tr("To those who are still connected and did not get it"));
    m_receivers->setObjectName(u"sendReceivers"_s);
    m_receivers->setToolTip(tr("Who got it"));
    for (QPushButton *button : {m_rest, m_receivers}) {
        button->setProperty("small", true);
        button->hide();
    }
    setNarrow(false);
    connect(m_rest, &QPushButton::clicked, this, [this] { Q_EMIT restRequested(m_shown.request); });
    connect(m_receivers, &QPushButton::clicked, this,
            [this] { Q_EMIT receiversRequested(m_shown.request); });
    auto *layout = new QHBoxLayout(m_buttons);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    layout->addWidget(m_receivers);
    layout->addWidget(m_rest);
    layout->addStretch();
}

void SendResults::setNarrow(bool isNarrow)
{
    m_rest->setText(isNarrow ? tr("To the rest") : tr("Send to the rest"));
}

void SendResults::progress(const SendResult &result)
{
    if (result.request < m_shown.request)
        return;
    if (result.request > m_shown.request || m_texts.isEmpty()) {
        m_texts.prepend({});
        m_texts.resize(std::min(m_texts.size(), RememberedResults));
    }
    m_shown = result;
    QString text = now() % sendResultText(result);
    if (result.unrecorded && !result.held && result.recipients > 0)
        text += tr(" (not written down)");
    m_texts.first() = text;
    m_rest->setVisible(result.finished() && result.dropped > 0);
    m_receivers->setVisible(result.recipients > 0);
    m_line->setToolTip(m_texts.join(u'\n') % u"\n\n"_s % sendResultMeaning());
    const bool bad = result.held || result.dropped + result.left > 0
                     || (result.recipients == 0 && !result.isBeingRecorded);
    tell(text, bad ? "warn"_L1 : result.finished() ? "good"_L1 : "dim"_L1);
}

void SendResults::say(const QString &text)
{
    m_rest->hide();
    m_receivers->hide();
    m_line->setToolTip({});
    tell(now() % text, "warn"_L1);
}

void SendResults::tell(const QString &text, QLatin1StringView tone)
{
    m_line->setText(text);
    setTone(m_line, tone);
    Q_EMIT said();
}

} // namespace Signalbox
