#include "core/values/pathpattern.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestPathPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void matches_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("parameters"); // "name=value,…"; "-": it does not match
        const auto row = [](const char *name, const QString &pattern, const QString &path,
                            const QString &parameters) {
            QTest::newRow(name) << pattern << path << parameters;
        };
        row("the root", u"/"_s, u"/"_s, {});
        row("a path", u"/chat"_s, u"/chat"_s, {});
        row("another case", u"/Chat"_s, u"/cHAT"_s, {});
        row("percent-encoded", u"/Room%20A"_s, u"/room a"_s, {});
        row("a longer path", u"/chat"_s, u"/chat/x"_s, u"-"_s);
        row("a shorter path", u"/chat/x"_s, u"/chat"_s, u"-"_s);
        row("a slash at the end is another path", u"/chat"_s, u"/chat/"_s, u"-"_s);
        row("a parameter keeps its case", u"/rooms/:room"_s, u"/Rooms/Red"_s, u"room=Red"_s);
        row("a parameter is not empty", u"/rooms/:room"_s, u"/rooms/"_s, u"-"_s);
        row("a parameter is one part", u"/rooms/:room"_s, u"/rooms/a/b"_s, u"-"_s);
        row("two parameters", u"/:a/x/:b"_s, u"/1/X/2"_s, u"a=1,b=2"_s);
        row("an open end", u"/rooms/*"_s, u"/rooms/a/b"_s, u"*=a/b"_s);
        row("an open end may be empty", u"/rooms/*"_s, u"/rooms/"_s, u"*="_s);
        row("an open end needs its slash", u"/rooms/*"_s, u"/rooms"_s, u"-"_s);
        row("an open end inside a part", u"/room*"_s, u"/Rooms/7"_s, u"*=s/7"_s);
        row("everything", u"/*"_s, u"/"_s, u"*="_s);
        row("a parameter and an open end", u"/:a/*"_s, u"/1/2/3"_s, u"a=1,*=2/3"_s);
    }
    void matches()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, path);
        const auto parsed = PathPattern::parse(pattern);
        QVERIFY(parsed);
        const auto match = parsed->match(path);
        QStringList parts;
        for (const auto &[name, value] : match.value_or(PathPattern::Parameters()))
            parts.append(name + u'=' + value);
        QTEST(match ? parts.join(u',') : u"-"_s, "parameters");
    }

    void isRefused_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("why");
        QTest::newRow("empty") << u""_s << u"slash"_s;
        QTest::newRow("no slash") << u"chat"_s << u"slash"_s;
        QTest::newRow("a star in the middle") << u"/*/a"_s << u"at its end"_s;
        QTest::newRow("something behind the star") << u"/a*b"_s << u"at its end"_s;
        QTest::newRow("a parameter without a name") << u"/:"_s << u"proper name"_s;
        QTest::newRow("a parameter with a dash") << u"/:a-b"_s << u"proper name"_s;
        QTest::newRow("a parameter twice") << u"/:a/:a"_s << u"twice"_s;
        QTest::newRow("a query") << u"/a?b"_s << u"query"_s;
    }
    void isRefused()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, why);
        const auto parsed = PathPattern::parse(pattern);
        QVERIFY(!parsed);
        QVERIFY2(parsed.error().detail.contains(why), qPrintable(parsed.error().detail));
    }

    /// Each row: patterns from the most exact to the least.
    void theMostExactGoesFirst()
    {
        const QStringList order{u"/a/b"_s,  u"/a/:x"_s,  u"/a/bc*"_s, u"/a/b*"_s, u"/a/*"_s,
                                u"/:x/b"_s, u"/:x/:y"_s, u"/:x/*"_s,  u"/ab*"_s,  u"/*"_s};
        for (qsizetype i = 0; i < order.size(); ++i) {
            for (qsizetype j = 0; j < order.size(); ++j) {
                const bool isFirst =
                    PathPattern::parse(order[i])->isMoreExact(*PathPattern::parse(order[j]));
                QVERIFY2(isFirst == (i < j), qPrintable(order[i] + u" "_s + order[j]));
            }
        }
    }

    void keysTellWhatIsTheSame()
    {
        const auto key = [](const QString &text) { return PathPattern::parse(text)->key(); };
        QCOMPARE(key(u"/Chat/:a"_s), key(u"/chat/:b"_s));
        QCOMPARE(key(u"/a%20b*"_s), key(u"/A b*"_s));
        QVERIFY(key(u"/a"_s) != key(u"/a/"_s));
        QVERIFY(key(u"/a/*"_s) != key(u"/a*"_s));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestPathPattern)
#include "tst_pathpattern.moc"
