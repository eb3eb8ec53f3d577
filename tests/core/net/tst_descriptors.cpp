#include "core/net/descriptors.h"
#include "tests/support/testprogram.h"

#include <algorithm>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Signalbox;

Q_DECLARE_METATYPE(Signalbox::DescriptorRoom)

class tst_Descriptors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QCOMPARE(getrlimit(RLIMIT_NOFILE, &m_before), 0); }
    void cleanup() { setrlimit(RLIMIT_NOFILE, &m_before); }

    void knowsHowManyAreLeft_data();
    void knowsHowManyAreLeft();
    void raisesTheLimit();
    void tellsThatAPeerHasEnded();

private:
    void setSoft(rlim_t soft)
    {
        const rlimit limit{soft, m_before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &limit), 0);
    }
    rlimit m_before{};
};

void tst_Descriptors::knowsHowManyAreLeft_data()
{
    QTest::addColumn<int>("newest"); // of 256
    QTest::addColumn<DescriptorRoom>("room");
    QTest::newRow("the first") << 3 << DescriptorRoom::Plenty;
    QTest::newRow("the last of plenty") << 191 << DescriptorRoom::Plenty;
    QTest::newRow("the first of the reserve") << 192 << DescriptorRoom::Scarce;
    QTest::newRow("the last that is turned away gently") << 223 << DescriptorRoom::Scarce;
    QTest::newRow("what files and scripts must have") << 224 << DescriptorRoom::NearlyNone;
    QTest::newRow("the last of all") << 255 << DescriptorRoom::NearlyNone;
}

void tst_Descriptors::knowsHowManyAreLeft()
{
    QFETCH(int, newest);
    QFETCH(DescriptorRoom, room);
    setSoft(256);
    QCOMPARE(descriptorLimit(), 256);
    QCOMPARE(descriptorRoom(newest, descriptorLimit()), room);
}

void tst_Descriptors::raisesTheLimit()
{
    setSoft(256);
    raiseDescriptorLimit();
    QCOMPARE(rlim_t(descriptorLimit()), std::min<rlim_t>(m_before.rlim_max, 65'536));
    const int raised = descriptorLimit();
    raiseDescriptorLimit();
    QCOMPARE(descriptorLimit(), raised);
}

void tst_Descriptors::tellsThatAPeerHasEnded()
{
    int pair[2];
    QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    QVERIFY(!hasPeerEnded(pair[0]));
    QCOMPARE(write(pair[1], "x", 1), ssize_t(1));
    QVERIFY(!hasPeerEnded(pair[0]));
    QCOMPARE(shutdown(pair[1], SHUT_WR), 0);
    QVERIFY(hasPeerEnded(pair[0])); // though there is something to read
    char byte = 0;
    QCOMPARE(read(pair[0], &byte, 1), ssize_t(1));
    close(pair[0]);
    QVERIFY(hasPeerEnded(pair[1]));
    close(pair[1]);
}

SIGNALBOX_TEST_WITHOUT_APPLICATION(tst_Descriptors)
#include "tst_descriptors.moc"
