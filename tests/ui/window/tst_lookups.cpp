#include "windowfixture.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <netdb.h>

using namespace Signalbox;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds LookupTime{1500};
constexpr int Beat = 10; // milliseconds
constexpr int LongestStall = 700; // milliseconds, on a busy machine; well below the lookup's time

std::atomic<int> lookups{0};
std::atomic<bool> isInWindowsThread{false};

} // namespace

/// Takes the place of the system's, for all of this program: a name server that does not answer.
extern "C" int getaddrinfo(const char *, const char *, const addrinfo *, addrinfo **result)
{
    ++lookups;
    if (QThread::currentThread() == qApp->thread())
        isInWindowsThread = true;
    QThread::msleep(LookupTime.count());
    *result = nullptr;
    return EAI_AGAIN;
}

/// Where names cannot be looked up, the window goes on.
class TestLookups : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(
            QRegularExpression(u"^(?!This plugin does not support propagateSizeHints)"_s));
    }

    void aNameServerThatDoesNotAnswerHoldsNobodyUp()
    {
        Configuration configuration = WindowFixture::onFreePort();
        WindowFixture fixture(configuration);
        EndpointConfig elsewhere = configuration.endpoints.first();
        elsewhere.name = u"elsewhere"_s;
        elsewhere.address = u"signalbox.invalid"_s;
        configuration.endpoints.append(elsewhere);
        QTest::qWait(300); // the window is there
        QElapsedTimer beat;
        qint64 longest = 0;
        QTimer heart;
        connect(&heart, &QTimer::timeout, &heart,
                [&] { longest = std::max(longest, beat.restart()); });
        beat.start();
        heart.start(Beat);
        fixture.server().apply(configuration);
        QTRY_COMPARE_WITH_TIMEOUT(fixture.server().endpoint(u"elsewhere"_s)->state,
                                  EndpointState::Failed, 15'000);
        QVERIFY(lookups > 0);
        QVERIFY(!isInWindowsThread);
        QVERIFY2(longest < LongestStall, qPrintable(QString::number(longest)));
        QCOMPARE(fixture.server().endpoint(u"local"_s)->state, EndpointState::Running);
    }
};

QTEST_MAIN(TestLookups)
#include "tst_lookups.moc"
