#include "ui/editors/longtextcard.h"

#include "ui/theme/theme.h"
#include "ui/widgets/shortlabel.h"
#include "ui/widgets/tone.h"

#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {
constexpr int NoteHeight = 44; ///< from which on there is room for the second line
}

LongTextCard::LongTextCard(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new ShortLabel(this))
    , m_note(new ShortLabel(this))
    , m_save(new QPushButton(tr("Save as…"), this))
    , m_layOut(new QPushButton(tr("Lay out"), this))
    , m_remove(new QPushButton(tr("Remove"), this))
{
    setObjectName(u"longText"_s);
    setFocusPolicy(Qt::NoFocus);
    setCursor(Qt::ArrowCursor);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true); // over the document
    m_title->setObjectName(u"longTextSize"_s);
    m_note->setObjectName(u"longTextNote"_s);
    setTone(m_note, "dim"_L1);
    m_save->setObjectName(u"saveLongText"_s);
    m_save->setToolTip(tr("Write the text to a file"));
    m_layOut->setObjectName(u"layOutLongText"_s);
    m_layOut->setToolTip(tr("Lay the JSON out in lines, to be edited here"));
    m_remove->setObjectName(u"removeLongText"_s);
    m_remove->setToolTip(tr("Take it away (Ctrl+Z brings it back)"));
    for (QPushButton *button : {m_save, m_layOut, m_remove}) {
        button->setProperty("small", true);
        button->setAutoDefault(false);
    }
    connect(m_save, &QPushButton::clicked, this, &LongTextCard::saveRequested);
    connect(m_layOut, &QPushButton::clicked, this, &LongTextCard::layOutRequested);
    connect(m_remove, &QPushButton::clicked, this, &LongTextCard::removeRequested);

    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch();
    words->addWidget(m_title);
    words->addWidget(m_note);
    words->addStretch();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(scaled(6), 0, scaled(6), 0);
    layout->setSpacing(scaled(6));
    layout->addWidget(m_icon);
    layout->addLayout(words, 1);
    layout->addWidget(m_save);
    layout->addWidget(m_layOut);
    layout->addWidget(m_remove);
    fit();
}

void LongTextCard::showText(const QString &words, bool canLayOut)
{
    m_title->setText(words);
    setAccessibleName(words);
    m_layOut->setVisible(canLayOut);
    say({});
}

void LongTextCard::say(const QString &problem)
{
    m_note->setText(problem.isEmpty() ? tr("Too long to be edited here. It is kept as it is.")
                                      : problem);
    setTone(m_note, problem.isEmpty() ? "dim"_L1 : "bad"_L1);
    setAccessibleDescription(m_note->text());
    m_title->setVisible(problem.isEmpty() || height() >= scaled(NoteHeight));
    m_note->setVisible(!problem.isEmpty() || height() >= scaled(NoteHeight));
    m_title->setToolTip(m_note->text());
}

void LongTextCard::save(const QString &text)
{
    const QString fileName = QFileDialog::getSaveFileName(this, tr("Save the text"));
    if (fileName.isEmpty())
        return;
    QSaveFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0 || !file.commit())
        say(tr("It could not be written: %1").arg(file.errorString()));
}

void LongTextCard::fit()
{
    setFont(interfaceFont()); // not that of the text it stands for
    m_icon->setPixmap(lineIcon(u"info"_s, Theme::palette().dim)
                          .pixmap(QSize(scaled(18), scaled(18)), devicePixelRatioF()));
}

void LongTextCard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isRoomy = height() >= scaled(NoteHeight);
    const bool isProblem = m_note->property("tone").toString() == "bad"_L1;
    m_title->setVisible(isRoomy || !isProblem);
    m_note->setVisible(isRoomy || isProblem);
}

void LongTextCard::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange)
        fit();
}

} // namespace Signalbox
