#include "core/filter/requiredtext.h"
#include "tests/support/testprogram.h"

#include <QRandomGenerator>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_RequiredText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void finds_data();
    void finds();
    void isInAllThatFits_data();
    void isInAllThatFits();
};

void tst_RequiredText::finds_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << u""_s << u""_s;
    QTest::newRow("a word") << u"delay"_s << u"delay"_s;
    QTest::newRow("the longest of several") << u"at .*platform \\d+"_s << u"platform "_s;
    QTest::newRow("what is repeated, once") << u"zz+qqq"_s << u"qqq"_s;
    QTest::newRow("not what may be missing") << u"colou?rs"_s << u"colo"_s;
    QTest::newRow("nor what may be there no time") << u"abc{0,2}d"_s << u"ab"_s;
    QTest::newRow("a brace that is none of a count") << u"^{\"type\":"_s << u"{\"type\":"_s;
    QTest::newRow("characters with a backslash") << u"1\\.5\\+"_s << u"1.5+"_s;
    QTest::newRow("not what a group holds") << u"err(or)?s"_s << u"err"_s;
    QTest::newRow("not a dot in a group") << u"a(\\.\\.\\.\\d)*bc"_s << u"bc"_s;
    QTest::newRow("not what a class holds") << u"a[bcd\\]e]fg"_s << u"fg"_s;
    QTest::newRow("a class with a bracket") << u"[]xyz]a"_s << u"a"_s;
    QTest::newRow("one of two") << u"abc|def"_s << u""_s;
    QTest::newRow("one of two in a group") << u"ab(c|d)ef"_s << u"ab"_s;
    QTest::newRow("options") << u"(?i)abc"_s << u""_s;
    QTest::newRow("a look that something is not there") << u"abc(?!def)"_s << u""_s;
    QTest::newRow("a code") << u"\\x41bc"_s << u""_s;
    QTest::newRow("a reference") << u"(a)\\1bc"_s << u""_s;
    QTest::newRow("a quotation") << u"\\Qa|b\\E"_s << u""_s;
    QTest::newRow("a class with a name") << u"[[:alpha:]]bc"_s << u""_s;
    QTest::newRow("a count of a count") << u"ab+{0}"_s << u""_s;
    QTest::newRow("beyond ASCII") << u"ärger"_s << u"rger"_s;
}

void tst_RequiredText::finds()
{
    QFETCH(QString, pattern);
    QTEST(requiredText(pattern, false), "text");
}

void tst_RequiredText::isInAllThatFits_data()
{
    QTest::addColumn<bool>("ignoresCase");
    QTest::newRow("exactly") << false;
    QTest::newRow("in any case") << true;
}

void tst_RequiredText::isInAllThatFits()
{
    QFETCH(bool, ignoresCase);
    QRandomGenerator random(11);
    const QStringList pieces{u"a"_s,    u"K"_s,     u"b"_s,   u"."_s,    u"a"_s,   u"\\."_s,
                             u"\\d"_s,  u"\\b"_s,   u"("_s,   u")"_s,    u"|"_s,   u"[ab]"_s,
                             u"[^a]"_s, u"[]b]"_s,  u"?"_s,   u"*"_s,    u"+"_s,   u"{2}"_s,
                             u"{0}"_s,  u"{0,1}"_s, u"{"_s,   u"(?i)"_s, u"(?:"_s, u"\\x61"_s,
                             u"1"_s,    u"-"_s,     u"\\Q"_s, u"ß"_s};
    const QString characters = u"aAbBkK\u212A.1-{ß1aba"_s;
    int fitting = 0;
    int useful = 0;
    for (int i = 0; i < 60'000; ++i) {
        QString pattern;
        for (int n = random.bounded(1, 9); n > 0; --n)
            pattern += pieces[random.bounded(int(pieces.size()))];
        const QRegularExpression expression(pattern, ignoresCase
                                                         ? QRegularExpression::CaseInsensitiveOption
                                                         : QRegularExpression::NoPatternOption);
        if (!expression.isValid())
            continue;
        const QString required = requiredText(pattern, ignoresCase);
        for (int k = 0; k < 20; ++k) {
            QString text;
            for (int n = random.bounded(12); n > 0; --n)
                text += characters[random.bounded(int(characters.size()))];
            if (!expression.match(text).hasMatch())
                continue;
            ++fitting;
            useful += required.isEmpty() ? 0 : 1;
            // only ASCII letters fold, as in what searches for it
            bool isThere = text.contains(required, Qt::CaseSensitive);
            if (!isThere && ignoresCase) {
                QByteArray bytes = text.toUtf8();
                isThere = bytes.toLower().contains(required.toUtf8().toLower());
            }
            QVERIFY2(isThere,
                     qPrintable(pattern + u"  does not need  "_s + required + u"  in  "_s + text));
        }
    }
    QVERIFY(fitting > 10'000 && useful > 1'000);
}

SIGNALBOX_TEST_WITHOUT_APPLICATION(tst_RequiredText)
#include "tst_requiredtext.moc"
