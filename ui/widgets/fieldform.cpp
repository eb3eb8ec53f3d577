#include "ui/widgets/fieldform.h"

#include "ui/theme/theme.h"
#include "ui/widgets/tone.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

FieldNote::FieldNote(QWidget *field, QWidget *parent)
    : QLabel(parent)
    , m_field(field)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    hide();
}

void FieldNote::say(const QString &text, QLatin1StringView tone)
{
    setText(text);
    setTone(this, tone);
    setVisible(!text.isEmpty());
    if (m_field == nullptr)
        return;
    m_field->setAccessibleDescription(text);
    const bool isAlarm = !text.isEmpty() && (tone == "warn"_L1 || tone == "bad"_L1);
    setTone(m_field, isAlarm ? tone : QLatin1StringView());
}

FieldForm::FieldForm(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setColumnStretch(1, 1);
    fit();
}

FieldNote *FieldForm::addField(const QString &label, QWidget *field, QWidget *beside)
{
    auto *name = new QLabel(label, this);
    name->setBuddy(field);
    name->setProperty("look", u"fieldName"_s); // as tall as a line edit, so that their texts align
    auto *note = new FieldNote(field, this);
    auto *line = new QHBoxLayout;
    line->setSpacing(scaled(8));
    line->addWidget(field, beside == nullptr ? 1 : 0);
    if (beside != nullptr)
        line->addWidget(beside, 1);
    auto *column = new QVBoxLayout;
    column->setSpacing(scaled(3));
    column->addLayout(line);
    column->addWidget(note);
    m_layout->addWidget(name, m_row, 0, Qt::AlignRight | Qt::AlignTop);
    m_layout->addLayout(column, m_row++, 1);
    m_rows.append({name, field, beside, note});
    return note;
}

void FieldForm::setShown(const QWidget *field, bool shown)
{
    for (const Row &row : std::as_const(m_rows)) {
        if (row.field != field)
            continue;
        row.name->setVisible(shown);
        row.field->setVisible(shown);
        if (row.beside != nullptr)
            row.beside->setVisible(shown);
        row.note->setVisible(shown && !row.note->text().isEmpty());
    }
}

FieldNote *FieldForm::addWide(QWidget *widget)
{
    auto *note = new FieldNote(widget, this);
    auto *column = new QVBoxLayout;
    column->setSpacing(scaled(3));
    column->addWidget(widget);
    column->addWidget(note);
    m_layout->addLayout(column, m_row++, 1);
    return note;
}

void FieldForm::addStretch()
{
    m_layout->setRowStretch(m_row++, 1);
}

void FieldForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

void FieldForm::fit()
{
    m_layout->setHorizontalSpacing(scaled(12));
    m_layout->setVerticalSpacing(scaled(12));
}

} // namespace Signalbox
