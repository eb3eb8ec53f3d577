#include "core/routes/routetable.h"
#include "tests/support/testprogram.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class TestRouteTable : public QObject
{
    Q_OBJECT

private:
    static std::shared_ptr<RouteState> state(const QString &name)
    {
        auto made = std::make_shared<RouteState>();
        made->name.name = name;
        return made;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void signalRoutes_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("route"); // its pattern; empty: none
        QTest::newRow("written out") << u"/rooms/red"_s << u"/rooms/red"_s;
        QTest::newRow("written out, in another case") << u"/ROOMS/Red"_s << u"/rooms/red"_s;
        QTest::newRow("a parameter") << u"/rooms/blue"_s << u"/rooms/:room"_s;
        QTest::newRow("an open end") << u"/rooms/blue/7"_s << u"/rooms/*"_s;
        QTest::newRow("none") << u"/room"_s << u""_s;
        QTest::newRow("the root is another path") << u"/"_s << u""_s;
    }
    void signalRoutes()
    {
        QFETCH(QString, path);
        RouteTable table;
        for (const QString &text : {u"/rooms/*"_s, u"/rooms/:room"_s, u"/rooms/red"_s})
            table.add(SignalRoute{.pattern = *PathPattern::parse(text), .state = state(text)});
        table.sort();
        const auto match = table.signalRoute(path);
        QTEST(match.route ? match.route->pattern.text() : QString(), "route");
    }

    void httpRoutes_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("route");
        QTest::addColumn<QByteArrayList>("methods");
        const QByteArrayList items{"GET", "PUT", "HEAD"};
        QTest::newRow("the method's own")
            << "PUT"_ba << u"/items/7"_s << u"PUT /items/*"_s << items;
        QTest::newRow("the most exact")
            << "GET"_ba << u"/items/7"_s << u"GET /items/:id"_s << items;
        QTest::newRow("HEAD is answered by GET")
            << "HEAD"_ba << u"/items/7"_s << u"GET /items/:id"_s << items;
        QTest::newRow("another method") << "DELETE"_ba << u"/items/7"_s << u""_s << items;
        QTest::newRow("another path") << "GET"_ba << u"/none"_s << u""_s << QByteArrayList();
    }
    void httpRoutes()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, path);
        RouteTable table;
        for (const auto &[name, text] :
             {std::pair("GET"_ba, u"/*/x"_s), std::pair("PUT"_ba, u"/items/*"_s),
              std::pair("GET"_ba, u"/items/:id"_s)})
            if (const auto pattern = PathPattern::parse(text))
                table.add(
                    HttpRoute{name, *pattern, state(QString::fromLatin1(name) + u' ' + text)});
        table.sort();
        const auto match = table.httpRoute(method, path);
        QTEST(match.route ? match.route->state->name.name : QString(), "route");
        QTEST(match.methods, "methods");
    }

    void pages_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("directory");
        QTest::newRow("a file") << u"/a.html"_s << u"root"_s;
        QTest::newRow("below a longer path") << u"/Docs/a.html"_s << u"docs"_s;
        QTest::newRow("the path itself") << u"/docs"_s << u"docs"_s;
        QTest::newRow("a path that only begins so") << u"/docs2"_s << u"root"_s;
    }
    void pages()
    {
        QFETCH(QString, path);
        RouteTable table;
        table.add(PagesFolder{u"/"_s, u"root"_s});
        table.add(PagesFolder{u"/docs/"_s, u"docs"_s});
        table.sort();
        const PagesFolder *found = table.pages(path);
        QVERIFY(found);
        QTEST(found->directory, "directory");
    }

    void events()
    {
        RouteTable table;
        for (const QString &text : {u"/*"_s, u"/chat"_s, u"/other"_s})
            table.add(EventRoute{EventType::Connect, *PathPattern::parse(text), state(text)});
        const auto off = state(u"off"_s);
        off->isOff = true;
        table.add(EventRoute{EventType::Connect, *PathPattern::parse(u"/chat"_s), off});
        QStringList run;
        table.forEachEvent(EventType::Connect, u"/Chat"_s,
                           [&run](const EventRoute &event) { run << event.state->name.name; });
        QCOMPARE(run, (QStringList{u"/*"_s, u"/chat"_s}));
        table.forEachEvent(EventType::Disconnect, u"/chat"_s,
                           [](const EventRoute &) { QFAIL("there is none"); });
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestRouteTable)
#include "tst_routetable.moc"
