#include "tests/support/testprogram.h"
#include "ui/theme/theme.h"
#include "ui/widgets/jsonhighlighter.h"

#include <QRegularExpression>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestJsonHighlighter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void spans_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("kinds"); // one letter per UTF-16 unit

        QTest::newRow("key and string") << u"{\"a\": \"b\"}"_s << u"pkkkp sssp"_s;
        QTest::newRow("number and literals") << u"[-1.5e3,true,null]"_s << u"pnnnnnnpllllpllllp"_s;
        QTest::newRow("an escaped quote does not end a string") << u"\"a\\\"b\""_s << u"ssssss"_s;
        QTest::newRow("an open string goes to the end of the line") << u"[\"ab"_s << u"psss"_s;
        QTest::newRow("a backslash at the end of the line") << u"\"a\\"_s << u"sss"_s;
        QTest::newRow("a word without quotes has no colour") << u"{abc:1}"_s << u"p   pnp"_s;
        QTest::newRow("a literal is a whole word") << u"truely"_s << u"      "_s;
        QTest::newRow("space before the colon") << u"\"a\" :1"_s << u"kkk pn"_s;
        QTest::newRow("nothing") << QString() << QString();
    }
    void spans()
    {
        QFETCH(QString, line);
        QFETCH(QString, kinds);
        QString found(line.size(), u' ');
        for (const JsonSpan &span : jsonSpans(line))
            for (qsizetype i = span.start; i < span.start + span.length; ++i)
                found[i] = u"ksnlp"[int(span.kind)];
        QCOMPARE(found, kinds);
    }

    void coloursFollowTheTheme()
    {
        Theme theme;
        theme.setChoice(SchemeChoice::Light);
        QTextDocument document(u"{\"a\":1}"_s);
        JsonHighlighter highlighter(&document);
        highlighter.rehighlight();
        const auto colour = [&document] {
            const auto formats = document.firstBlock().layout()->formats();
            return formats.size() > 1 ? formats.at(1).format.foreground().color() : QColor();
        };
        const QColor light = Theme::palette().key;
        QCOMPARE(colour(), light);
        theme.setChoice(SchemeChoice::Dark);
        highlighter.rehighlight();
        QCOMPARE(colour(), Theme::palette().key);
        QVERIFY(Theme::palette().key != light);
        highlighter.setActive(false);
        QVERIFY(document.firstBlock().layout()->formats().isEmpty());
    }
};

SIGNALBOX_TEST(TestJsonHighlighter)
#include "tst_jsonhighlighter.moc"
