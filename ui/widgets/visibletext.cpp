#include "ui/widgets/visibletext.h"

#include <QChar>
#include <QStringDecoder>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr char32_t ZeroWidthNonJoiner = 0x200C;
constexpr char32_t ZeroWidthJoiner = 0x200D;
constexpr char32_t EmojiPresentation = 0xFE0F;

bool isEmoji(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    return category == QChar::Symbol_Other || category == QChar::Symbol_Modifier
           || c == EmojiPresentation;
}

bool isCursive(char32_t c)
{
    const QChar::JoiningType type = QChar::joiningType(c);
    return type != QChar::Joining_None && type != QChar::Joining_Transparent
           && c != ZeroWidthJoiner;
}

/// Whether a joiner or non-joiner between the two changes their shapes, as in emoji, between the
/// letters of cursive scripts, and behind a virama (as RFC 5892, appendix A, has it): then it is
/// text. Elsewhere it hides.
bool joins(char32_t before, char32_t joiner, char32_t after)
{
    constexpr uchar Virama = 9; // combining class
    if (joiner != ZeroWidthJoiner && joiner != ZeroWidthNonJoiner)
        return false;
    return (joiner == ZeroWidthJoiner && isEmoji(before) && isEmoji(after))
           || (isCursive(before) && isCursive(after)) || QChar::combiningClass(before) == Virama;
}

/// Has no ink and is not plain white space. Besides the format category: fillers and blanks that
/// Unicode files as letters, marks and symbols, and the separators of lines and paragraphs.
bool isInvisible(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        break;
    }
    switch (c) {
    case 0x034F: // combining grapheme joiner
    case 0x115F: // Hangul fillers
    case 0x1160:
    case 0x3164:
    case 0xFFA0:
    case 0x2800: // Braille blank
    case 0x180B: // Mongolian variation selectors
    case 0x180C:
    case 0x180D:
        return true;
    default:
        return QChar::isNonCharacter(c);
    }
}

QString numbered(char32_t c)
{
    return u"⟨U+%1⟩"_s.arg(QString::number(uint(c), 16).toUpper(), 4, u'0');
}

/// Keeps a byte-order mark (QString::fromUtf8() drops it), and with `isCut` holds back a character
/// that ends too early.
QString decoded(QByteArrayView utf8, bool isCut)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom
                                                     | (isCut ? QStringDecoder::Flag::Default
                                                              : QStringDecoder::Flag::Stateless));
    return decoder(utf8);
}

struct CodePoint
{
    char32_t value = 0;
    qsizetype units = 1;
};

CodePoint codePointAt(QStringView text, qsizetype at)
{
    const QChar first = text[at];
    if (first.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate())
        return {QChar::surrogateToUcs4(first, text[at + 1]), 2};
    return {first.unicode(), 1};
}

} // namespace

QString visibleText(QStringView text, Lines lines, qsizetype maxCharacters)
{
    QString shown;
    shown.reserve(maxCharacters < 0 ? text.size() : std::min(text.size(), maxCharacters + 1));
    bool spaceBefore = lines == Lines::Fold; // leading white space goes too
    char32_t previous = 0;
    const auto isFull = [&] { return maxCharacters >= 0 && shown.size() >= maxCharacters; };

    for (qsizetype at = 0; at < text.size();) {
        const auto [c, units] = codePointAt(text, at);
        const bool isSpace = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (isFull() && !(isSpace && lines == Lines::Fold)) {
            shown += u'…';
            return shown;
        }
        if (isSpace && lines == Lines::Fold) {
            if (!spaceBefore && !isFull())
                shown += u' ';
            spaceBefore = true;
        } else if (c == '\r' && at + 1 < text.size() && text[at + 1] == u'\n') {
            // a line end of two characters: the line feed follows
        } else if (c == ' ' || c == '\n' || c == '\t') {
            shown += QChar(char16_t(c));
        } else {
            const char32_t next = at + 1 < text.size() ? codePointAt(text, at + 1).value : 0;
            if (isInvisible(c) && !joins(previous, c, next))
                shown += numbered(c);
            else
                shown += text.sliced(at, units);
            spaceBefore = false;
        }
        previous = c;
        at += units;
    }
    if (lines == Lines::Fold && shown.endsWith(u' '))
        shown.chop(1);
    return shown;
}

QString visibleUtf8(QByteArrayView utf8, Lines lines, qsizetype maxCharacters)
{
    constexpr qsizetype BytesPerUnit = 4; // more than UTF-8 ever needs for one UTF-16 unit
    if (maxCharacters < 0 || utf8.size() <= maxCharacters)
        return visibleText(decoded(utf8, false), lines, maxCharacters);

    // White space that folds away takes bytes but no room, so a little more than needed is decoded,
    // and once more if short.
    for (qsizetype bytes = maxCharacters * BytesPerUnit + 64;; bytes *= 8) {
        const bool whole = bytes >= utf8.size();
        const QString text = decoded(whole ? utf8 : utf8.first(bytes), !whole);
        const QString shown = visibleText(text, lines, maxCharacters);
        if (whole || shown.size() > maxCharacters)
            return shown;
    }
}

QString plainToolTip(const QString &text)
{
    if (text.isEmpty())
        return {};
    QString html = text.toHtmlEscaped();
    html.replace(u'\n', u"<br>"_s);
    return u"<qt>"_s % html % u"</qt>"_s;
}

} // namespace Signalbox
