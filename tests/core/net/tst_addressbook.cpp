#include "core/net/addressbook.h"
#include "tests/support/testprogram.h"

#include <vector>

using namespace Qt::StringLiterals;
using namespace Signalbox;
using namespace std::chrono_literals;

class tst_AddressBook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void countsTheClientsOfAnAddress()
    {
        Limits limits;
        limits.clientsPerAddress = 2;
        const auto book = std::make_shared<AddressBook>(limits);
        const QHostAddress ada(u"192.168.1.31"_s);
        Seat first = book->takeClient(ada);
        const Seat second = book->takeClient(ada);
        QVERIFY(first && second);
        QVERIFY(!book->takeClient(ada));
        QVERIFY(!book->takeClient(QHostAddress(u"::ffff:192.168.1.31"_s))); // the same
        QVERIFY(book->takeClient(QHostAddress(u"192.168.1.32"_s)));
        first.reset();
        QVERIFY(book->takeClient(ada));
        QCOMPARE(book->peaks().byKey().value(u"clientsPerAddress"_s), 2);
    }

    void anIpv6NetworkIsOneAddress()
    {
        Limits limits;
        limits.handshakesPerAddress = 1;
        const auto book = std::make_shared<AddressBook>(limits);
        const Seat seat = book->takeHandshake(QHostAddress(u"2001:db8:1:2::1"_s));
        QVERIFY(seat);
        QVERIFY(!book->takeHandshake(QHostAddress(u"2001:db8:1:2:ffff::9"_s)));
        QVERIFY(book->takeHandshake(QHostAddress(u"2001:db8:1:3::1"_s)));
    }

    void aPlaceOutlivesItsEndpoint()
    {
        auto book = std::make_shared<AddressBook>(Limits());
        Seat seat = book->takeClient(QHostAddress(QHostAddress::LocalHost));
        book.reset();
        seat.reset(); // reported by the address sanitizer if it is not so
    }

    void connectionsMayNotComeTooFast()
    {
        Limits limits;
        limits.addressConnectionsPerSecond = 5;
        limits.addressConnectionsBurst = 20;
        AddressBook book(limits);
        const QHostAddress ada(u"10.0.0.1"_s);
        const auto start = AddressBook::Clock::now();
        for (int i = 0; i < 20; ++i)
            QVERIFY(book.mayConnect(ada, start));
        QVERIFY(!book.mayConnect(ada, start));
        QVERIFY(book.mayConnect(QHostAddress(u"10.0.0.2"_s), start));
        QVERIFY(book.mayConnect(ada, start + 250ms));
        QVERIFY(!book.mayConnect(ada, start + 250ms));
    }

    void wrongTokensBlockAnAddressForAWhile()
    {
        Limits limits;
        limits.failuresPerMinute = 5;
        limits.blockSeconds = 60s;
        AddressBook book(limits);
        const QHostAddress ada(u"10.0.0.1"_s);
        const auto start = AddressBook::Clock::now();
        for (int i = 0; i < 4; ++i)
            book.countFailure(ada, start + i * 1s);
        QCOMPARE(book.blockedFor(ada, start + 4s), 0s);
        book.countFailure(ada, start + 5s);
        QCOMPARE(book.blockedFor(ada, start + 5s), 60s);
        QCOMPARE(book.blockedFor(ada, start + 64s + 500ms), 1s);
        QCOMPARE(book.blockedFor(ada, start + 65s), 0s);
        QCOMPARE(book.blockedFor(QHostAddress(u"10.0.0.2"_s), start + 5s), 0s);
    }

    void fewWrongTokensAreForgotten()
    {
        AddressBook book{Limits()};
        const QHostAddress ada(u"10.0.0.1"_s);
        const auto start = AddressBook::Clock::now();
        for (int i = 0; i < 12; ++i) {
            book.countFailure(ada, start + i * 16s); // four in each minute
            QCOMPARE(book.blockedFor(ada, start + i * 16s), 0s);
        }
    }

    void addressesThatDoNothingAreForgotten()
    {
        Limits limits;
        limits.addressConnectionsPerSecond = 20;
        const auto book = std::make_shared<AddressBook>(limits);
        const auto start = AddressBook::Clock::now();
        const QHostAddress stays(u"10.1.0.1"_s);
        const Seat seat = book->takeClient(stays);
        for (quint32 i = 0; i < 200'000; ++i)
            book->mayConnect(QHostAddress(0x0A000000U + i), start + std::chrono::milliseconds(i));
        QVERIFY(book->size() < 10'000);
        QVERIFY(book->size() > 1);
    }

    void moreAddressesThanCanBeKeptLockNobodyOut()
    {
        Limits limits;
        limits.clientsPerAddress = 1;
        const auto book = std::make_shared<AddressBook>(limits);
        std::vector<Seat> seats;
        for (quint32 i = 0; i < AddressBook::MaxAddresses + 10; ++i) {
            seats.push_back(book->takeClient(QHostAddress(0x0A000000U + i)));
            QVERIFY(seats.back());
        }
        QCOMPARE(book->size(), AddressBook::MaxAddresses);
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(tst_AddressBook)
#include "tst_addressbook.moc"
