#include "ui/routes/stateview.h"

#include "core/json/jsonformat.h"
#include "core/json/jsonscanner.h"
#include "core/routes/scriptvalues.h"
#include "ui/editors/payload.h"
#include "ui/editors/payloadedit.h"
#include "ui/theme/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype MostRead = 16 * MaxScriptState; ///< bytes, white space and all
}

StateView::StateView(QWidget *parent)
    : QWidget(parent)
    , m_edit(new PayloadEdit(this))
    , m_size(nullptr)
    , m_problem(new QLabel(this))
    , m_revert(new QPushButton(tr("Revert"), this))
    , m_save(new QPushButton(tr("Save"), this))
{
    setObjectName(u"stateView"_s);
    m_edit->setObjectName(u"stateText"_s);
    m_edit->setAccessibleName(tr("What scripts keep in “state”"));
    m_problem->setObjectName(u"stateProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_revert->setObjectName(u"revertState"_s);
    m_save->setObjectName(u"saveState"_s);
    m_save->setProperty("primary", true);

    auto *bar = new PanelBar(36, this);
    bar->addTitle(tr("STATE"));
    m_size = bar->addText();
    bar->addStretch();
    QToolButton *back = makeToolButton(u"x"_s, {}, tr("Back to the editor (Escape)"), this);
    back->setObjectName(u"leaveState"_s);
    bar->addWidget(back);
    auto *explanation = new QLabel(
        tr("The object “state”: all scripts share it, and it is kept when Signalbox ends."), this);
    explanation->setTextFormat(Qt::PlainText);
    explanation->setWordWrap(true);
    setTone(explanation, "dim"_L1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(8));
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(m_revert);
    buttons->addWidget(m_save);
    auto *body = new QVBoxLayout;
    body->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(10));
    body->setSpacing(scaled(8));
    body->addWidget(explanation);
    body->addWidget(m_edit, 1);
    body->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addLayout(body, 1);

    connect(m_edit, &QPlainTextEdit::textChanged, this, &StateView::check);
    connect(m_edit, &PayloadEdit::sendPressed, this, &StateView::save);
    connect(m_save, &QPushButton::clicked, this, &StateView::save);
    connect(m_revert, &QPushButton::clicked, this, &StateView::revert);
    connect(back, &QToolButton::clicked, this, &StateView::closed);
    setFocusProxy(m_edit);
    setState("{}");
}

void StateView::setState(const QByteArray &json)
{
    const bool isEdited = m_revert->isEnabled();
    m_state = json;
    m_size->setText(
        tr("%1 of %2").arg(shortBytes(quint64(json.size())), limitBytes(quint64(MaxScriptState))));
    if (isEdited && m_shown != json)
        check();
    else
        revert();
}

void StateView::revert()
{
    m_shown = m_state;
    m_edit->replaceText(QString::fromUtf8(prettyJson(m_state)));
    check();
}

void StateView::check()
{
    const QByteArray text = m_edit->payloadText().toUtf8();
    const bool isEdited = text != prettyJson(m_shown);
    m_edit->setErrorAt(std::nullopt);
    QString problem;
    if (text.size() > MostRead) {
        problem = tr("Too large: %1 of %2")
                      .arg(limitBytes(quint64(text.size())), limitBytes(quint64(MaxScriptState)));
    } else if (const auto error = validateJson(text)) {
        problem = jsonProblemText(*error);
        m_edit->setErrorAt(QString::fromUtf8(text.left(error->at.offset)).size());
    } else if (!text.trimmed().startsWith('{')) {
        problem = tr("“state” must be an object: {…}");
    } else if (compactJson(text).size() > MaxScriptState) {
        problem = tr("Too large: %1 of %2")
                      .arg(limitBytes(quint64(compactJson(text).size())),
                           limitBytes(quint64(MaxScriptState)));
    }
    const bool isStale = isEdited && m_shown != m_state;
    setTone(m_problem, problem.isEmpty() ? "warn"_L1 : "bad"_L1);
    m_problem->setText(!problem.isEmpty() ? problem
                       : isStale ? tr("A script has changed it meanwhile; Save overwrites that.")
                                 : QString());
    m_revert->setEnabled(isEdited);
    m_save->setEnabled(isEdited && problem.isEmpty());
}

void StateView::save()
{
    if (!m_save->isEnabled())
        return;
    const QByteArray json = compactJson(m_edit->payloadText().toUtf8());
    m_shown = json;
    m_state = json;
    revert();
    Q_EMIT saveRequested(json);
}

void StateView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

} // namespace Signalbox
