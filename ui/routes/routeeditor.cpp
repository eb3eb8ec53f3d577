#include "ui/routes/routeeditor.h"

#include "core/config/documentkeys.h"
#include "ui/editors/scriptfilefield.h"
#include "ui/routes/ruleform.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panelbar.h"
#include "ui/widgets/tone.h"
#include "ui/widgets/visibletext.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace Signalbox {

using namespace Qt::StringLiterals;

RouteEditor::RouteEditor(const QDir &folder, QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_method(new QComboBox(this))
    , m_path(new QLineEdit(this))
    , m_doesBox(new QComboBox(this))
    , m_history(makeToolButton(u"clock"_s, {}, tr("History: the last 50 saved versions"), this))
    , m_pages(new QStackedWidget(this))
    , m_script(new ScriptEditor(this))
    , m_rules(new RuleForm(this))
    , m_file(new ScriptFileField(folder, this))
    , m_place(new QLabel(this))
    , m_status(new QLabel(this))
    , m_revert(new QPushButton(tr("Revert"), this))
    , m_save(new QPushButton(tr("Save"), this))
    , m_saveOn(new QPushButton(tr("Save and enable"), this))
{
    setObjectName(u"routeEditor"_s);
    auto *scriptPage = new QWidget(this);
    auto *rulesPage = new QWidget(this);
    auto *filePage = new QWidget(this);
    for (const auto &[page, content, margin] :
         {std::tuple<QWidget *, QWidget *, int>(scriptPage, m_script, 8),
          {rulesPage, m_rules, 8},
          {filePage, m_file, 12}}) {
        auto *layout = new QVBoxLayout(page);
        layout->setContentsMargins(scaled(margin), scaled(margin), scaled(margin), 0);
        layout->addWidget(content);
        m_pages->addWidget(page);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildBar());
    layout->addWidget(m_pages, 1);
    layout->addWidget(buildFooter());

    connect(m_script, &ScriptEditor::textChanged, this, &RouteEditor::changed);
    connect(m_script, &ScriptEditor::cursorMoved, this, &RouteEditor::updateStatus);
    connect(m_script, &ScriptEditor::helpRequested, this, &RouteEditor::helpRequested);
    connect(m_rules, &RuleForm::rulesChanged, this, &RouteEditor::changed);
    connect(m_file, &ScriptFileField::changed, this, &RouteEditor::changed);
    setFocusProxy(m_script);
}

QWidget *RouteEditor::buildBar()
{
    m_method->setObjectName(u"routeMethod"_s);
    m_method->addItems(httpMethodNames());
    m_method->setAccessibleName(tr("Method"));
    m_path->setObjectName(u"routePath"_s);
    m_path->setAccessibleName(tr("Path"));
    m_path->setPlaceholderText(tr("/path, /path/:name, or /path/*"));
    m_doesBox->setObjectName(u"routeDoes"_s);
    m_doesBox->setAccessibleName(tr("What the route does"));
    m_history->setObjectName(u"routeHistory"_s);
    QToolButton *help =
        makeToolButton(u"help-circle"_s, {}, tr("Functions and examples (F1 in the script)"), this);
    help->setObjectName(u"scriptHelp"_s);

    auto *bar = new PanelBar(44, this);
    bar->addWidget(m_icon);
    bar->addWidget(m_method);
    bar->addWidget(m_path, 1);
    bar->addWidget(m_doesBox);
    bar->addWidget(m_history);
    bar->addWidget(help);
    connect(m_method, &QComboBox::currentIndexChanged, this, &RouteEditor::changed);
    connect(m_path, &QLineEdit::textChanged, this, &RouteEditor::changed);
    connect(m_doesBox, &QComboBox::activated, this, [this](int index) {
        setDoes(Does(m_doesBox->itemData(index).toInt()));
        changed();
    });
    connect(m_history, &QToolButton::clicked, this, &RouteEditor::historyRequested);
    connect(help, &QToolButton::clicked, this, &RouteEditor::helpRequested);
    return bar;
}

QWidget *RouteEditor::buildFooter()
{
    m_place->setObjectName(u"cursorPlace"_s);
    m_status->setObjectName(u"routeStatus"_s);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_revert->setObjectName(u"revertRoute"_s);
    m_save->setObjectName(u"saveRoute"_s);
    m_saveOn->setObjectName(u"saveAndEnable"_s);
    m_saveOn->setProperty("primary", true);
    m_revert->setToolTip(tr("Back to what is saved"));
    m_saveOn->setToolTip(tr("Saves it and lets it handle messages"));
    for (QLabel *label : {m_place, m_status}) {
        label->setTextFormat(Qt::PlainText);
        setTone(label, "dim"_L1);
    }
    auto *footer = new QWidget(this);
    auto *layout = new QHBoxLayout(footer);
    layout->setContentsMargins(scaled(12), scaled(8), scaled(8), scaled(8));
    layout->setSpacing(scaled(8));
    layout->addWidget(m_place);
    layout->addWidget(m_status, 1);
    layout->addWidget(m_revert);
    layout->addWidget(m_save);
    layout->addWidget(m_saveOn);
    connect(m_revert, &QPushButton::clicked, this, &RouteEditor::revertRequested);
    connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saveRequested(false); });
    connect(m_saveOn, &QPushButton::clicked, this, [this] { Q_EMIT saveRequested(true); });
    return footer;
}

void RouteEditor::rename(const QString &oldId, const QString &newId)
{
    m_script->renameDocument(oldId, newId);
}

void RouteEditor::setRoute(const QString &id, const Route &saved, const Route &draft)
{
    m_isSetting = true;
    m_saved = saved;
    m_kind = draft.kind;
    const int side = scaled(16);
    m_icon->setPixmap(lineIcon(kindIcon(m_kind), Theme::palette().route)
                          .pixmap(QSize(side, side), devicePixelRatioF()));
    m_icon->setToolTip(kindText(m_kind));
    m_method->setVisible(m_kind == RouteUse::Http);
    m_method->setCurrentText(draft.method);
    if (m_path->text() != draft.path)
        m_path->setText(draft.path);
    m_doesBox->clear();
    m_doesBox->addItem(tr("Script"), int(Does::Script));
    if (m_kind == RouteUse::Signal)
        m_doesBox->addItem(tr("Rules"), int(Does::Rules));
    m_doesBox->addItem(tr("Script in a file"), int(Does::File));
    m_script->setUse(useOf(m_kind));
    const Does does = !draft.rules.isEmpty()             ? Does::Rules
                      : !draft.script.fileName.isEmpty() ? Does::File
                                                         : Does::Script;
    m_script->showDocument(id, does == Does::Script ? std::optional(draft.script.source)
                                                    : std::nullopt);
    m_rules->setRules(draft.rules);
    m_file->setFileName(draft.script.fileName);
    setDoes(does);
    m_isSetting = false;
    updateStatus();
}

void RouteEditor::setDoes(Does does)
{
    m_does = does;
    m_doesBox->setCurrentIndex(m_doesBox->findData(int(does)));
    m_pages->setCurrentIndex(int(does));
    m_history->setEnabled(does == Does::Script);
}

Route RouteEditor::draft() const
{
    Route route;
    route.kind = m_kind;
    route.enabled = m_saved.enabled;
    if (m_kind == RouteUse::Http)
        route.method = m_method->currentText();
    route.path = m_path->text();
    switch (m_does) {
    case Does::Script:
        route.script.source = m_script->text();
        break;
    case Does::Rules:
        route.rules = m_rules->rules();
        break;
    case Does::File:
        route.script.fileName = m_file->fileName();
        break;
    }
    return route;
}

bool RouteEditor::hasScript() const
{
    return m_does == Does::Script;
}

void RouteEditor::setProblem(const std::optional<ScriptProblem> &problem)
{
    if (problem == m_script->problem())
        return;
    m_script->setProblem(problem);
    updateStatus();
}

void RouteEditor::showWord(const QString &text)
{
    m_status->setText(text);
    m_status->setToolTip(plainToolTip(text));
    setTone(m_status, "good"_L1);
}

void RouteEditor::focusPath()
{
    m_path->setFocus(Qt::OtherFocusReason);
    m_path->selectAll();
}

void RouteEditor::changed()
{
    if (m_isSetting)
        return;
    updateStatus();
    Q_EMIT draftChanged();
}

void RouteEditor::updateStatus()
{
    const bool edited = isEdited();
    const QString ruleProblem = m_does == Does::Rules ? m_rules->problem() : QString();
    const std::optional<ScriptProblem> &problem = m_script->problem();
    m_place->setVisible(hasScript() && !m_script->isLong());
    m_place->setText(tr("Ln %1, Col %2").arg(m_script->cursorLine()).arg(m_script->cursorColumn()));
    QString words;
    auto tone = "dim"_L1;
    if (hasScript() && problem) {
        words = problem->line > 0
                    ? tr("Line %1: %2").arg(problem->line).arg(visibleText(problem->message))
                    : visibleText(problem->message);
        tone = "bad"_L1;
    } else if (edited) {
        words = tr("not saved");
        tone = "warn"_L1;
    } else {
        words = m_saved.enabled ? tr("saved, on") : tr("saved, off");
    }
    m_status->setText(words);
    m_status->setToolTip(plainToolTip(words));
    setTone(m_status, tone);

    const bool mayEnable = ruleProblem.isEmpty() && !(hasScript() && problem);
    m_revert->setEnabled(edited);
    m_save->setEnabled(edited && ruleProblem.isEmpty());
    if (m_save->property("primary").toBool() != m_saved.enabled) {
        m_save->setProperty("primary", m_saved.enabled);
        m_save->style()->unpolish(m_save);
        m_save->style()->polish(m_save);
    }
    m_save->setToolTip(problem && hasScript()
                           ? tr("Saves it switched off, because of line %1").arg(problem->line)
                           : ruleProblem);
    m_saveOn->setVisible(!m_saved.enabled);
    m_saveOn->setText(edited ? tr("Save and enable") : tr("Enable"));
    m_saveOn->setEnabled(mayEnable);
}

} // namespace Signalbox
