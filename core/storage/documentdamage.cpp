#include "core/storage/documentdamage.h"

#include "core/json/jsonscanner.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace Signalbox {

namespace {

constexpr qsizetype SmallestBlock = 512; ///< of a disk; all larger ones are multiples of it

/// UTF-16 or UTF-32, as some editors save, with a byte order mark or without.
bool isWideText(const QByteArray &document)
{
    constexpr std::array<char16_t, 5> FirstCharacters{u'{', u' ', u'\n', u'\r', u'\t'};
    const auto isText = [&document](char16_t first) {
        const auto encoding = QStringConverter::encodingForData(document, first);
        if (!encoding || *encoding == QStringConverter::Utf8)
            return false;
        QStringDecoder decoder(*encoding);
        const QString text = decoder(document);
        return !decoder.hasError() && !text.contains(QChar(u'\0'));
    };
    return std::ranges::any_of(FirstCharacters, isText);
}

/// Neither a key of a keyboard that text files have always had, nor what terminals are sent.
bool isBinary(char byte)
{
    const auto code = uchar(byte);
    return code < 0x20 && (code < 0x08 || code > 0x0d) && code != 0x1a && code != 0x1b;
}

/// Whether the text stops in the middle of a string, of true, false or null, or of a character.
bool endsInsideToken(const QByteArray &document)
{
    JsonScanner scanner(document);
    qsizetype end = 0; // of the last whole token
    for (;;) {
        const JsonScanner::Token token = scanner.next();
        if (token == JsonScanner::Token::End)
            return false;
        if (token == JsonScanner::Token::Error)
            break;
        end = scanner.offset() + scanner.text().size();
    }
    const auto isBetween = [](char byte) { return QByteArrayView(" \t\r\n,:").contains(byte); };
    const auto rest = std::find_if_not(document.cbegin() + end, document.cend(), isBetween);
    const QByteArrayView begun(rest, document.cend());
    if (begun.isEmpty())
        return false;
    constexpr qsizetype LongestCharacter = 4;
    const JsonError &error = scanner.error();
    if (begun.front() == '"') {
        return error.code == JsonError::Code::UnexpectedEnd
               || (error.code == JsonError::Code::BadUtf8
                   && document.size() - error.at.offset < LongestCharacter);
    }
    return std::ranges::any_of(
        std::array<QByteArrayView, 3>{"true", "false", "null"},
        [begun](QByteArrayView word) { return word.startsWith(begun) && word != begun; });
}

} // namespace

bool isDamaged(const QByteArray &document)
{
    if (document.contains('\0'))
        return !isWideText(document);
    if (!document.isValidUtf8() && std::ranges::any_of(document, isBinary))
        return true;
    return !document.isEmpty() && document.size() % SmallestBlock == 0 && endsInsideToken(document);
}

} // namespace Signalbox
