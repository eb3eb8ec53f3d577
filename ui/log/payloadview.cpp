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

namespace Signalbox {

namespace {

constexpr qsizetype ShortPayload = 128 * 1024; ///< bytes that are laid out at once
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
    m_pool.setMaxThreadCount(1);
    connect(m_more->addButton(tr("Show all")), &QPushButton::clicked, this, [this] { fill(-1); });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_more);
    setFocusProxy(m_text);
}

PayloadView::~PayloadView()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void PayloadView::setPayload(const QByteArray &payload, bool isJson)
{
    m_payload = payload;
    m_isJson = isJson;
    m_isFilled = false;
    if (isVisible())
        fill(FirstCharacters);
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
    const quint64 request = ++m_request;
    if (m_payload.size() <= ShortPayload) {
        const QByteArray utf8 = formOf(m_payload, isLaidOut);
        show(visibleUtf8(utf8, Lines::Keep, maxCharacters), utf8.size(), maxCharacters);
        return;
    }
    if (maxCharacters >= 0) { // of another payload
        m_text->showText({});
        m_more->hide();
    }
    m_pool.clear();
    m_pool.start([this, request, payload = m_payload, isLaidOut, maxCharacters] {
        const QByteArray utf8 = formOf(payload, isLaidOut);
        const QString text = visibleUtf8(utf8, Lines::Keep, maxCharacters);
        QMetaObject::invokeMethod(this, [this, request, text, bytes = utf8.size(), maxCharacters] {
            if (request == m_request)
                show(text, bytes, maxCharacters);
        });
    });
}

void PayloadView::show(const QString &text, qsizetype bytes, qsizetype maxCharacters)
{
    if (m_highlighter->isActive() != m_isJson)
        m_text->showText({}); // what is there would be coloured anew
    m_highlighter->setActive(m_isJson);
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
