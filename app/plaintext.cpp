#include "app/plaintext.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype Longest = 300; // characters

bool isSeen(QChar character)
{
    return character.isPrint() || character.isSurrogate();
}

} // namespace

QString plainText(const QString &text)
{
    QString plain;
    for (const QChar character : text.first(std::min(text.size(), Longest))) {
        if (isSeen(character))
            plain += character;
        else
            plain += u"\\u%1"_s.arg(int(character.unicode()), 4, 16, QLatin1Char('0'));
    }
    return text.size() > Longest ? QString(plain + u'…') : plain;
}

} // namespace Signalbox
