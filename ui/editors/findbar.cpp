#include "ui/editors/findbar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/clearbutton.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

FindBar::FindBar(QWidget *parent)
    : QWidget(parent)
    , m_pattern(new QLineEdit(this))
    , m_replacement(new QLineEdit(this))
    , m_hits(new QLabel(this))
    , m_matchCase(makeToolButton({}, tr("Aa"), tr("Match the case"), this))
    , m_replaceRow(new QWidget(this))
{
    setProperty("look", u"footerBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_pattern->setObjectName(u"findPattern"_s);
    m_pattern->setPlaceholderText(tr("Find"));
    m_pattern->setAccessibleName(tr("Find"));
    addClearButton(*m_pattern);
    m_replacement->setObjectName(u"findReplacement"_s);
    m_replacement->setPlaceholderText(tr("Replace by"));
    m_replacement->setAccessibleName(tr("Replace by"));
    m_hits->setObjectName(u"findHits"_s);
    m_hits->setTextFormat(Qt::PlainText);
    setTone(m_hits, "dim"_L1);
    m_matchCase->setCheckable(true);
    m_matchCase->setAccessibleName(tr("Match the case"));
    QToolButton *previous = makeToolButton(u"chevron-up"_s, {}, tr("Previous (Shift+F3)"), this);
    QToolButton *next = makeToolButton(u"chevron-down"_s, {}, tr("Next (F3)"), this);
    QToolButton *close = makeToolButton(u"x"_s, {}, tr("Close (Escape)"), this);

    auto *findRow = new QHBoxLayout;
    findRow->setSpacing(scaled(6));
    findRow->addWidget(m_pattern, 1);
    findRow->addWidget(m_hits);
    for (QToolButton *button : {m_matchCase, previous, next, close})
        findRow->addWidget(button);

    auto *one = new QPushButton(tr("Replace"), m_replaceRow);
    one->setObjectName(u"replaceOne"_s);
    auto *all = new QPushButton(tr("Replace all"), m_replaceRow);
    all->setObjectName(u"replaceAll"_s);
    for (QPushButton *button : {one, all})
        button->setProperty("small", true);
    auto *replaceRow = new QHBoxLayout(m_replaceRow);
    replaceRow->setContentsMargins(0, 0, 0, 0);
    replaceRow->setSpacing(scaled(6));
    replaceRow->addWidget(m_replacement, 1);
    replaceRow->addWidget(one);
    replaceRow->addWidget(all);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(scaled(8), scaled(6), scaled(8), scaled(6));
    layout->setSpacing(scaled(6));
    layout->addLayout(findRow);
    layout->addWidget(m_replaceRow);

    connect(m_pattern, &QLineEdit::textChanged, this, &FindBar::patternChanged);
    connect(m_matchCase, &QToolButton::toggled, this, &FindBar::patternChanged);
    connect(next, &QToolButton::clicked, this, [this] { Q_EMIT nextRequested(true); });
    connect(previous, &QToolButton::clicked, this, [this] { Q_EMIT nextRequested(false); });
    connect(one, &QPushButton::clicked, this, [this] { Q_EMIT replaceRequested(false); });
    connect(all, &QPushButton::clicked, this, [this] { Q_EMIT replaceRequested(true); });
    connect(close, &QToolButton::clicked, this, &FindBar::leave);
    hide();
}

void FindBar::open(const QString &pattern, bool replacing)
{
    m_replaceRow->setVisible(replacing);
    if (!pattern.isEmpty())
        m_pattern->setText(pattern);
    show();
    m_pattern->setFocus(Qt::ShortcutFocusReason);
    m_pattern->selectAll();
    Q_EMIT patternChanged();
}

QString FindBar::pattern() const
{
    return m_pattern->text();
}

QString FindBar::replacement() const
{
    return m_replacement->text();
}

bool FindBar::matchCase() const
{
    return m_matchCase->isChecked();
}

void FindBar::showHits(qsizetype current, qsizetype count, bool more)
{
    const bool isNone = count == 0 && !m_pattern->text().isEmpty();
    setTone(m_pattern, isNone ? "bad"_L1 : ""_L1);
    const QString all =
        more ? tr("%1+").arg(exactNumber(quint64(count))) : exactNumber(quint64(count));
    m_hits->setText(m_pattern->text().isEmpty() ? QString()
                    : isNone                    ? tr("none")
                    : current == 0              ? all
                                   : tr("%1 of %2").arg(exactNumber(quint64(current)), all));
}

void FindBar::leave()
{
    hide();
    Q_EMIT closed();
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Escape:
        leave();
        break;
    case Qt::Key_F3:
        Q_EMIT nextRequested(!shift);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_replacement->hasFocus())
            Q_EMIT replaceRequested(false);
        else if (m_pattern->hasFocus())
            Q_EMIT nextRequested(!shift);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace Signalbox
