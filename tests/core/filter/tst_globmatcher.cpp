#include "core/filter/globmatcher.h"
#include "tests/support/testprogram.h"

#include <QRandomGenerator>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_GlobMatcher : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void matches_data();
    void matches();
    void agreesWithAnExpression();
    void manyStarsEndSoon();
};

void tst_GlobMatcher::matches_data()
{
    QTest::addColumn<QString>("glob");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("expected");
    QTest::newRow("nothing") << u""_s << u""_s << true;
    QTest::newRow("nothing and something") << u""_s << u"a"_s << false;
    QTest::newRow("a star and nothing") << u"*"_s << u""_s << true;
    QTest::newRow("a question mark and nothing") << u"?"_s << u""_s << false;
    QTest::newRow("the same, in another case") << u"/Chat"_s << u"/cHAT"_s << true;
    QTest::newRow("the whole of it") << u"chat"_s << u"/chat"_s << false;
    QTest::newRow("over slashes and lines") << u"/a*z"_s << u"/a/b\n/z"_s << true;
    QTest::newRow("a piece twice") << u"*ab"_s << u"abab"_s << true;
    QTest::newRow("umlauts, in another case") << u"?ÄÖ*"_s << u"xäö"_s << true;
    QTest::newRow("beyond the first plane, one character") << u"?"_s << u"\U0001F441"_s << true;
    QTest::newRow("and not two") << u"??"_s << u"\U0001F441"_s << false;
    QTest::newRow("beyond the first plane, in another case")
        << u"\U00010400"_s << u"\U00010428"_s << true;
    QTest::newRow("half a character") << u"?*"_s << QString(QChar(0xD83D)) << true;
    QTest::newRow("a star in the text") << u"a?b"_s << u"a*b"_s << true;
}
void tst_GlobMatcher::matches()
{
    QFETCH(QString, glob);
    QFETCH(QString, text);
    QTEST(GlobMatcher(glob).matches(text), "expected");
}

void tst_GlobMatcher::agreesWithAnExpression()
{
    QRandomGenerator random(7);
    const auto texts = [&random](const QString &alphabet) {
        QString text;
        for (int i = random.bounded(9); i > 0; --i)
            text += alphabet[random.bounded(int(alphabet.size()))];
        return text;
    };
    int matching = 0;
    for (int i = 0; i < 20'000; ++i) {
        const QString glob = texts(u"ab*?"_s);
        const QString text = texts(u"ab"_s);
        QString pattern = glob;
        pattern.replace(u'*', u".*"_s).replace(u'?', u'.');
        const QRegularExpression expression(QRegularExpression::anchoredPattern(pattern));
        const bool expected = expression.match(text).hasMatch();
        matching += expected ? 1 : 0;
        QVERIFY2(GlobMatcher(glob).matches(text) == expected, qPrintable(glob + u" and "_s + text));
    }
    QVERIFY(matching > 1'000);
}

/// An expression would try them all.
void tst_GlobMatcher::manyStarsEndSoon()
{
    const GlobMatcher glob(u"*a"_s.repeated(50) + u"b"_s);
    QVERIFY(!glob.matches(QString(10'000, u'a')));
}

SIGNALBOX_TEST_WITHOUT_APPLICATION(tst_GlobMatcher)
#include "tst_globmatcher.moc"
