#include "tests/support/testprogram.h"
#include "ui/widgets/turn.h"

#include <QEventLoop>
#include <QRegularExpression>
#include <QThread>
#include <QTimer>

#include <memory>

using namespace Signalbox;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestTurn : public QObject
{
    Q_OBJECT
private:
    QStringList m_seen;

    void onCame(Turn &turn, const QString &name)
    {
        connect(&turn, &Turn::came, this, [this, name] {
            m_seen.append(name);
            QMetaObject::invokeMethod(
                this, [this, name] { m_seen.append(u"event after "_s + name); },
                Qt::QueuedConnection);
        });
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_seen.clear();
    }

    void oneAtATimeWithEventsBetween()
    {
        Turn a;
        Turn b;
        Turn c;
        onCame(a, u"a"_s);
        onCame(b, u"b"_s);
        onCame(c, u"c"_s);
        b.ask();
        a.ask();
        c.ask();
        b.ask(); // waits already
        QVERIFY(a.isWaiting() && b.isWaiting() && c.isWaiting());
        QVERIFY(m_seen.isEmpty());
        QTRY_COMPARE(m_seen.size(), 6);
        QCOMPARE(m_seen, (QStringList{u"b"_s, u"event after b"_s, u"a"_s, u"event after a"_s,
                                      u"c"_s, u"event after c"_s}));
        QVERIFY(!a.isWaiting() && !b.isWaiting() && !c.isWaiting());
    }

    void whoAsksAgainIsLast()
    {
        Turn a;
        Turn b;
        int left = 2;
        connect(&a, &Turn::came, this, [&] {
            QVERIFY(!a.isWaiting());
            m_seen.append(u"a"_s);
            if (--left > 0)
                a.ask();
        });
        connect(&b, &Turn::came, this, [&] { m_seen.append(u"b"_s); });
        a.ask();
        b.ask();
        QTRY_COMPARE(m_seen, (QStringList{u"a"_s, u"b"_s, u"a"_s}));
    }

    void cancelledAndDestroyedOnesDoNotCome()
    {
        Turn a;
        auto b = std::make_unique<Turn>();
        auto c = std::make_unique<Turn>();
        Turn d;
        onCame(a, u"a"_s);
        onCame(*b, u"b"_s);
        onCame(*c, u"c"_s);
        connect(&d, &Turn::came, this, [&] {
            m_seen.append(u"d"_s);
            c.reset(); // while it waits
            b.reset();
        });
        a.ask();
        d.ask();
        b->ask();
        c->ask();
        a.cancel();
        QVERIFY(!a.isWaiting());
        QTRY_COMPARE(m_seen, QStringList{u"d"_s});
        a.ask(); // and no other is left to be before it
        QTRY_COMPARE(m_seen, (QStringList{u"d"_s, u"a"_s, u"event after a"_s}));
    }

    /// A timer that came due while one worked is not kept waiting by the next.
    void timersComeBetween()
    {
        Turn first;
        Turn second;
        QTimer::singleShot(10ms, Qt::PreciseTimer, this, [this] { m_seen.append(u"timer"_s); });
        connect(&first, &Turn::came, this, [this] {
            m_seen.append(u"first"_s);
            QThread::msleep(30);
        });
        connect(&second, &Turn::came, this, [this] { m_seen.append(u"second"_s); });
        first.ask();
        second.ask();
        QTRY_COMPARE(m_seen, (QStringList{u"first"_s, u"timer"_s, u"second"_s}));
    }

    /// Such as that of a dialog.
    void othersComeWithinItsEventLoop()
    {
        Turn first;
        Turn second;
        QEventLoop loop;
        connect(&first, &Turn::came, this, [&] {
            m_seen.append(u"first begins"_s);
            QTimer::singleShot(10s, &loop, &QEventLoop::quit); // when it fails
            loop.exec();
            m_seen.append(u"first ends"_s);
        });
        connect(&second, &Turn::came, this, [&] {
            m_seen.append(u"second"_s);
            loop.quit();
        });
        first.ask();
        second.ask();
        QTRY_COMPARE(m_seen, (QStringList{u"first begins"_s, u"second"_s, u"first ends"_s}));
    }
};

SIGNALBOX_TEST(TestTurn)
#include "tst_turn.moc"
