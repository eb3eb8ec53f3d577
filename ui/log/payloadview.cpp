#include "ui/log/payloadview.h"

#include "core/json/jsonformat.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/jsonhighlighter.h"
#include "ui/widgets/longtextview.h"
#include "ui/widgets/visibletext.h"

#include <QEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace Signalbox {

namespace {

constexpr int MostColored = 40'000; ///< lines: the colours of each take memory

/// Pure; any thread.
QByteArray formOf(const QByteArray &payload, bool isLaidOut)
{
    return isLaidOut ? prettyJson(payload) : payload;
}

} // namespace

PayloadView::PayloadView(Form form, QWidget *parent)
    : QWidget(parent)
    , m_form(form)
    , m_text(new LongTextView(this))
    , m_highlighter(new JsonHighlighter(m_text->document()))
    , m_more(new Banner(Banner::Tone::Info, this))
{
    m_text->setProperty("flat", true);
    m_text->setFont(payloadFont(1));
    m_highlighter->setUncolored(
        [this](int block) { return block >= MostColored || m_text->isContinuation(block); });
    m_text->setAccessibleName(form == Form::LaidOut ? tr("Message, laid out")
                                                    : tr("Message, as it came"));
    connect(m_more->addButton(tr("Show all")), &QPushButton::clicked, this, [this] { fill(-1); });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_more);
    setFocusProxy(m_text);
}

void PayloadView::setPayload(const QByteArray &payload, bool isJson)
{
    m_payload = payload;
    m_isJson = isJson;
    m_isFilled = false;
    if (isVisible())
        fill(FirstCharacters);
}

void PayloadView::setReading(qsizetype bytes)
{
    m_work.drop();
    m_payload.clear();
    m_isFilled = true;
    showReading(bytes);
}

void PayloadView::showReading(qsizetype bytes)
{
    m_text->showText({});
    m_text->setPlaceholderText(tr("Reading %1…").arg(shortBytes(quint64(bytes))));
    m_more->hide();
}

QString PayloadView::shownText() const
{
    return m_text->shownText();
}

/// Negative: everything.
void PayloadView::fill(qsizetype maxCharacters)
{
    m_isFilled = true;
    const bool isLaidOut = m_isJson && m_form == Form::LaidOut;
    const auto make = [payload = m_payload, isLaidOut, maxCharacters] {
        const QByteArray utf8 = formOf(payload, isLaidOut);
        return std::pair(visibleUtf8(utf8, Lines::Keep, maxCharacters), utf8.size());
    };
    if (m_payload.size() <= AtOnce) {
        m_work.drop();
        const auto [text, bytes] = make();
        show(text, bytes, maxCharacters);
        return;
    }
    if (maxCharacters >= 0) // of another payload
        showReading(m_payload.size());
    m_work.run(make, [this, maxCharacters](const std::pair<QString, qsizetype> &made) {
        show(made.first, made.second, maxCharacters);
    });
}

void PayloadView::show(const QString &text, qsizetype bytes, qsizetype maxCharacters)
{
    if (m_highlighter->isActive() != m_isJson)
        m_text->showText({}); // what is there would be coloured anew
    m_highlighter->setActive(m_isJson);
    m_text->setPlaceholderText({});
    m_text->showText(text);
    const bool isCut = maxCharacters >= 0 && text.size() > maxCharacters && bytes > maxCharacters;
    if (isCut)
        m_more->setText(tr("The first %1 characters of %2 are shown.")
                            .arg(exactNumber(quint64(maxCharacters)), exactBytes(quint64(bytes))));
    m_more->setVisible(isCut);
}

void PayloadView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_isFilled)
        fill(FirstCharacters);
}

void PayloadView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) // the last of what a new zoom brings
        m_text->setFont(payloadFont(1));
    if (event->type() == QEvent::PaletteChange)
        m_highlighter->rehighlight();
}

} // namespace Signalbox
