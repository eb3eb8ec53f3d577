#include "tests/support/testprogram.h"
#include "ui/routes/routesmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/twolinedelegate.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Route signalRoute(const QString &path, bool enabled = true)
{
    Route route;
    route.path = path;
    route.enabled = enabled;
    return route;
}

} // namespace

class TestRoutesModel : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;
    RoutesModel m_model;
    QAbstractItemModelTester m_tester{&m_model,
                                      QAbstractItemModelTester::FailureReportingMode::QtTest};

    void set(const QList<Route> &routes) { m_model.setRoutes(RoutesModel::rowsOf(routes)); }
    QStringList titles() const
    {
        QStringList titles;
        for (int row = 0; row < m_model.rowCount(); ++row)
            titles.append(m_model.index(row).data().toString());
        return titles;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        set({});
        m_model.setStates({});
    }

    void rowsComeAndGoOneByOne_data()
    {
        QTest::addColumn<QStringList>("before");
        QTest::addColumn<QStringList>("after");
        const QStringList three{u"/a"_s, u"/b"_s, u"/c"_s};
        QTest::newRow("the first rows") << QStringList() << three;
        QTest::newRow("one in the middle goes") << three << QStringList{u"/a"_s, u"/c"_s};
        QTest::newRow("one in front comes")
            << three << QStringList{u"/0"_s, u"/a"_s, u"/b"_s, u"/c"_s};
        QTest::newRow("another order") << three << QStringList{u"/c"_s, u"/a"_s, u"/b"_s};
        QTest::newRow("all are others") << three << QStringList{u"/x"_s, u"/y"_s};
        QTest::newRow("none is left") << three << QStringList();
    }
    void rowsComeAndGoOneByOne()
    {
        QFETCH(QStringList, before);
        QFETCH(QStringList, after);
        const auto routes = [](const QStringList &paths) {
            QList<Route> list;
            for (const QString &path : paths)
                list.append(signalRoute(path));
            return list;
        };
        QSignalSpy resets(&m_model, &QAbstractItemModel::modelReset);
        set(routes(before));
        QCOMPARE(titles(), before);
        const QPersistentModelIndex kept = m_model.index(m_model.rowOf(u"signal /a"_s));
        set(routes(after));
        QCOMPARE(titles(), after);
        QCOMPARE(resets.count(), 0);
        if (kept.isValid())
            QCOMPARE(kept.data().toString(), u"/a"_s);
    }

    void eventsOfOnePathHaveIdsOfTheirOwn()
    {
        Route event;
        event.kind = RouteUse::Connect;
        event.path = u"/*"_s;
        set({event, event});
        QCOMPARE(m_model.at(0).id, u"connect /*"_s);
        QCOMPARE(m_model.at(1).id, u"connect /* #2"_s);
        QCOMPARE(titles(), (QStringList{u"connect /*"_s, u"connect /*"_s}));
    }

    void aBoxOnlyAsks()
    {
        set({signalRoute(u"/a"_s)});
        QSignalSpy asked(&m_model, &RoutesModel::enableRequested);
        QVERIFY(m_model.setData(m_model.index(0), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first(), (QVariantList{u"signal /a"_s, false}));
        QCOMPARE(m_model.index(0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    }

    void saysHowARouteDoes_data()
    {
        QTest::addColumn<bool>("enabled");
        QTest::addColumn<RouteHealth>("state");
        QTest::addColumn<QString>("words");
        QTest::newRow("new") << true << RouteHealth{} << u"no runs yet"_s;
        QTest::newRow("off") << false << RouteHealth{.runs = 7} << u"off"_s;
        QTest::newRow("once") << true << RouteHealth{.runs = 1} << u"1 run"_s;
        QTest::newRow("often") << true << RouteHealth{.runs = 1234} << u"1.23k runs"_s;
        QTest::newRow("failed at a line")
            << true << RouteHealth{.runs = 2, .error = u"x is not defined"_s, .line = 3}
            << u"2 runs, line 3: x is not defined"_s;
        QTest::newRow("does not compile")
            << false << RouteHealth{.error = u"Unexpected token"_s, .line = 1}
            << u"off, line 1: Unexpected token"_s;
        QTest::newRow("switched off by the server")
            << true << RouteHealth{.runs = 9, .offBecause = u"3 stops in a minute"_s}
            << u"switched off: 3 stops in a minute"_s;
        QTest::newRow("hidden characters are drawn")
            << true << RouteHealth{.error = u"a\u202eb"_s} << u"a\u27e8U+202E\u27e9b"_s;
    }
    void saysHowARouteDoes()
    {
        QFETCH(bool, enabled);
        QFETCH(RouteHealth, state);
        QFETCH(QString, words);
        set({signalRoute(u"/a"_s, enabled)});
        QSignalSpy changed(&m_model, &QAbstractItemModel::dataChanged);
        m_model.setStates({{u"signal /a"_s, state}});
        m_model.setStates({{u"signal /a"_s, state}});
        QCOMPARE(changed.count(), state == RouteHealth{} ? 0 : 1);
        QCOMPARE(m_model.index(0).data(TwoLineDelegate::DetailRole).toString(), words);
        QVERIFY(m_model.index(0).data(Qt::AccessibleTextRole).toString().contains(words));
    }

    void saysWhatIsNotSaved()
    {
        set({signalRoute(u"/a"_s)});
        m_model.setStates({{u"signal /a"_s, {.runs = 1, .p99 = 1200us}}});
        const auto trailing = [this] {
            return m_model.index(0).data(TwoLineDelegate::TrailingRole).toString();
        };
        QCOMPARE(trailing(), u"p99 1.2 ms"_s);
        m_model.setEdited(u"signal /a"_s, true);
        QCOMPARE(trailing(), u"not saved"_s);
        QCOMPARE(m_model.index(0).data(Qt::AccessibleTextRole).toString(),
                 u"Signal route /a, on, 1 run, not saved"_s);
        m_model.setEdited(u"signal /a"_s, false);
        QCOMPARE(trailing(), u"p99 1.2 ms"_s);
    }
};

SIGNALBOX_TEST(TestRoutesModel)
#include "tst_routesmodel.moc"
