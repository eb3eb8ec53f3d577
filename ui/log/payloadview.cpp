#include "ui/log/payloadview.h"

#include "core/json/jsonformat.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/jsonhighlighter.h"
#include "ui/widgets/visibletext.h"

#include <QEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Signalbox {

PayloadView::PayloadView(Form form, QWidget *parent)
    : QWidget(parent)
    , m_form(form)
    , m_text(new QPlainTextEdit(this))
    , m_highlighter(new JsonHighlighter(m_text->document()))
    , m_more(new Banner(Banner::Tone::Info, this))
{
    m_text->setProperty("flat", true);
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFont(payloadFont(1));
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setUndoRedoEnabled(false);
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

QString PayloadView::shownText() const
{
    return m_text->toPlainText();
}

/// Negative: everything.
void PayloadView::fill(qsizetype maxCharacters)
{
    m_isFilled = true;
    const QByteArray utf8 = m_isJson && m_form == Form::LaidOut ? prettyJson(m_payload) : m_payload;
    const QString text = visibleUtf8(utf8, Lines::Keep, maxCharacters);
    m_highlighter->setActive(m_isJson);
    m_text->setPlainText(text);
    const bool isCut =
        maxCharacters >= 0 && text.size() > maxCharacters && utf8.size() > maxCharacters;
    if (isCut)
        m_more->setText(
            tr("The first %1 characters of %2 are shown.")
                .arg(exactNumber(quint64(maxCharacters)), exactBytes(quint64(utf8.size()))));
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
