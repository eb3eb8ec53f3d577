#include "ui/editors/scripteditor.h"

#include "core/routes/scriptvalues.h"
#include "ui/editors/findbar.h"
#include "ui/editors/longtext.h"
#include "ui/editors/longtextcard.h"
#include "ui/editors/qscintilla.h"
#include "ui/editors/scriptlexer.h"
#include "ui/editors/scriptsearch.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

using Sci = QsciScintilla;
constexpr int NumberMargin = 0;
constexpr int MarkMargin = 1;
constexpr int ProblemSymbol = 3;
constexpr int ProblemLine = 4;
constexpr int IndentWidth = 4;
constexpr int CompleteAfter = 2; ///< characters of a word; behind a dot at once

QColor washed(const QColor &color, int alpha)
{
    const QColor &under = Theme::palette().base;
    const auto mix = [alpha](int over, int below) {
        return (over * alpha + below * (255 - alpha)) / 255;
    };
    return QColor(mix(color.red(), under.red()), mix(color.green(), under.green()),
                  mix(color.blue(), under.blue()));
}

} // namespace

/// Hands the keys that are ours to the ScriptEditor, before shortcuts of the window get them.
class ScriptEditor::Editor final : public QsciScintilla
{
public:
    explicit Editor(ScriptEditor *owner)
        : QsciScintilla(owner)
        , m_owner(owner)
    {
    }

protected:
    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::ShortcutOverride
            && isOurKey(static_cast<const QKeyEvent &>(*event))) {
            event->accept();
            return true;
        }
        return QsciScintilla::event(event);
    }
    void keyPressEvent(QKeyEvent *event) override
    {
        if (m_owner->handleKey(*event) || m_owner->handleLongKey(*event))
            return;
        styleToCursor(*this); // the indentation looks at the styles
        QsciScintilla::keyPressEvent(event);
        if (isCallTipActive())
            m_owner->completeArgument();
    }
    bool focusNextPrevChild(bool) override { return false; } // Tab indents
    bool canInsertFromMimeData(const QMimeData *source) const override
    {
        return QsciScintilla::canInsertFromMimeData(source) && m_owner->takes(source->text());
    }
    void inputMethodEvent(QInputMethodEvent *event) override
    {
        if (!m_owner->isLong())
            QsciScintilla::inputMethodEvent(event);
    }
    void resizeEvent(QResizeEvent *event) override
    {
        QsciScintilla::resizeEvent(event);
        if (m_owner->m_card != nullptr)
            m_owner->m_card->setGeometry(rect());
    }
    void focusInEvent(QFocusEvent *event) override
    {
        QsciScintilla::focusInEvent(event);
        m_owner->setFocused(true);
    }
    void focusOutEvent(QFocusEvent *event) override
    {
        QsciScintilla::focusOutEvent(event);
        m_owner->setFocused(false);
    }

private:
    ScriptEditor *m_owner;
};

/// A text that is not shown now, and how it was.
struct ScriptEditor::Document
{
    QsciDocument text;
    long position = 0;
    long anchor = 0;
    int firstVisibleLine = 0;
};

ScriptEditor::ScriptEditor(QWidget *parent)
    : QFrame(parent)
    , m_editor(new Editor(this))
    , m_lexer(new ScriptLexer(this))
    , m_completion(new ScriptCompletion(m_lexer))
    , m_findBar(new FindBar(this))
    , m_refusal(new Banner(Banner::Tone::Warning, this))
    , m_search(std::make_unique<ScriptSearch>(*m_editor))
{
    setProperty("look", u"codeFrame"_s);
    m_editor->setObjectName(u"code"_s);
    m_editor->setAccessibleName(tr("Script"));
    m_editor->setAccessibleDescription(tr("Tab indents, Ctrl+Tab leaves"));
    m_editor->setFrameShape(QFrame::NoFrame);
    setUpDocument();
    m_editor->setAutoIndent(true);
    m_editor->setBraceMatching(Sci::SloppyBraceMatch);
    m_editor->setCaretLineVisible(true);
    m_editor->setScrollWidth(1);
    m_editor->setScrollWidthTracking(true);
    m_editor->setAutoCompletionSource(Sci::AcsAPIs);
    m_editor->setAutoCompletionThreshold(CompleteAfter);
    m_editor->setAutoCompletionCaseSensitivity(false);
    m_editor->setAutoCompletionReplaceWord(true);
    m_editor->setCallTipsStyle(Sci::CallTipsNoContext);
    m_editor->setCallTipsPosition(Sci::CallTipsAboveText);
    m_editor->setMarginType(NumberMargin, Sci::NumberMargin);
    m_editor->setMarginType(MarkMargin, Sci::SymbolMargin);
    m_editor->setMarginMarkerMask(NumberMargin, 0);
    m_editor->setMarginMarkerMask(MarkMargin, 1 << ProblemSymbol);
    for (int margin = MarkMargin + 1; margin < m_editor->margins(); ++margin)
        m_editor->setMarginWidth(margin, 0);
    m_editor->markerDefine(Sci::Background, ProblemLine);
    m_editor->setAnnotationDisplay(Sci::AnnotationStandard);
    setUpKeys();
    setUpFinding();

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(0);
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_refusal);
    layout->addWidget(m_findBar);
    m_refusal->setClosable(true);
    connect(m_editor, &Sci::textChanged, m_refusal, &QWidget::hide);
    connect(m_editor, &Sci::textChanged, this, &ScriptEditor::showCard);
    connect(m_editor, &Sci::textChanged, this, &ScriptEditor::textChanged);
    connect(m_editor, &Sci::cursorPositionChanged, this, &ScriptEditor::cursorMoved);
    connect(m_editor, &Sci::linesChanged, this, &ScriptEditor::fitMargin);
    setFocusProxy(m_editor);
    takeTheme();
}

ScriptEditor::~ScriptEditor() = default;

/// What Scintilla keeps with each text.
void ScriptEditor::setUpDocument()
{
    m_editor->setUtf8(true);
    m_editor->setEolMode(Sci::EolUnix);
    m_editor->setLexer(m_lexer);
    m_editor->setIndentationsUseTabs(false);
    m_editor->setIndentationWidth(IndentWidth);
    m_editor->setTabWidth(IndentWidth);
    m_editor->setTabIndents(true);
    m_editor->setBackspaceUnindents(true);
}

void ScriptEditor::keepDocument()
{
    auto kept = std::make_shared<Document>();
    kept->text = m_editor->document();
    kept->position = m_editor->SendScintilla(Sci::SCI_GETCURRENTPOS);
    kept->anchor = m_editor->SendScintilla(Sci::SCI_GETANCHOR);
    kept->firstVisibleLine = m_editor->firstVisibleLine();
    m_documents.insert(m_document, kept);
}

void ScriptEditor::showDocument(const QString &key, const std::optional<QString> &text)
{
    if (key != m_document) {
        setProblem(std::nullopt); // its marks are kept with the text
        keepDocument();
        m_document = key;
        const std::shared_ptr<Document> kept = m_documents.take(key);
        m_editor->setDocument(kept ? kept->text : QsciDocument());
        setUpDocument();
        takeTheme();
        if (!kept) {
            setText(text.value_or(QString()));
        } else {
            m_editor->SendScintilla(Sci::SCI_SETSEL, kept->anchor, kept->position);
            m_editor->setFirstVisibleLine(kept->firstVisibleLine);
        }
    }
    showCard();
    if (text)
        replaceText(QString(*text).replace("\r\n"_L1, "\n"_L1));
    if (m_findBar->isVisible()) {
        m_search->setPattern(m_findBar->pattern(), m_findBar->matchCase());
        showHits();
    }
}

void ScriptEditor::renameDocument(const QString &from, const QString &to)
{
    if (m_document == from)
        m_document = to;
    else if (const auto kept = m_documents.take(from))
        m_documents.insert(to, kept);
}

/// QScintilla has commands on keys that the window needs: of those with Ctrl and a letter we keep
/// what is the same everywhere.
void ScriptEditor::setUpKeys()
{
    const QList<QKeyCombination> kept{Qt::CTRL | Qt::Key_Z, Qt::CTRL | Qt::SHIFT | Qt::Key_Z,
                                      Qt::CTRL | Qt::Key_Y, Qt::CTRL | Qt::Key_X,
                                      Qt::CTRL | Qt::Key_C, Qt::CTRL | Qt::Key_V,
                                      Qt::CTRL | Qt::Key_A};
    const auto belongsToWindow = [&kept](int key) {
        const QKeyCombination keys = QKeyCombination::fromCombined(key);
        const bool isLetter = keys.key() >= Qt::Key_A && keys.key() <= Qt::Key_Z;
        const bool isZoom = keys.key() == Qt::Key_Plus || keys.key() == Qt::Key_Minus
                            || keys.key() == Qt::Key_Slash;
        return (isLetter || isZoom) && keys.keyboardModifiers().testFlag(Qt::ControlModifier)
               && !kept.contains(keys);
    };
    const QList<QsciCommand *> commands = m_editor->standardCommands()->commands();
    for (QsciCommand *command : commands) {
        if (belongsToWindow(command->key()))
            command->setKey(0);
        if (belongsToWindow(command->alternateKey()))
            command->setAlternateKey(0);
    }
    if (QsciCommand *redo = m_editor->standardCommands()->find(QsciCommand::Redo)) {
        redo->setKey((Qt::CTRL | Qt::Key_Y).toCombined());
        redo->setAlternateKey((Qt::CTRL | Qt::SHIFT | Qt::Key_Z).toCombined());
    }
}

void ScriptEditor::setUpFinding()
{
    connect(m_findBar, &FindBar::patternChanged, this, [this] {
        m_search->setPattern(m_findBar->pattern(), m_findBar->matchCase());
        m_search->goNearest();
        showHits();
    });
    connect(m_findBar, &FindBar::nextRequested, this, &ScriptEditor::find);
    connect(m_findBar, &FindBar::replaceRequested, this, [this](bool all) {
        if (all)
            m_search->replaceAll(m_findBar->replacement());
        else
            m_search->replaceCurrent(m_findBar->replacement());
        showHits();
    });
    connect(m_findBar, &FindBar::closed, this, [this] {
        m_search->setPattern({}, false);
        m_editor->setFocus(Qt::ShortcutFocusReason);
    });
    connect(m_editor, &Sci::textChanged, this, [this] {
        if (!m_findBar->isVisible())
            return;
        m_search->setPattern(m_findBar->pattern(), m_findBar->matchCase());
        showHits();
    });
}

void ScriptEditor::openFind(bool replacing)
{
    const QString selected = m_editor->selectedText();
    m_findBar->open(selected.contains(u'\n') ? QString() : selected, replacing);
}

void ScriptEditor::find(bool forward)
{
    if (!m_findBar->isVisible())
        m_search->setPattern(m_findBar->pattern(), m_findBar->matchCase());
    m_search->go(forward);
    showHits();
}

void ScriptEditor::showHits()
{
    m_findBar->showHits(m_search->current(), m_search->count(),
                        m_search->count() == ScriptSearch::MaxHits);
}

bool ScriptEditor::isOurKey(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool control = modifiers == Qt::ControlModifier;
    const bool controlShift = modifiers == (Qt::ControlModifier | Qt::ShiftModifier);
    switch (event.key()) {
    case Qt::Key_F:
    case Qt::Key_H:
    case Qt::Key_Space:
        return control;
    case Qt::Key_F1:
        return modifiers == Qt::NoModifier;
    case Qt::Key_F3:
        return modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return control || controlShift;
    default:
        return false;
    }
}

/// False: the editor itself is to have the key.
bool ScriptEditor::handleKey(QKeyEvent &event)
{
    if (!isOurKey(event))
        return false;
    switch (event.key()) {
    case Qt::Key_F:
        openFind(false);
        break;
    case Qt::Key_H:
        openFind(true);
        break;
    case Qt::Key_Space:
        m_editor->autoCompleteFromAPIs();
        break;
    case Qt::Key_F1:
        Q_EMIT helpRequested();
        break;
    case Qt::Key_F3:
        find(!event.modifiers().testFlag(Qt::ShiftModifier));
        break;
    default:
        if (event.modifiers().testFlag(Qt::ShiftModifier))
            focusPreviousChild();
        else
            focusNextChild();
    }
    return true;
}

/// QScintilla completes nothing while a call tip is shown, yet what is being written is an
/// argument.
void ScriptEditor::completeArgument()
{
    int contextStart = 0;
    int wordStart = 0;
    const int at = int(m_editor->SendScintilla(Sci::SCI_GETCURRENTPOS));
    const QStringList context = m_editor->apiContext(at, contextStart, wordStart);
    if (context.isEmpty() || (context.size() == 1 && context.last().size() < CompleteAfter))
        return;
    QStringList words;
    m_completion->updateAutoCompletionList(context, words);
    if (words.isEmpty())
        return;
    m_editor->SendScintilla(Sci::SCI_CALLTIPCANCEL);
    m_editor->autoCompleteFromAPIs();
}

/// What the document has; QsciScintilla::text() ends at the first zero character.
QString ScriptEditor::held() const
{
    const auto *start =
        static_cast<const char *>(m_editor->SendScintillaPtrResult(Sci::SCI_GETCHARACTERPOINTER));
    return QString::fromUtf8(start, m_editor->SendScintilla(Sci::SCI_GETLENGTH));
}

/// What the document is to have for this text.
QByteArray ScriptEditor::heldFor(const QString &text)
{
    if (longestLine(text) <= LongestLine)
        return text.toUtf8();
    QString mark = m_longTexts.key(text);
    if (mark.isEmpty()) {
        mark = QChar(QChar::ObjectReplacementCharacter) + QString::number(m_longTexts.size());
        m_longTexts.insert(mark, text);
    }
    return mark.toUtf8();
}

QString ScriptEditor::text() const
{
    const QString text = held();
    return m_longTexts.value(text, text);
}

bool ScriptEditor::isLong() const
{
    return !m_longTexts.isEmpty() && m_longTexts.contains(held());
}

void ScriptEditor::setText(const QString &text)
{
    setProblem(std::nullopt);
    QString unixText = text;
    const QByteArray utf8 = heldFor(unixText.replace("\r\n"_L1, "\n"_L1));
    m_editor->SendScintilla(Sci::SCI_CLEARALL); // QsciScintilla::setText() ends at a zero character
    m_editor->SendScintilla(Sci::SCI_ADDTEXT, static_cast<unsigned long>(utf8.size()),
                            utf8.constData());
    m_editor->SendScintilla(Sci::SCI_EMPTYUNDOBUFFER);
    m_editor->setCursorPosition(0, 0);
}

void ScriptEditor::replaceText(const QString &text)
{
    if (text == this->text())
        return;
    const QByteArray utf8 = heldFor(text);
    m_editor->beginUndoAction();
    m_editor->SendScintilla(Sci::SCI_TARGETWHOLEDOCUMENT);
    m_editor->SendScintilla(Sci::SCI_REPLACETARGET, static_cast<unsigned long>(utf8.size()),
                            utf8.constData());
    m_editor->endUndoAction();
}

/// Called whenever the document is another or has changed, by undo and redo too.
void ScriptEditor::showCard()
{
    const QString mark = isLong() ? held() : QString();
    if (mark == m_shownLong)
        return;
    m_shownLong = mark;
    if (mark.isEmpty()) {
        m_card->hide();
        return;
    }
    if (m_card == nullptr) {
        m_card = new LongTextCard(m_editor);
        connect(m_card, &LongTextCard::saveRequested, this, [this] { m_card->save(text()); });
        connect(m_card, &LongTextCard::removeRequested, this, [this] {
            replaceText({});
            m_editor->setFocus();
        });
    }
    m_card->setGeometry(m_editor->rect());
    m_card->showText(longTextWords(m_longTexts.value(mark)), false);
    m_card->show();
}

/// False: the editor itself is to have the key, which does not edit the mark.
bool ScriptEditor::handleLongKey(QKeyEvent &event)
{
    if (!isLong() || event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo))
        return false;
    const bool isCut = event.matches(QKeySequence::Cut);
    if (isCut || event.matches(QKeySequence::Copy))
        QGuiApplication::clipboard()->setText(text());
    if (isCut || event.key() == Qt::Key_Backspace || event.matches(QKeySequence::Delete))
        replaceText({});
    else
        event.setAccepted(!event.text().isEmpty() && event.key() != Qt::Key_Escape);
    return true;
}

/// Says when it is more than the editor can hold without keeping the window waiting.
bool ScriptEditor::takes(const QString &text)
{
    if (isLong())
        return false;
    const qsizetype bytes = text.toUtf8().size();
    if (bytes + m_editor->SendScintilla(Sci::SCI_GETLENGTH) <= MaxScriptSource
        && longestLine(text) <= LongestLine)
        return true;
    m_refusal->setText(tr("%1 were not pasted: a script has at most %2, and lines of %3 "
                          "characters. What is longer can stay in a file.")
                           .arg(shortBytes(quint64(bytes)), limitBytes(quint64(MaxScriptSource)),
                                exactNumber(quint64(LongestLine))));
    m_refusal->show();
    return false;
}

void ScriptEditor::insertText(const QString &text)
{
    if (isLong())
        return replaceText(text);
    m_editor->beginUndoAction();
    m_editor->removeSelectedText();
    m_editor->insert(text);
    m_editor->endUndoAction();
}

void ScriptEditor::setUse(ScriptPurpose use)
{
    m_completion->setUse(use);
}

void ScriptEditor::setReadOnly(bool readOnly)
{
    m_editor->setReadOnly(readOnly);
}

bool ScriptEditor::canUndo() const
{
    return m_editor->isUndoAvailable();
}

int ScriptEditor::cursorLine() const
{
    int line = 0;
    int column = 0;
    m_editor->getCursorPosition(&line, &column);
    return line + 1;
}

int ScriptEditor::cursorColumn() const
{
    int line = 0;
    int column = 0;
    m_editor->getCursorPosition(&line, &column);
    return column + 1;
}

int ScriptEditor::firstVisibleLine() const
{
    return m_editor->firstVisibleLine() + 1;
}

void ScriptEditor::goToLine(int line)
{
    const int index = std::clamp(line, 1, m_editor->lines()) - 1;
    m_editor->setCursorPosition(index, 0);
    m_editor->ensureLineVisible(index);
}

void ScriptEditor::setProblem(const std::optional<ScriptProblem> &problem)
{
    if (problem == m_problem)
        return;
    m_problem = problem;
    showProblem();
}

void ScriptEditor::showProblem()
{
    m_editor->markerDeleteAll(ProblemSymbol);
    m_editor->markerDeleteAll(ProblemLine);
    m_editor->clearAnnotations();
    if (!m_problem || m_problem->line < 1)
        return;
    const int line = std::min(m_problem->line, m_editor->lines()) - 1;
    m_editor->markerAdd(line, ProblemSymbol);
    m_editor->markerAdd(line, ProblemLine);
    const QsciStyle style(m_annotationStyle, u"problem"_s, Theme::palette().bad,
                          washed(Theme::palette().bad, 36), ScriptLexer::codeFont());
    m_annotationStyle = style.style();
    m_editor->annotate(line, u"  "_s % visibleText(m_problem->message), style);
}

/// Wide enough for the last line's number.
void ScriptEditor::fitMargin()
{
    const QString widest(std::max(2, int(QString::number(m_editor->lines()).size())), u'8');
    m_editor->setMarginWidth(NumberMargin, widest + u'8');
}

void ScriptEditor::takeTheme()
{
    m_isTheming = true;
    const Palette &colors = Theme::palette();
    m_lexer->takeTheme();
    m_editor->setPaper(colors.base);
    m_editor->setColor(colors.text);
    m_editor->setCaretForegroundColor(colors.text);
    m_editor->setCaretWidth(std::max(1, scaled(2)));
    m_editor->setCaretLineBackgroundColor(colors.alternate);
    m_editor->setSelectionBackgroundColor(colors.selection);
    m_editor->resetSelectionForegroundColor();
    m_editor->setMarginsFont(ScriptLexer::codeFont());
    m_editor->setMarginsBackgroundColor(colors.base);
    m_editor->setMarginsForegroundColor(colors.disabled);
    m_editor->setMarginWidth(MarkMargin, scaled(18));
    m_editor->setMatchedBraceForegroundColor(colors.accent);
    m_editor->setMatchedBraceBackgroundColor(colors.press);
    m_editor->setUnmatchedBraceForegroundColor(colors.bad);
    m_editor->setUnmatchedBraceBackgroundColor(colors.base);
    m_editor->setCallTipsBackgroundColor(colors.panel);
    m_editor->setCallTipsForegroundColor(colors.text);
    m_editor->setCallTipsHighlightColor(colors.accent);
    m_editor->setExtraAscent(scaled(2));
    m_editor->setExtraDescent(scaled(2));
    m_editor->setMarkerBackgroundColor(washed(colors.bad, 36), ProblemLine);
    m_editor->markerDefine(
        lineIcon(u"x-circle"_s, colors.bad).pixmap(QSize(scaled(14), scaled(14))), ProblemSymbol);
    m_search->takeTheme();
    const int margin = scaled(4);
    setContentsMargins(0, 0, 0, 0);
    if (layout() != nullptr)
        layout()->setContentsMargins(margin, margin, margin, margin);
    fitMargin();
    showProblem();
    m_isTheming = false;
}

void ScriptEditor::setFocused(bool focused)
{
    setProperty("focused", focused);
    style()->unpolish(this);
    style()->polish(this);
}

void ScriptEditor::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        if (!m_isTheming)
            takeTheme();
    }
}

} // namespace Signalbox
