#include "logentries.h"
#include "tests/support/testprogram.h"
#include "ui/log/filtertext.h"

#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QRegularExpression>

using namespace Signalbox;
using namespace Qt::StringLiterals;

class TestLogFilter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void matches_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches"); // the entry of matches()
        QTest::newRow("nothing asked for") << u"  "_s << true;
        QTest::newRow("a word") << u"hello"_s << true;
        QTest::newRow("a part of a word") << u"ell"_s << true;
        QTest::newRow("another word") << u"goodbye"_s << false;
        QTest::newRow("a small letter ignores case") << u"world"_s << true;
        QTest::newRow("a capital letter is exact") << u"World"_s << true;
        QTest::newRow("a capital letter is exact and not there") << u"Hello"_s << false;
        QTest::newRow("beyond ASCII, case ignored") << u"über"_s << true;
        QTest::newRow("beyond ASCII, exact") << u"ÜBER"_s << false;
        QTest::newRow("two words mean and") << u"hello world"_s << true;
        QTest::newRow("two words, one missing") << u"hello goodbye"_s << false;
        QTest::newRow("or") << u"goodbye or hello"_s << true;
        QTest::newRow("or with bars") << u"goodbye || hello"_s << true;
        QTest::newRow("and binds tighter than or") << u"hello or goodbye goodbye"_s << true;
        QTest::newRow("and spelled out") << u"hello and goodbye"_s << false;
        QTest::newRow("not") << u"not goodbye"_s << true;
        QTest::newRow("minus") << u"hello -world"_s << false;
        QTest::newRow("exclamation mark") << u"!goodbye"_s << true;
        QTest::newRow("not not") << u"not not hello"_s << true;
        QTest::newRow("parentheses") << u"(hello or goodbye) -(world or World)"_s << false;
        QTest::newRow("quoted text") << u"\"hello World\""_s << true;
        QTest::newRow("quoted text in another order") << u"\"World hello\""_s << false;
        QTest::newRow("quoted operator is text") << u"\"or\""_s << true;
        QTest::newRow("escaped quotes") << u"\"\\\"message\\\"\""_s << true;
        QTest::newRow("a key pasted from a message") << u"\"message\":\"hello"_s << true;
        QTest::newRow("JSON pasted") << u"{\"message\":\"hello"_s << true;
        QTest::newRow("expression") << u"/hel+o W/"_s << true;
        QTest::newRow("expression is exact") << u"/HELLO/"_s << false;
        QTest::newRow("expression without case") << u"/HELLO/i"_s << true;
        QTest::newRow("a path is no expression") << u"/line/3"_s << false;
        QTest::newRow("direction") << u"dir:in"_s << true;
        QTest::newRow("other direction") << u"dir:out"_s << false;
        QTest::newRow("any of the directions") << u"dir:*"_s << true;
        QTest::newRow("field names ignore case") << u"DIR:In"_s << true;
        QTest::newRow("kind") << u"kind:in"_s << true;
        QTest::newRow("kind is not a part of a word") << u"kind:join"_s << false;
        QTest::newRow("not this kind") << u"kind!=in"_s << false;
        QTest::newRow("path") << u"path:/chat"_s << true;
        QTest::newRow("part of a path") << u"path:room"_s << true;
        QTest::newRow("path in another case") << u"path:/CHAT"_s << true;
        QTest::newRow("path with a star") << u"path:/chat/*"_s << true;
        QTest::newRow("star reaches over slashes") << u"path:/*2"_s << true;
        QTest::newRow("star must match whole") << u"path:*/room"_s << false;
        QTest::newRow("path equals") << u"path=/chat/room/2"_s << true;
        QTest::newRow("path equals not the beginning") << u"path=/chat"_s << false;
        QTest::newRow("path differs") << u"path!=/chat"_s << true;
        QTest::newRow("path by expression") << u"path~/room.\\d$/"_s << true;
        QTest::newRow("client") << u"client:otter"_s << true;
        QTest::newRow("client with a star") << u"client:bot*"_s << false;
        QTest::newRow("client in quotes") << u"client:\"bold otter\""_s << true;
        QTest::newRow("client by id") << u"client:7f3a0001-0011-0041-0102-030405060708"_s << true;
        QTest::newRow("client by another id")
            << u"client:7f3a0002-0011-0041-0102-030405060708"_s << false;
        QTest::newRow("endpoint") << u"endpoint:loc"_s << true;
        QTest::newRow("type") << u"type:json"_s << true;
        QTest::newRow("other type") << u"type:binary"_s << false;
        QTest::newRow("bigger than") << u"size>1kb"_s << true;
        QTest::newRow("bigger than binary units") << u"size>=1.5KiB"_s << true;
        QTest::newRow("smaller than") << u"size<1kb"_s << false;
        QTest::newRow("exact size") << u"size:1536"_s << true;
        QTest::newRow("recipients") << u"count>=38"_s << true;
        QTest::newRow("sequence") << u"no=1"_s << true;
        QTest::newRow("rule") << u"rule:re-broadcast"_s << true;
        QTest::newRow("other rule") << u"why:hold"_s << false;
        QTest::newRow("rule by expression") << u"why~/to 38/"_s << true;
        QTest::newRow("dropped") << u"rule:dropped"_s << false;
        const auto json = [](const char *name, const QString &term, bool fits) {
            QTest::newRow(name) << term << fits;
        };
        json("a JSON number", u"json.user.id=42"_s, true);
        json("another JSON number", u"json.user.id=4"_s, false);
        json("a JSON number, written otherwise", u"json.user.id=42.0"_s, true);
        json("a number with a colon is the whole number", u"json.user.id:4"_s, false);
        json("not this number", u"json.user.id!=41"_s, true);
        json("not this number, where there is none", u"json.user.ids!=41"_s, false);
        json("no such value", u"-json.user.ids=42"_s, true);
        json("greater", u"json.user.id>41"_s, true);
        json("not greater", u"json.user.id>42"_s, false);
        json("at least", u"json.user.id>=42"_s, true);
        json("less", u"json.user.id<-3"_s, false);
        json("a text is not less than a number", u"json.user.name<100"_s, false);
        json("a text in another case", u"json.user.name=ANN"_s, true);
        json("a part of a text", u"json.user.name:n"_s, true);
        json("a text with a star", u"json.user.name:a*"_s, true);
        json("any value", u"json.user.name:*"_s, true);
        json("a text by expression", u"json.user.name~/^An+$/"_s, true);
        json("a text by another expression", u"json.user.name~/^n/"_s, false);
        json("an escaped text", u"json.user.city=Köln"_s, true);
        json("a quoted text", u"json.user.city=\"köln\""_s, true);
        json("a later day", u"json.user.since>2026-01-31"_s, true);
        json("an earlier day", u"json.user.since<2026-01-31"_s, false);
        json("true", u"json.user.admin=true"_s, true);
        json("not false", u"json.user.admin!=false"_s, true);
        json("null", u"json.user.left=null"_s, true);
        json("a place in a list", u"json.user.tags[1]=b"_s, true);
        json("a place behind the list", u"json.user.tags[2]=b"_s, false);
        json("a key with a space", u"json.user[\"full name\"]:lee"_s, true);
        json("a key with a dot, in single quotes", u"json.user['a.b']=1"_s, true);
        json("a number in a text", u"json.user.zip=50667"_s, true);
        json("the whole message", u"json~/admin/"_s, true);
        json("in the envelope itself", u"json.message.user.id=42"_s, true);
        json("beside the message", u"json.group=red"_s, true);
        json("numbers that a double cannot tell apart", u"json.user.big=9007199254740992"_s, false);
        json("an object", u"json.user.pos:'x'"_s, false);
        json("a value within an object", u"json.user.pos.x=-1.5e3"_s, true);
        json("a field in another case", u"JSON.user.id=42"_s, true);
        json("with others", u"dir:in json.user.id=42 (json.user.id=1 or json.group:re)"_s, true);
        QTest::newRow("everything together")
            << u"dir:in path:/chat/* -client:bot* (hello or /x\\d/) size>1kb"_s << true;
    }
    void matches()
    {
        QFETCH(QString, text);
        LogEntry entry = incoming(1, R"({"message":"hello World, Über or not"})");
        if (text.contains(u"json"_s, Qt::CaseInsensitive) && !text.startsWith(u"type"_s))
            entry.payload = R"({"group":"red","message":{"user":{"id":42,"name":"Ann",)"
                            R"("city":"K\u00f6ln","since":"2026-02-01","admin":true,"left":null,)"
                            R"("tags":["a","b"],"full name":"Ann Lee","a.b":1,"zip":"50667",)"
                            R"("big":9007199254740993,"pos":{"x":-1500}}}})";
        entry.path = u"/chat/room/2"_s;
        entry.clientName = u"bold otter"_s;
        entry.size = 1536;
        const ParsedFilter parsed = parseFilter(text);
        QCOMPARE(parsed.problem, QString());
        QTEST(parsed.filter.matches(entry), "matches");
    }

    void takesManyTerms()
    {
        const LogEntry entry = incoming(1, "hello");
        constexpr int Many = 20'000; // one within the other they would not fit on the stack
        const ParsedFilter all = parseFilter(u"dir:in "_s.repeated(Many));
        QVERIFY(all.filter.matches(entry));
        QVERIFY(!parseFilter(u"dir:in "_s.repeated(Many) + u"dir:out"_s).filter.matches(entry));
        const QString any = u"dir:out or "_s.repeated(Many);
        QVERIFY(parseFilter(any + u"dir:in"_s).filter.matches(entry));
        QVERIFY(!parseFilter(any + u"dir:out"_s).filter.matches(entry));
    }

    void rowsWithoutPayloadAreSearchedInWhatTheySay_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        QTest::newRow("the kind") << u"refused"_s << true;
        QTest::newRow("the sentence") << u"origin"_s << true;
        QTest::newRow("the detail") << u"codepen"_s << true;
        QTest::newRow("the rule") << u"why:origin"_s << true;
        QTest::newRow("dropped") << u"rule:dropped"_s << true;
        QTest::newRow("the status") << u"code=403"_s << true;
        QTest::newRow("something else") << u"pong"_s << false;
    }
    void rowsWithoutPayloadAreSearchedInWhatTheySay()
    {
        QFETCH(QString, text);
        LogEntry entry;
        entry.kind = LogKind::Refused;
        entry.why = Why::BadOrigin;
        entry.code = 403;
        entry.failed = true;
        entry.detail = u"https://codepen.example"_s;
        QTEST(parseFilter(text).filter.matches(entry), "matches");
    }

    void problems_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("problem");
        QTest::newRow("unknown field")
            << u"pth:/chat"_s << u"unknown field 'pth', did you mean path?"_s;
        QTest::newRow("unlike any field")
            << u"http://x"_s << u"unknown field 'http'; to search for this text put it in quotes"_s;
        QTest::newRow("a way that leads nowhere")
            << u"json.user..id=42"_s
            << u"json.user..id leads nowhere: write json.user.id, json.items[0] or json[\"a b\"]"_s;
        QTest::newRow("a place that is none")
            << u"json.items[x]=42"_s
            << u"json.items[x] leads nowhere: write json.user.id, json.items[0] or json[\"a b\"]"_s;
        QTest::newRow("a JSON value without a value")
            << u"json.user.id="_s << u"a value is missing after json.user.id="_s;
        QTest::newRow("a wrong expression for a JSON value")
            << u"json.user.id~/(/"_s
            << u"the expression /(/ is not right: missing closing parenthesis"_s;
        QTest::newRow("missing parenthesis") << u"(dir:in or err"_s << u"missing ) at 15"_s;
        QTest::newRow("parenthesis too many")
            << u"dir:in)"_s << u"nothing is opened by the ) at 7"_s;
        QTest::newRow("missing quote") << u"a \"b"_s << u"missing \" for the one at 3"_s;
        QTest::newRow("missing quote of a value")
            << u"path:\"b"_s << u"missing \" for the one at 6"_s;
        QTest::newRow("nothing after or")
            << u"a or"_s << u"something to search for is missing at 5"_s;
        QTest::newRow("nothing before or")
            << u"or a"_s << u"something to search for is missing at 1"_s;
        QTest::newRow("nothing in parentheses")
            << u"()"_s << u"something to search for is missing at 2"_s;
        QTest::newRow("nothing after not")
            << u"not "_s << u"something to search for is missing at 5"_s;
        QTest::newRow("missing value") << u"path:"_s << u"a value is missing after path:"_s;
        QTest::newRow("unknown kind")
            << u"kind:jion"_s << u"kind is never 'jion', did you mean join?"_s;
        QTest::newRow("unknown type")
            << u"type:whatever"_s << u"type is one of: none, text, json, binary"_s;
        QTest::newRow("text is no number")
            << u"path>3"_s << u"path is no number: use : = != or ~"_s;
        QTest::newRow("number is no text") << u"size:big"_s << u"'big' is no number"_s;
        QTest::newRow("number by expression")
            << u"size~3"_s << u"size is a number: use : = != < <= > or >="_s;
        QTest::newRow("nested too deeply") << QString(65, u'(') << u"nested too deeply at 65"_s;
        QTest::newRow("negated too often")
            << (QString(65, u'-') + u'a') << u"nested too deeply at 65"_s;
    }
    void problems()
    {
        QFETCH(QString, text);
        const ParsedFilter parsed = parseFilter(text);
        QTEST(parsed.problem, "problem");
        QVERIFY(parsed.filter.isEverything());
    }

    void badExpressionIsExplained()
    {
        QVERIFY(parseFilter(u"/(a/"_s).problem.startsWith(u"the expression /(a/ is not right"_s));
        QVERIFY(!parseFilter(u"path~/(a/"_s).problem.isEmpty());
    }

    void wordsToMark()
    {
        const auto filter = parseFilter(u"hello or -(world -moon) path:/x \"a b\""_s).filter;
        QStringList words;
        for (const TextMatcher &word : filter.words())
            words << word.needle();
        QCOMPARE(words, (QStringList{u"hello"_s, u"moon"_s, u"a b"_s}));
    }

    void scope_data()
    {
        QTest::addColumn<LogScope>("scope");
        QTest::addColumn<QList<int>>("kinds"); // that are let through, of In, Console, Join
        using Kinds = QList<int>;
        const int in = int(LogKind::In);
        const int out = int(LogKind::Console);
        const int join = int(LogKind::Join);
        QTest::newRow("all") << LogScope{} << Kinds{in, out, join};
        QTest::newRow("no incoming") << LogScope{false, true, true, {}} << Kinds{out, join};
        QTest::newRow("no outgoing") << LogScope{true, false, true, {}} << Kinds{in, join};
        QTest::newRow("no events") << LogScope{true, true, false, {}} << Kinds{in, out};
        QTest::newRow("nothing") << LogScope{false, false, false, {}} << Kinds{};
        QTest::newRow("a path in another case")
            << LogScope{true, true, true, u"/CHAT"_s} << Kinds{in, out, join};
        QTest::newRow("a longer path") << LogScope{true, true, true, u"/chat/2"_s} << Kinds{};
    }
    void scope()
    {
        QFETCH(LogScope, scope);
        LogFilter filter;
        filter.setScope(scope);
        QList<int> through;
        for (const LogKind kind : {LogKind::In, LogKind::Console, LogKind::Join}) {
            LogEntry entry = incoming(1);
            entry.kind = kind;
            if (filter.matches(entry))
                through << int(kind);
        }
        QTEST(through, "kinds");
    }

    void anythingIsParsed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("many words") << QString(20'000, u'a').replace(u"aa"_s, u"a "_s);
        QTest::newRow("many closing parentheses") << QString(50'000, u')');
        QTest::newRow("many quotes") << QString(50'001, u'"');
        QTest::newRow("many slashes") << QString(50'000, u'/');
        QTest::newRow("many minus signs") << QString(50'000, u'-');
        QTest::newRow("invisible") << QString(50'000, QChar(0x202E));
    }
    void anythingIsParsed()
    {
        QFETCH(QString, text);
        QElapsedTimer timer;
        timer.start();
        const ParsedFilter parsed = parseFilter(text);
        parsed.filter.matches(incoming(1));
        qInfo("parsed in %lld ms", timer.elapsed());
    }

    void endlessBacktrackingIsCutOff()
    {
        const LogFilter filter = parseFilter(u"/^(a+)+$/"_s).filter;
        const LogEntry entry = incoming(1, QByteArray(40, 'a') + '!');
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!filter.matches(entry));
        qInfo("given up after %lld ms", timer.elapsed()); // without a limit it would take for ever
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(TestLogFilter)
#include "tst_logfilter.moc"
