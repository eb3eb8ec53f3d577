#include "ui/widgets/factlist.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

FactList::FactList(QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    viewport()->setBackgroundRole(QPalette::Base);
}

void FactList::setFacts(const QList<Fact> &facts)
{
    QList<Fact> filled = facts;
    filled.removeIf([](const Fact &fact) { return fact.value.isEmpty(); });
    const bool isSame = isOfTheSameNames(filled);
    if (isSame) {
        for (qsizetype i = 0; i < filled.size(); ++i) {
            if (filled[i].value != m_facts[i].value)
                m_values[i]->setText(filled[i].value);
        }
    }
    m_facts = filled;
    if (!isSame)
        build();
}

bool FactList::isOfTheSameNames(const QList<Fact> &facts) const
{
    return std::equal(facts.begin(), facts.end(), m_facts.begin(), m_facts.end(),
                      [](const Fact &a, const Fact &b) {
                          return a.name == b.name && a.isPayloadFont == b.isPayloadFont
                                 && a.button.isEmpty() && b.button.isEmpty();
                      });
}

QWidget *FactList::makeValue(const Fact &fact)
{
    if (!fact.button.isEmpty()) {
        auto *button = new QPushButton(fact.value, widget());
        button->setProperty("small", true);
        button->setObjectName(fact.button);
        button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        connect(button, &QPushButton::clicked, this,
                [this, name = fact.button] { Q_EMIT buttonClicked(name); });
        m_values.append(nullptr);
        return button;
    }
    auto *text = new QLabel(fact.value, widget());
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setAccessibleName(fact.name);
    if (fact.isPayloadFont)
        text->setFont(payloadFont());
    m_values.append(text);
    return text;
}

void FactList::build()
{
    auto *page = new QWidget;
    page->setBackgroundRole(QPalette::Base);
    m_form = new QFormLayout(page);
    m_form->setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(10));
    m_form->setHorizontalSpacing(scaled(16));
    m_form->setVerticalSpacing(scaled(6));
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_values.clear();
    if (QWidget *old = takeWidget()) {
        old->hide();
        old->deleteLater(); // one of its buttons may be the one that was just pressed
    }
    setWidget(page);
    page->show();
    for (const Fact &fact : std::as_const(m_facts)) {
        auto *label = new QLabel(fact.name, page);
        label->setTextFormat(Qt::PlainText);
        label->setProperty("tone", u"dim"_s);
        m_form->addRow(label, makeValue(fact));
    }
}

QString FactList::text() const
{
    QStringList lines;
    for (const Fact &fact : m_facts)
        lines.append(fact.name % u": "_s % fact.value);
    return lines.join(u'\n');
}

void FactList::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_form)
        build();
}

} // namespace Signalbox
