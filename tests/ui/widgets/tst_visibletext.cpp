#include "tests/support/testprogram.h"
#include "ui/widgets/visibletext.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTextDocument>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestVisibleText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void oneLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain text stays")
            << u"Ada <b>Lovelace</b> & co"_s << u"Ada <b>Lovelace</b> & co"_s;
        QTest::newRow("white space folds") << u"  a\r\n\t b  \n"_s << u"a b"_s;
        QTest::newRow("right-to-left override") << u"a\u202Egpj.exe"_s << u"a⟨U+202E⟩gpj.exe"_s;
        QTest::newRow("isolates and marks")
            << u"\u2066x\u2069\u200F"_s << u"⟨U+2066⟩x⟨U+2069⟩⟨U+200F⟩"_s;
        QTest::newRow("zero-width space") << u"ad\u200Bmin"_s << u"ad⟨U+200B⟩min"_s;
        QTest::newRow("byte-order mark") << u"\uFEFFx"_s << u"⟨U+FEFF⟩x"_s;
        QTest::newRow("NUL and escape") << u"a\u0000b\u001B[31m"_s << u"a⟨U+0000⟩b⟨U+001B⟩[31m"_s;
        QTest::newRow("delete and C1") << u"\u007F\u0085"_s << u"⟨U+007F⟩⟨U+0085⟩"_s;
        QTest::newRow("soft hyphen") << u"a\u00ADb"_s << u"a⟨U+00AD⟩b"_s;
        QTest::newRow("line separator") << u"a\u2028b"_s << u"a⟨U+2028⟩b"_s;
        QTest::newRow("tag characters") << u"x\U000E0041"_s << u"x⟨U+E0041⟩"_s;
        QTest::newRow("Hangul filler") << u"\u3164"_s << u"⟨U+3164⟩"_s;
        QTest::newRow("lone surrogate") << (u"a"_s + QChar(0xD800) + u"b"_s) << u"a⟨U+D800⟩b"_s;
        QTest::newRow("noncharacter") << u"\uFFFE"_s << u"⟨U+FFFE⟩"_s;
        QTest::newRow("other scripts stay") << u"Ωμέγα 漢字 עברית"_s << u"Ωμέγα 漢字 עברית"_s;
        QTest::newRow("emoji family stays") << u"👩\u200D👧"_s << u"👩\u200D👧"_s;
        QTest::newRow("joiner between letters") << u"a\u200Db"_s << u"a⟨U+200D⟩b"_s;
        QTest::newRow("Persian word with a non-joiner")
            << u"\u0645\u06CC\u200C\u062E\u0648"_s << u"\u0645\u06CC\u200C\u062E\u0648"_s;
        QTest::newRow("non-joiner before a Persian word")
            << u"\u200C\u0645"_s << u"⟨U+200C⟩\u0645"_s;
        QTest::newRow("two non-joiners in a Persian word")
            << u"\u06CC\u200C\u200C\u062E"_s << u"\u06CC⟨U+200C⟩⟨U+200C⟩\u062E"_s;
        QTest::newRow("Devanagari with a joiner behind a virama")
            << u"\u0915\u094D\u200D\u0937"_s << u"\u0915\u094D\u200D\u0937"_s;
        QTest::newRow("combining accent stays") << u"e\u0301"_s << u"e\u0301"_s;
        QTest::newRow("empty") << QString() << QString();
    }
    void oneLine()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(visibleText(text), shown);
        if (text.isValidUtf16())
            QCOMPARE(visibleUtf8(text.toUtf8()), shown);
    }

    void linesAreKept()
    {
        QCOMPARE(visibleText(u"a\r\n\tb\r\u200Bc  d\n"_s, Lines::Keep),
                 u"a\n\tb⟨U+000D⟩⟨U+200B⟩c  d\n"_s);
    }

    void length_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown"); // of at most four characters
        QTest::newRow("shorter") << u"abc"_s << u"abc"_s;
        QTest::newRow("just fits") << u"abcd"_s << u"abcd"_s;
        QTest::newRow("trailing white space needs no ellipsis") << u"abcd \n"_s << u"abcd"_s;
        QTest::newRow("longer") << u"abcde"_s << u"abcd…"_s;
        QTest::newRow("three bytes each") << u"漢字漢字漢"_s << u"漢字漢字…"_s;
        QTest::newRow("much white space first") << (QString(3000, u' ') + u"abcde"_s) << u"abcd…"_s;
    }
    void length()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(visibleText(text, Lines::Fold, 4), shown);
        QCOMPARE(visibleUtf8(text.toUtf8(), Lines::Fold, 4), shown);
    }

    void badUtf8IsReplaced()
    {
        QCOMPARE(visibleUtf8(QByteArrayView("a\xff b")), u"a\uFFFD b"_s);
        QVERIFY(visibleUtf8(QByteArrayView("a\xe2\x82"))
                    .startsWith(u"a\uFFFD"_s)); // cut in a character
    }

    void toolTipsShowMarkupAsItStands()
    {
        QCOMPARE(plainToolTip(QString()), QString());
        const QString tip = plainToolTip(u"<img src=x> & 1 < 2\nsecond"_s);
        QVERIFY(Qt::mightBeRichText(tip)); // or Qt would guess
        QTextDocument document;
        document.setHtml(tip);
        QCOMPARE(document.toPlainText(), u"<img src=x> & 1 < 2\nsecond"_s);
    }

    void longTextIsNotReadWhole()
    {
        const QByteArray text(64 * 1024 * 1024, 'x');
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 100; ++i)
            QCOMPARE(visibleUtf8(text, Lines::Fold, 100).size(), 101);
        // reading it whole a hundred times takes over ten seconds
        qInfo("read in %lld ms", timer.elapsed());
    }
};

SIGNALBOX_TEST(TestVisibleText)
#include "tst_visibletext.moc"
