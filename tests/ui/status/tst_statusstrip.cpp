#include "tests/support/testprogram.h"
#include "ui/status/statusstrip.h"
#include "ui/theme/theme.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QToolButton>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestStatusStrip : public QObject
{
    Q_OBJECT
private:
    Theme m_theme;

    static QToolButton *figure(const StatusStrip &strip, const QString &name)
    {
        return strip.findChild<QToolButton *>(name);
    }
    static Totals busy(quint64 factor)
    {
        Totals totals;
        totals.clients = 1234;
        totals.messagesIn = 412 * factor;
        totals.bytesIn = 96'000 * factor;
        totals.messagesOut = 8'230 * factor;
        totals.bytesOut = 1'900'000 * factor;
        return totals;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        // the offscreen platform says this of every window with size limits
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    void figuresAreShown()
    {
        StatusStrip strip;
        strip.resize(1300, 30);
        strip.show();
        strip.showFigures(busy(1), 0, RateMeter::Time(10s), 8ms, 90ms);
        Totals totals = busy(2);
        totals.waitingClients = 3;
        totals.silent = 4;
        totals.queuedBytes = 900'000;
        totals.refused = 7;
        totals.refusedBy = {{Why::BadOrigin, 2}, {Why::NotAuthorized, 5}};
        strip.showFigures(totals, 2, RateMeter::Time(11s), 8ms, 90ms);
        QCOMPARE(figure(strip, u"statusClients"_s)->text(), u"1,234 clients"_s);
        QCOMPARE(figure(strip, u"statusIn"_s)->text(), u"412/s  96 kB/s"_s);
        QCOMPARE(figure(strip, u"statusOut"_s)->text(), u"8.23k/s  1.9 MB/s"_s);
        QCOMPARE(figure(strip, u"statusSlow"_s)->text(), u"2 slow, 900 kB"_s);
        QCOMPARE(figure(strip, u"statusSlow"_s)->property("tone").toString(), u"warn"_s);
        QCOMPARE(figure(strip, u"statusRefused"_s)->text(), u"7 refused"_s);
        const QString reasons = figure(strip, u"statusRefused"_s)->toolTip();
        QVERIFY2(reasons.indexOf(u"5 × refused: no right token"_s) > 0, qPrintable(reasons));
        QVERIFY(reasons.indexOf(u"2 × refused: pages"_s) > reasons.indexOf(u"5 × "_s));
        QVERIFY2(reasons.endsWith(u"4 connections that asked for nothing"_s), qPrintable(reasons));
        QCOMPARE(figure(strip, u"statusStall"_s)->text(), u"8 ms"_s);
        QVERIFY(figure(strip, u"statusStall"_s)->toolTip().contains(u"90 ms"_s));
    }

    /// Who is slow is said by the list; what waits for whom at this moment, only besides.
    void slowIsWhatTheListCallsSlow_data()
    {
        QTest::addColumn<int>("slow");
        QTest::addColumn<quint64>("waiting");
        QTest::addColumn<quint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("nobody") << 0 << quint64(0) << quint64(0) << u"none slow"_s;
        QTest::newRow("a queue that just began")
            << 0 << quint64(1) << quint64(900) << u"none slow"_s;
        QTest::newRow("late answers") << 1 << quint64(0) << quint64(0) << u"1 slow"_s;
        QTest::newRow("both") << 2 << quint64(1) << quint64(900'000) << u"2 slow, 900 kB"_s;
    }
    void slowIsWhatTheListCallsSlow()
    {
        QFETCH(int, slow);
        QFETCH(quint64, waiting);
        QFETCH(quint64, bytes);
        QFETCH(QString, text);
        StatusStrip strip;
        Totals totals = busy(1);
        totals.waitingClients = waiting;
        totals.queuedBytes = bytes;
        strip.showFigures(totals, slow, RateMeter::Time(10s), 0ms, 0ms);
        QCOMPARE(figure(strip, u"statusSlow"_s)->text(), text);
        QCOMPARE(figure(strip, u"statusSlow"_s)->property("tone").toString(),
                 slow > 0 ? u"warn"_s : QString());
    }

    void nothingDances()
    {
        StatusStrip strip;
        strip.resize(1300, 30);
        strip.show();
        QVERIFY(QTest::qWaitForWindowExposed(&strip));
        const QList<QToolButton *> figures = strip.findChildren<QToolButton *>();
        QVERIFY(figures.size() >= 6);
        QList<QRect> before;
        for (const QToolButton *figure : figures)
            before += figure->geometry();
        strip.showFigures(busy(1), 0, RateMeter::Time(10s), 0ms, 0ms);
        strip.showFigures(busy(1000), 0, RateMeter::Time(11s), 2500ms, 2500ms);
        QCoreApplication::processEvents();
        for (qsizetype i = 0; i < figures.size(); ++i)
            QCOMPARE(figures.at(i)->geometry(), before.at(i));
        for (const QToolButton *figure : figures)
            QVERIFY2(figure->sizeHint().width() <= figure->width(), qPrintable(figure->text()));
    }

    void aNarrowStripLeavesBytesOut()
    {
        StatusStrip strip;
        strip.resize(900, 30);
        strip.show();
        strip.showFigures(busy(1), 0, RateMeter::Time(10s), 0ms, 0ms);
        strip.showFigures(busy(2), 0, RateMeter::Time(11s), 0ms, 0ms);
        QCOMPARE(figure(strip, u"statusIn"_s)->text(), u"412/s"_s);
        QVERIFY(strip.minimumSizeHint().width() <= 1024);
    }

    void figuresCanBeClicked()
    {
        StatusStrip strip;
        QSignalSpy clients(&strip, &StatusStrip::clientsClicked);
        QSignalSpy refused(&strip, &StatusStrip::refusedClicked);
        QTest::mouseClick(figure(strip, u"statusClients"_s), Qt::LeftButton);
        QTest::mouseClick(figure(strip, u"statusRefused"_s), Qt::LeftButton);
        QCOMPARE(clients.count(), 1);
        QCOMPARE(refused.count(), 1);
    }
};

SIGNALBOX_TEST(TestStatusStrip)
#include "tst_statusstrip.moc"
