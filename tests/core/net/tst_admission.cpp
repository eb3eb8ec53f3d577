#include "core/net/admission.h"
#include "tests/support/testprogram.h"

using namespace Qt::StringLiterals;
using namespace Signalbox;

class tst_Admission : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void judgesTheSource_data();
    void judgesTheSource();
    void tellsItsPagesByHostAndPort_data();
    void tellsItsPagesByHostAndPort();
    void judgesTheInitiator_data();
    void judgesTheInitiator();
    void comparesHostsAsTheyAreReached_data();
    void comparesHostsAsTheyAreReached();
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
    row("another scheme at the same port", "localhost:8091", "https://localhost:8091", 0);
    row("a scheme of no page", "localhost:8091", "ftp://localhost:8091", 403);
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
    row("a host with a trailing dot", "localhost.:8091", "", 0);
    row("a host with two trailing dots", "localhost..:8091", "", 421);
    row("a foreign host with a trailing dot", "evil.example.:8091", "", 421);
    row("a name below localhost", "app.localhost:8091", "", 0);
    row("a name below localhost in capitals and with a dot", "My.App.LocalHost.:8091", "", 0);
    row("a name that ends like localhost", "evillocalhost:8091", "", 421);
    row("localhost as a prefix", "localhost.app:8091", "", 421);
    row("the own page below localhost", "app.localhost:8091", "http://app.localhost:8091", 0);
    row("a page beside it below localhost", "app.localhost:8091", "http://other.localhost:8091",
        403);
    row("a page of localhost at a name below it", "app.localhost:8091", "http://localhost:8091",
        403);
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

void tst_Admission::tellsItsPagesByHostAndPort_data()
{
    QTest::addColumn<bool>("secure");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("isBrowser"); // else a program, which sends nothing it need not
    QTest::addColumn<int>("status");
    const auto program = [](const char *name, bool secure, const char *host, const char *origin,
                            int status) {
        QTest::newRow(name) << secure << QByteArray(host) << QByteArray(origin) << false << status;
    };
    // What clients of wss:// write by default.
    program("python3-websocket", true, "lab.example:8443", "http://lab.example:8443", 0);
    program("ws4py", true, "lab.example:8443", "ws://lab.example:8443", 0);
    program("ws4py of wss", true, "lab.example:8443", "wss://lab.example:8443", 0);
    program("libwebsockets, which leaves the port out", true, "lab.example", "http://lab.example",
            0);
    program("a program that writes https", true, "lab.example:8443", "https://lab.example:8443", 0);
    program("a program that writes ws without TLS", false, "lab.example:8091",
            "ws://lab.example:8091", 0);
    program("a program that writes wss without TLS", false, "lab.example:8091",
            "wss://lab.example:8091", 0);
    program("another spelling", true, "LAB.example:8443", "HTTP://lab.EXAMPLE:8443", 0);
    program("an IPv6 address", true, "[::1]:8443", "http://[::1]:8443", 0);
    program("an IPv6 address without a port", true, "[::1]", "http://[::1]", 0);
    program("the port in one of them only", true, "lab.example:8443", "http://lab.example", 403);
    program("the port in the other only", true, "lab.example", "http://lab.example:8443", 403);
    program("another port", true, "lab.example:8443", "http://lab.example:3000", 403);
    program("another host", true, "lab.example:8443", "http://evil.example:8443", 403);
    program("a dot more", true, "lab.example:8443", "http://lab.example.:8443", 403);
    program("a user in front", true, "lab.example:8443", "http://x@lab.example:8443", 403);
    program("a path behind", true, "lab.example:8443", "http://lab.example:8443/", 403);
    program("no authority", true, "lab.example:8443", "http://", 403);
    // Pages, whose browsers leave out the port that is usual for their scheme.
    const auto page = [](const char *name, bool secure, const char *host, const char *origin,
                         int status) {
        QTest::newRow(name) << secure << QByteArray(host) << QByteArray(origin) << true << status;
    };
    page("a page of ours", true, "lab.example:8443", "https://lab.example:8443", 0);
    page("a page of ours at the usual port", true, "lab.example", "https://lab.example", 0);
    page("a page of ours without TLS", false, "lab.example:8091", "http://lab.example:8091", 0);
    page("a page of ours without TLS at the usual port", false, "lab.example", "http://lab.example",
         0);
    page("http from the same port", true, "lab.example:8443", "http://lab.example:8443", 0);
    page("https from the same port", false, "lab.example:8091", "https://lab.example:8091", 0);
    page("http at port 80, and we are at 443", true, "lab.example", "http://lab.example", 403);
    page("https at port 443, and we are at 80", false, "lab.example", "https://lab.example", 403);
    page("http at port 80, and we are elsewhere", true, "lab.example:8443", "http://lab.example",
         403);
    page("https at port 443, and we are elsewhere", false, "lab.example:8091",
         "https://lab.example", 403);
    page("https at port 443, and we have TLS elsewhere", true, "lab.example:8443",
         "https://lab.example", 403);
    page("another port of http", true, "lab.example:8443", "http://lab.example:3000", 403);
    page("another port of https", true, "lab.example:8443", "https://lab.example:3000", 403);
    page("another port, and we are at 443", true, "lab.example", "http://lab.example:8443", 403);
    page("another host of http", true, "lab.example:8443", "http://evil.example:8443", 403);
    page("another host at the usual port", true, "lab.example", "http://evil.example", 403);
    page("an extension with our name", true, "lab.example:8443",
         "chrome-extension://lab.example:8443", 403);
    page("an app with our name", true, "lab.example:8443", "app://lab.example:8443", 403);
}

void tst_Admission::tellsItsPagesByHostAndPort()
{
    QFETCH(bool, secure);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    QFETCH(bool, isBrowser);
    Request request;
    request.fields = {{"Host", host}, {"Origin", origin}};
    AdmissionRules rules;
    rules.secure = secure;
    rules.hosts = {u"*"_s};
    const QHostAddress local(QHostAddress::LocalHost);
    const auto status = [&] {
        const auto refusal = checkSource(request, rules, local);
        return refusal ? refusal->response.status : 0;
    };
    if (!isBrowser) {
        QTEST(status(), "status");
        return;
    }
    for (const QByteArray name : {"User-Agent", "Accept-Encoding", "accept-language"}) {
        request.fields = {{"Host", host}, {"Origin", origin}, {name, "x"}};
        QTEST(status(), "status");
    }
}

void tst_Admission::judgesTheInitiator_data()
{
    QTest::addColumn<QByteArray>("site"); // of Sec-Fetch-Site
    QTest::addColumn<QByteArray>("referer");
    QTest::addColumn<QStringList>("origins");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const char *site, const char *referer, int status,
                        const QStringList &origins = {}) {
        QTest::newRow(name) << QByteArray(site) << QByteArray(referer) << origins << status;
    };
    row("a program", "", "", 0);
    row("an address that was typed in", "none", "", 0);
    row("the own page", "same-origin", "http://localhost:8091/", 0);
    row("a page of another site", "cross-site", "http://evil.example/x", 403);
    row("a page that hides its address", "cross-site", "", 403);
    row("another port of the same host", "same-site", "http://localhost:3000/", 403);
    row("a word that comes with a later browser", "other-site", "", 403);
    row("a page of a listed origin", "cross-site", "https://codepen.io/pen?x=/", 0,
        {u"https://codepen.io"_s});
    row("a listed origin alone", "cross-site", "https://codepen.io", 0, {u"https://codepen.io"_s});
    row("beside a listed origin", "cross-site", "https://codepen.io.evil.example/", 403,
        {u"https://codepen.io"_s});
    row("a listed origin in the query", "cross-site", "https://evil.example/?https://codepen.io/",
        403, {u"https://codepen.io"_s});
    row("a hidden address beside listed origins", "cross-site", "", 403, {u"https://codepen.io"_s});
    row("any", "cross-site", "", 0, {u"*"_s});
}

void tst_Admission::judgesTheInitiator()
{
    QFETCH(QByteArray, site);
    QFETCH(QByteArray, referer);
    QFETCH(QStringList, origins);
    Request request;
    request.fields = {{"Host", "localhost:8091"}};
    if (!site.isEmpty())
        request.fields.append({"Sec-Fetch-Site", site});
    if (!referer.isEmpty())
        request.fields.append({"Referer", referer});
    AdmissionRules rules;
    rules.hosts = {u"localhost"_s};
    rules.origins = origins;
    QVERIFY(!checkSource(request, rules, QHostAddress(QHostAddress::LocalHost))); // may be read
    const auto refusal = checkInitiator(request, rules);
    QTEST(refusal ? refusal->response.status : 0, "status");
    if (refusal)
        QVERIFY(refusal->response.body.endsWith(".\n"));
    request.fields.append({"Origin"_ba, "http://localhost:8091"_ba}); // which has been judged
    QVERIFY(!checkInitiator(request, rules));
}

void tst_Admission::comparesHostsAsTheyAreReached_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QString>("local");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const char *host, const QString &local, int status) {
        QTest::newRow(name) << QByteArray(host) << local << status;
    };
    row("a name in ASCII", "xn--bcher-kva.example", u"10.0.0.1"_s, 0);
    row("a name in ASCII, in capitals and with a dot", "XN--BCHER-KVA.Example.:80", u"10.0.0.1"_s,
        0);
    row("another name in ASCII", "xn--bcher-kv8a.example", u"10.0.0.1"_s, 421);
    row("a listed IPv6 address", "[2001:db8::1]:8091", u"10.0.0.1"_s, 0);
    row("a listed IPv6 address with its zeros", "[2001:DB8:0:0::1]", u"10.0.0.1"_s, 0);
    row("a local IPv6 address, whose zone nobody sends", "[fe80::1]:8091", u"fe80::1%1"_s, 0);
    row("another local IPv6 address", "[fe80::2]:8091", u"fe80::1%1"_s, 421);
}

void tst_Admission::comparesHostsAsTheyAreReached()
{
    QFETCH(QByteArray, host);
    QFETCH(QString, local);
    Request request;
    request.fields = {{"Host", host}};
    AdmissionRules rules;
    rules.hosts = {u"xn--bcher-kva.example"_s, u"2001:db8::1"_s};
    const auto refusal = checkSource(request, rules, QHostAddress(local));
    QTEST(refusal ? refusal->response.status : 0, "status");
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
    QTest::newRow("no Upgrade") << QByteArray("Upgrade") << QByteArray() << 426;
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

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_Admission)
#include "tst_admission.moc"
