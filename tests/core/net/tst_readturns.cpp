#include "core/net/readturns.h"
#include "tests/support/testprogram.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <functional>
#include <vector>

using namespace Signalbox;

namespace {

/// Has so many messages, and handles one a turn, or more if they are small.
class Reader final : public TurnUser
{
public:
    Reader(ReadTurns *turns, int number, int messages, qint64 bytes, QList<int> *handled)
        : m_turns(turns)
        , m_number(number)
        , m_messages(messages)
        , m_bytes(bytes)
        , m_handled(handled)
    {
        m_turns->wait(this);
    }
    void turnCame() override
    {
        do {
            m_turns->spend(m_bytes);
            m_handled->append(m_number);
        } while (--m_messages > 0 && !m_turns->isOver());
        if (m_messages > 0)
            m_turns->wait(this);
    }

private:
    ReadTurns *m_turns;
    int m_number;
    int m_messages;
    qint64 m_bytes;
    QList<int> *m_handled;
};

} // namespace

class tst_ReadTurns : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void takesTurns()
    {
        ReadTurns turns;
        turns.spend(ReadTurns::TurnBytes);
        QVERIFY(turns.isOver());
        QList<int> handled;
        Reader large(&turns, 1, 3, ReadTurns::TurnBytes, &handled);
        Reader other(&turns, 2, 2, ReadTurns::TurnBytes * 4, &handled);
        Reader small(&turns, 3, 5, ReadTurns::TurnBytes / 4, &handled);
        QVERIFY(handled.isEmpty());
        QTRY_COMPARE(handled, (QList<int>{1, 2, 3, 3, 3, 3, 1, 2, 3, 1}));
        QCoreApplication::processEvents();
        QCOMPARE(handled.size(), 10);
    }

    void oneTurnOfTheLoopHandlesNoMore()
    {
        ReadTurns turns;
        QList<int> handled;
        Reader reader(&turns, 1, 3, ReadTurns::TurnBytes, &handled);
        for (int i = 1; i <= 3; ++i) {
            QCoreApplication::sendPostedEvents();
            QCOMPARE(handled.size(), i);
        }
        QCoreApplication::sendPostedEvents();
        QCOMPARE(handled.size(), 3);
    }

    void forgetsWhoLeaves()
    {
        ReadTurns turns;
        QList<int> handled;
        Reader one(&turns, 1, 2, ReadTurns::TurnBytes, &handled);
        Reader other(&turns, 2, 2, ReadTurns::TurnBytes, &handled);
        QCoreApplication::sendPostedEvents();
        turns.leave(&one);
        for (int i = 0; i < 5; ++i)
            QCoreApplication::sendPostedEvents();
        QCOMPARE(handled, (QList<int>{1, 2, 2}));
    }
};

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_ReadTurns)
#include "tst_readturns.moc"
