#include "ui/editors/scriptlexer.h"

#include "ui/theme/theme.h"

#include <QGuiApplication>
#include <QScreen>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int LanguageWords = 1; // keyword sets of QsciLexerCPP
constexpr int OurWords = 2;
constexpr int InactiveStyle = 64; // added to the styles of code that a preprocessor leaves out

QColor colorOf(int style)
{
    const Palette &colors = Theme::palette();
    switch (style % InactiveStyle) {
    case QsciLexerCPP::Comment:
    case QsciLexerCPP::CommentLine:
    case QsciLexerCPP::CommentDoc:
    case QsciLexerCPP::CommentLineDoc:
    case QsciLexerCPP::CommentDocKeyword:
    case QsciLexerCPP::CommentDocKeywordError:
        return colors.dim;
    case QsciLexerCPP::Number:
        return colors.number;
    case QsciLexerCPP::Keyword:
        return colors.key;
    case QsciLexerCPP::KeywordSet2:
        return colors.timer;
    case QsciLexerCPP::DoubleQuotedString:
    case QsciLexerCPP::SingleQuotedString:
    case QsciLexerCPP::RawString:
    case QsciLexerCPP::TripleQuotedVerbatimString:
    case QsciLexerCPP::Regex:
    case QsciLexerCPP::EscapeSequence:
        return colors.string;
    case QsciLexerCPP::UnclosedString:
        return colors.bad;
    default:
        return colors.text;
    }
}

} // namespace

QFont ScriptLexer::codeFont()
{
    QFont font = payloadFont(1);
    const QScreen *screen = QGuiApplication::primaryScreen();
    const double dotsPerInch = screen != nullptr ? screen->logicalDotsPerInchY() : 96.0;
    font.setPointSizeF(font.pixelSize() * 72.0 / dotsPerInch);
    return font;
}

void styleToCursor(QsciScintilla &editor)
{
    using Sci = QsciScintilla;
    const auto done = static_cast<unsigned long>(editor.SendScintilla(Sci::SCI_GETENDSTYLED));
    const long cursor = editor.SendScintilla(Sci::SCI_GETCURRENTPOS);
    // the lexer takes the place where it starts for the start of a line
    const long line = editor.SendScintilla(Sci::SCI_LINEFROMPOSITION, done);
    const long start =
        editor.SendScintilla(Sci::SCI_POSITIONFROMLINE, static_cast<unsigned long>(line));
    if (long(done) < cursor)
        editor.SendScintilla(Sci::SCI_COLOURISE, static_cast<unsigned long>(start), cursor);
}

ScriptLexer::ScriptLexer(QObject *parent)
    : QsciLexerJavaScript(parent)
{
    setHighlightBackQuotedStrings(true);
    setFoldCompact(false);
    takeTheme();
}

void ScriptLexer::takeTheme()
{
    const QFont font = codeFont();
    const QColor paper = Theme::palette().base;
    setDefaultFont(font);
    setDefaultPaper(paper);
    setDefaultColor(Theme::palette().text);
    setFont(font, -1);
    setPaper(paper, -1);
    for (int style = 0; style < 2 * InactiveStyle; ++style)
        if (!description(style).isEmpty()) {
            setColor(colorOf(style), style);
            setEolFill(false, style);
        }
}

const char *ScriptLexer::keywords(int set) const
{
    if (set == LanguageWords)
        return "break case catch class const continue debugger default delete do else export "
               "extends false finally for function if import in instanceof let new null of return "
               "static super switch this throw true try typeof undefined var void while with yield";
    if (set == OurWords) {
        static const QByteArray words = scriptGlobals().join(u' ').toLatin1();
        return words.constData();
    }
    return nullptr;
}

ScriptCompletion::ScriptCompletion(QsciLexer *lexer)
    : QsciAbstractAPIs(lexer)
{
}

bool ScriptCompletion::isInCode() const
{
    QsciScintilla *editor = lexer()->editor();
    if (editor == nullptr)
        return true;
    styleToCursor(*editor);
    const long at = editor->SendScintilla(QsciScintilla::SCI_GETCURRENTPOS);
    const long style = editor->SendScintilla(QsciScintilla::SCI_GETSTYLEAT, std::max(0L, at - 1));
    switch (int(style)) {
    case QsciLexerCPP::Default:
    case QsciLexerCPP::Identifier:
    case QsciLexerCPP::Keyword:
    case QsciLexerCPP::KeywordSet2:
    case QsciLexerCPP::Operator:
        return true;
    default:
        return false;
    }
}

/// `context` ends with the word that is being written, empty right behind a dot.
void ScriptCompletion::updateAutoCompletionList(const QStringList &context, QStringList &list)
{
    if (context.isEmpty() || !isInCode())
        return;
    const QString begun = context.last();
    const QList<ScriptWord> words = scriptWords(m_use, context.first(context.size() - 1));
    for (const ScriptWord &word : words)
        if (word.name.startsWith(begun, Qt::CaseInsensitive) && word.name != begun)
            list.append(word.name);
}

QStringList ScriptCompletion::callTips(const QStringList &context, int,
                                       QsciScintilla::CallTipsStyle, QList<int> &shifts)
{
    // the last word is empty, the one before it the function's name
    if (context.size() != 2)
        return {};
    const QList<ScriptWord> words = scriptWords(m_use);
    const auto called = std::ranges::find(words, context.first(), &ScriptWord::name);
    if (called == words.end() || called->call.isEmpty())
        return {};
    shifts.append(int(called->name.size()) + 1);
    return {called->call + u'\n' + called->text};
}

} // namespace Signalbox
