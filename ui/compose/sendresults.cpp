#include "ui/compose/sendresults.h"

#include "ui/compose/sendwords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/tone.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTime>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype RememberedResults = 8;
}

SendResults::SendResults(QWidget *parent)
    : QWidget(parent)
    , m_line(new QLabel(this))
    , m_rest(new QPushButton(tr("Send to the rest"), this))
    , m_receivers(new QPushButton(tr("Receivers…"), this))
{
    m_line->setObjectName(u"sendResult"_s);
    m_line->setTextFormat(Qt::PlainText);
    m_line->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setTone(m_line, "dim"_L1);
    m_rest->setObjectName(u"sendToRest"_s);
    m_rest->setToolTip(tr("To those who are still connected and did not get it"));
    m_receivers->setObjectName(u"sendReceivers"_s);
    m_receivers->setToolTip(tr("Who got it"));
    for (QPushButton *button : {m_rest, m_receivers}) {
        button->setProperty("small", true);
        button->hide();
    }
    connect(m_rest, &QPushButton::clicked, this, [this] { Q_EMIT restRequested(m_shown.request); });
    connect(m_receivers, &QPushButton::clicked, this,
            [this] { Q_EMIT receiversRequested(m_shown.request); });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(scaled(8));
    layout->addWidget(m_line, 1);
    layout->addWidget(m_rest);
    layout->addWidget(m_receivers);
}

bool SendResults::isEmpty() const
{
    return m_line->text().isEmpty();
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
    QString text =
        QLocale().toString(QTime::currentTime(), u"HH:mm:ss"_s) % u"  "_s % sendResultText(result);
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
    tell(text, "warn"_L1);
}

void SendResults::tell(const QString &text, QLatin1StringView tone)
{
    m_line->setText(text);
    setTone(m_line, tone);
    Q_EMIT changed();
}

} // namespace Signalbox
