#include "core/net/admission.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_Admission : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void judgesTheSource_data();
    void judgesTheSource();
    void judgesTheHandshake_data();
    void judgesTheHandshake();
    void onTheInternetOnlyWhatIsListedCounts_data();
    void onTheInternetOnlyWhatIsListedCounts();
};

void tst_Admission::judgesTheSource_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QStringList>("origins");
    QTest::addColumn<int>("status"); // 0: may pass
    const auto row = [](const char *name, const char *host, const char *origin, int status,
                        const QStringList &origins = {}) {
        QTest::newRow(name) << QByteArray(host) << QByteArray(origin) << origins << status;
    };
    row("the address itself", "127.0.0.1:8091", "", 0);
    row("localhost", "localhost:8091", "", 0);
    row("localhost in capitals", "LOCALHOST:8091", "", 0);
    row("the address in short", "127.1:8091", "", 0);
    row("the address with zeros in front", "127.000.0.1:8091", "", 0);
    row("the address with a part too many", "127.0.0.1.1:8091", "", 421);
    row("the address with a port too high", "127.0.0.1:65536", "", 421);
    row("the address with a port of letters", "127.0.0.1:x", "", 421);
    row("the address with a port and more", "127.0.0.1:80:80", "", 421);
    row("another address", "10.0.0.1:8091", "", 421);
    row("a rebinding name", "evil.example:8091", "", 421);
    row("a name that begins like ours", "localhost.evil.example", "", 421);
    row("a host with user information", "a@localhost", "", 421);
    row("a host with a path", "localhost/x", "", 421);
    row("an empty host", "", "", 421);
    row("the own page", "localhost:8091", "http://localhost:8091", 0);
    row("the own page in capitals", "localhost:8091", "HTTP://LocalHost:8091", 0);
    row("the own page on the default port", "localhost", "http://localhost:80", 0);
    row("the own page on an address", "127.0.0.1:8091", "http://127.0.0.1:8091", 0);
    row("the own page on an address in short", "127.0.0.1:8091", "http://127.1:8091", 0);
    row("another port of the same host", "localhost:8091", "http://localhost:3000", 403);
    row("another scheme", "localhost:8091", "https://localhost:8091", 403);
    row("another host", "localhost:8091", "http://evil.example", 403);
    row("our host as a prefix", "localhost:8091", "http://localhost:8091.evil.example", 403);
    row("our host as user information", "localhost:8091", "http://localhost:8091@evil.example",
        403);
    row("an origin of null", "localhost:8091", "null", 403);
    row("a listed origin", "localhost:8091", "https://codepen.io", 0, {u"https://codepen.io"_s});
    row("a listed origin in capitals", "localhost:8091", "HTTPS://CodePen.io", 0,
        {u"https://codepen.io/"_s});
    row("beside a listed origin", "localhost:8091", "https://codepen.io.evil.example", 403,
        {u"https://codepen.io"_s});
    row("null, listed", "localhost:8091", "null", 0, {u"null"_s});
    row("any", "localhost:8091", "http://evil.example", 0, {u"*"_s});
    row("the own page beside listed ones", "localhost:8091", "http://localhost:8091", 0,
        {u"https://codepen.io"_s});
    row("a listed origin on another port", "localhost", "https://codepen.io:8443", 403,
        {u"https://codepen.io"_s});
    row("a listed origin with its port written out", "localhost", "https://codepen.io:443", 403,
        {u"https://codepen.io"_s}); // browsers never write it out
    row("a listed origin with a path", "localhost", "https://codepen.io/x", 403,
        {u"https://codepen.io"_s});
    row("a listed origin with a trailing dot", "localhost", "https://codepen.io.", 403,
        {u"https://codepen.io"_s});
    row("a listed origin under another scheme", "localhost", "http://codepen.io", 403,
        {u"https://codepen.io"_s});
    row("a name that ends like a listed one", "localhost", "https://evilcodepen.io", 403,
        {u"https://codepen.io"_s});
    row("a name below a listed one", "localhost", "https://x.codepen.io", 403,
        {u"https://codepen.io"_s});
    row("a listed name in Cyrillic letters", "localhost", "https://xn--cdepen-1nf.io", 403,
        {u"https://codepen.io"_s});
    row("null in capitals", "localhost:8091", "NULL", 403);
    row("an origin that is empty but for a space", "localhost:8091", " ", 403);
    row("two origins in one field", "localhost:8091", "http://localhost:8091 http://evil.example",
        403);
    row("an origin of a file", "localhost:8091", "file://", 403);
    row("a host with a trailing dot", "localhost.:8091", "", 421);
    row("the address in another writing", "127.1:8091", "", 0); // it is no name
    row("the address as one number", "2130706433:8091", "", 0);
    row("the address in hexadecimal", "0x7f000001:8091", "", 0);
    row("the address inside IPv6", "[::ffff:127.0.0.1]:8091", "", 0);
    row("another IPv6 address", "[::1]:8091", "", 421);
    row("an IPv6 address without brackets", "::1", "", 421);
    row("a name for the address", "127.0.0.1.nip.io:8091", "", 421);
    row("the address as a prefix", "127.0.0.1.evil.example", "", 421);
    row("a port that is none", "localhost:x", "", 421);
    row("a port of six digits", "localhost:123456", "", 421);
    row("two hosts", "localhost, evil.example", "", 421);
    row("a host with a space", "local host", "", 421);
}

void tst_Admission::judgesTheSource()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    QFETCH(QStringList, origins);
    QFETCH(int, status);
    Request request;
    request.fields = {{"Host", host}};
    if (!origin.isEmpty())
        request.fields.append({"Origin", origin});
    AdmissionRules rules;
    rules.hosts = {u"localhost"_s};
    rules.origins = origins;
    const auto refusal = checkSource(request, rules, QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(refusal ? refusal->response.status : 0, status);
    if (refusal)
        QVERIFY(refusal->response.body.endsWith(".\n")); // a sentence
}

void tst_Admission::judgesTheHandshake_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value"); // replaces the good one; empty: left out
    QTest::addColumn<int>("status");
    QTest::newRow("a good one") << QByteArray("X") << QByteArray("y") << 0;
    QTest::newRow("version 8") << QByteArray("Sec-WebSocket-Version") << QByteArray("8") << 426;
    QTest::newRow("no version") << QByteArray("Sec-WebSocket-Version") << QByteArray() << 426;
    QTest::newRow("no key") << QByteArray("Sec-WebSocket-Key") << QByteArray() << 400;
    QTest::newRow("a short key") << QByteArray("Sec-WebSocket-Key")
                                 << QByteArray("dGhlIHNhbXBsZQ==") << 400;
    QTest::newRow("a key that is not base64")
        << QByteArray("Sec-WebSocket-Key") << QByteArray("!!!!!!!!!!!!!!!!!!!!!!==") << 400;
    QTest::newRow("no Connection") << QByteArray("Connection") << QByteArray() << 400;
    QTest::newRow("Connection among others")
        << QByteArray("Connection") << QByteArray("keep-alive, upgrade") << 0;
    QTest::newRow("a body") << QByteArray("Content-Length") << QByteArray("5") << 400;
    QTest::newRow("an empty body") << QByteArray("Content-Length") << QByteArray("0") << 0;
    QTest::newRow("a body in chunks")
        << QByteArray("Transfer-Encoding") << QByteArray("chunked") << 400;
    QTest::newRow("a foreign page")
        << QByteArray("Origin") << QByteArray("http://evil.example") << 403;
}

void tst_Admission::judgesTheHandshake()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(int, status);
    Request request;
    request.method = "GET";
    request.target = "/chat";
    request.fields = {{"Host", "localhost"},
                      {"Upgrade", "websocket"},
                      {"Connection", "Upgrade"},
                      {"Sec-WebSocket-Version", "13"},
                      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
    request.fields.removeIf([&](const auto &field) { return field.first == name; });
    if (!value.isEmpty())
        request.fields.append({name, value});
    AdmissionRules rules;
    rules.hosts = {u"localhost"_s};
    const auto refusal = checkUpgrade(request, rules, QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(refusal ? refusal->response.status : 0, status);
    rules.webSocket = false;
    QVERIFY(checkUpgrade(request, rules, QHostAddress(QHostAddress::LocalHost)));
}

void tst_Admission::onTheInternetOnlyWhatIsListedCounts_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<int>("status");
    QTest::newRow("a listed host") << "lab.example"_ba
                                   << ""_ba << 0;
    QTest::newRow("the address itself") << "127.0.0.1"_ba
                                        << ""_ba << 421;
    QTest::newRow("a listed origin") << "lab.example"_ba
                                     << "https://codepen.io"_ba << 0;
    QTest::newRow("the own page") << "lab.example"_ba
                                  << "https://lab.example"_ba << 403;
}

void tst_Admission::onTheInternetOnlyWhatIsListedCounts()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    Request request;
    request.fields = {{"Host", host}};
    if (!origin.isEmpty())
        request.fields.append({"Origin", origin});
    AdmissionRules rules;
    rules.secure = true;
    rules.explicitOnly = true;
    rules.hosts = {u"lab.example"_s};
    rules.origins = {u"https://codepen.io"_s};
    const auto refusal = checkSource(request, rules, QHostAddress(QHostAddress::LocalHost));
    QTEST(refusal ? refusal->response.status : 0, "status");
}

QTEST_GUILESS_MAIN(tst_Admission)
#include "tst_admission.moc"
