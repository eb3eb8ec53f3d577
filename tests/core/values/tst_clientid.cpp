#include "core/values/aliaswords.h"
#include "core/values/clientid.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>
#include <QSet>

#include <set>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestClientId : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void fromString_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // empty: refused
        const QString id = u"0f8fad5b-d9cb-469f-a165-70867728950e"_s;
        QTest::newRow("lower case without braces") << id << id;
        QTest::newRow("upper case") << id.toUpper() << id;
        QTest::newRow("with braces") << QString(u'{' + id + u'}') << id;
        QTest::newRow("one brace only") << QString(u'{' + id) << QString();
        QTest::newRow("wrong braces") << QString(u'(' + id + u')') << QString();
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("one digit short") << id.chopped(1) << QString();
        QTest::newRow("one digit long") << QString(id + u'0') << QString();
        QTest::newRow("not hexadecimal") << QString(id).replace(0, 1, u'g') << QString();
        QTest::newRow("no hyphens") << QString(id).remove(u'-') << QString();
        QTest::newRow("hyphens in other places")
            << u"0f8fad5bd-9cb-469f-a165-70867728950e"_s << QString();
        QTest::newRow("a space in front") << QString(u' ' + id.chopped(1)) << QString();
        QTest::newRow("a word") << u"everyone"_s << QString();
    }
    void fromString()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const std::optional<ClientId> id = ClientId::fromString(text);
        QCOMPARE(id.has_value(), !expected.isEmpty());
        if (id)
            QCOMPARE(id->toString(), expected);
    }

    void createdIdsDifferAndRoundTrip()
    {
        const ClientId a = ClientId::create();
        const ClientId b = ClientId::create();
        QVERIFY(a != b);
        QVERIFY(!a.isNull());
        QVERIFY(ClientId().isNull());
        QCOMPARE(ClientId::fromString(a.toString()), std::optional(a));
    }

    void aliasWordsAreDistinctAndPlain()
    {
        std::set<std::string_view> words;
        for (const auto *list : {&AliasAdjectives, &AliasAnimals}) {
            for (const std::string_view word : *list) {
                QVERIFY2(words.insert(word).second, std::string(word).c_str());
                QVERIFY(word.size() >= 2 && word.size() <= 10);
                for (const char c : word)
                    QVERIFY(c >= 'a' && c <= 'z');
            }
        }
    }

    void aliasIsTheSameEveryTime()
    {
        const auto id = ClientId::fromString(u"0f8fad5b-d9cb-469f-a165-70867728950e");
        QVERIFY(id);
        const QString alias = aliasOf(*id);
        QCOMPARE(aliasOf(*ClientId::fromString(id->toString().toUpper())), alias);
        const QRegularExpression shape(u"^[a-z]+-[a-z]+$"_s);
        QVERIFY(shape.match(alias).hasMatch());
        QCOMPARE(alias, u"velvet-hare"_s);
    }

    void aliasesSpread()
    {
        QSet<QString> seen;
        for (int i = 0; i < 1000; ++i)
            seen.insert(
                aliasOf({QUuid(0, 0, 0, 0, 0, 0, 0, 0, 0, uchar(i >> 8), uchar(i & 0xff))}));
        QVERIFY2(seen.size() > 900, qPrintable(QString::number(seen.size())));
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestClientId)
#include "tst_clientid.moc"
