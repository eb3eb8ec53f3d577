#include "core/values/boundedregex.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

using Fit = BoundedRegex::Fit;

class tst_BoundedRegex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    /// Short texts are searched without a clock, long ones by one: what is found is the same.
    void fitsWhatPcreFits_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("ignoresCase");
        QTest::addColumn<QString>("needle"); // between much that is nothing
        QTest::addColumn<bool>("fits");
        const auto row = [](const char *name, const QString &pattern, const QString &needle,
                            bool fits = true, bool ignoresCase = false) {
            QTest::newRow(name) << pattern << ignoresCase << needle << fits;
        };
        row("a text", u"order"_s, u"order"_s);
        row("another text", u"order"_s, u"ordre"_s, false);
        row("another case", u"ORDER"_s, u"order"_s, false);
        row("in any case", u"ORDER"_s, u"order"_s, true, true);
        row("digits", u"order-\\d+;"_s, u"order-123;"_s);
        row("one of two", u"left|right"_s, u"right"_s);
        row("a word's edge", u"\\bred\\b"_s, u" red "_s);
        row("no word's edge", u"\\bred\\b"_s, u" bored "_s, false);
        row("what is before", u"(?<=a)b"_s, u"ab"_s);
        row("what is behind", u"a(?!b)"_s, u"ab ac"_s);
        row("something repeated", u"(\\w\\w)\\1"_s, u" abab "_s);
        row("a setting inside", u"(?i)ORDER"_s, u"order"_s);
        row("a setting for one side of two", u"(?i)LEFT|right"_s, u"RIGHT"_s);
        row("a setting in front", u"(*UCP)\\bä\\b"_s, u" ä "_s);
        row("a comment at the end", u"(?x) o r d e r # as it stands"_s, u"order"_s);
        row("beyond the first plane", u"\U0001F441{2}"_s, u"\U0001F441\U0001F441"_s);
        row("a group that is not closed by what follows", u"a\\("_s, u"a("_s);
    }
    void fitsWhatPcreFits()
    {
        QFETCH(QString, pattern);
        QFETCH(bool, ignoresCase);
        QFETCH(QString, needle);
        QFETCH(bool, fits);
        const BoundedRegex regex(pattern, ignoresCase ? Qt::CaseInsensitive : Qt::CaseSensitive);
        QVERIFY2(regex.isValid(), qPrintable(regex.errorString()));
        for (const int around : {0, 100, 5'000, 70'000}) {
            const QString nothing = u"\U0001F5FA. "_s.repeated(around / 4);
            QCOMPARE(regex.match((nothing + needle + nothing).toUtf8(), 1h),
                     fits ? Fit::Yes : Fit::No);
            QCOMPARE(regex.match((needle + nothing).toUtf8(), 1h), fits ? Fit::Yes : Fit::No);
            QCOMPARE(regex.match((nothing + needle).toUtf8(), 1h), fits ? Fit::Yes : Fit::No);
        }
    }

    void knowsBeginAndEnd()
    {
        for (const int size : {10, 5'000}) {
            const QByteArray text = 'a' + QByteArray(size, 'b') + 'c';
            QCOMPARE(BoundedRegex(u"^a"_s).match(text, 1h), Fit::Yes);
            QCOMPARE(BoundedRegex(u"^b"_s).match(text, 1h), Fit::No);
            QCOMPARE(BoundedRegex(u"c$"_s).match(text, 1h), Fit::Yes);
            QCOMPARE(BoundedRegex(u"b$"_s).match(text, 1h), Fit::No);
            QCOMPARE(BoundedRegex(u"\\z"_s).match(text, 1h), Fit::Yes);
            QCOMPARE(BoundedRegex(QString()).match(text, 1h), Fit::Yes);
        }
        QCOMPARE(BoundedRegex(u"^$"_s).match({}, 1h), Fit::Yes);
    }

    /// Without an end in time these would take from minutes to the age of the universe.
    void endsWhateverThePatternIs_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::newRow("repetition in a repetition") << u"(a+)+[xy]"_s;
        QTest::newRow("the same, as words") << u"(\\w+\\s?)*[xy]"_s;
        QTest::newRow("one of two that are the same") << u"(a|a)*[xy]"_s;
        QTest::newRow("three repetitions") << u".*.*.*[xy]"_s;
        QTest::newRow("a scan from each place, without a step back") << u"a++[xy]"_s;
        QTest::newRow("a look ahead from each place") << u"(?=a*[xy])a"_s;
        QTest::newRow("a look ahead in a repetition") << u"(?:(?=.*[xy])?a)*[xy]"_s;
    }
    void endsWhateverThePatternIs()
    {
        QFETCH(QString, pattern);
        const BoundedRegex regex(pattern);
        QVERIFY(regex.isValid());
        for (const int size : {30, 1'000, 5'000, 60'000, 1'000'000}) {
            const QByteArray text = QByteArray(size, 'a') + '-';
            const Fit fit = regex.match(text, 1ms);
            QVERIFY(fit == Fit::No || fit == Fit::Unknown);
            if (size == 1'000'000)
                QCOMPARE(fit, Fit::Unknown);
        }
    }

    void takesAnyText()
    {
        for (const int size : {20, 2'000}) {
            QByteArray broken(size, 'x');
            broken[10] = '\xff'; // no UTF-8
            QCOMPARE(BoundedRegex(u"x{9}$"_s).match(broken, 1h), Fit::Yes);
            QCOMPARE(BoundedRegex(u"x\uFFFDx"_s).match(broken, 1h), Fit::Yes);
            QCOMPARE(BoundedRegex(u"y"_s).match(broken, 1h), Fit::No);
            QCOMPARE(BoundedRegex(u"\\x00{9}$"_s).match(QByteArray(size, '\0'), 1h), Fit::Yes);
        }
        QCOMPARE(BoundedRegex(u"."_s).match({}, 1h), Fit::No);
    }

    void aWrongPatternFitsNothing()
    {
        const BoundedRegex regex(u"a)(b"_s);
        QVERIFY(!regex.isValid());
        QVERIFY(!regex.errorString().isEmpty());
        QCOMPARE(regex.errorOffset(), 1);
        QCOMPARE(BoundedRegex(u"äö\U0001F441)"_s).errorOffset(), 4);
        QCOMPARE(regex.match("a)(b", 1h), Fit::No);
        QVERIFY(!BoundedRegex(u"a\\Cb"_s).isValid()); // would stop inside a character
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(tst_BoundedRegex)
#include "tst_boundedregex.moc"
