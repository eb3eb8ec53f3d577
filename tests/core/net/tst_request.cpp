#include "core/net/request.h"
#include "tests/support/testprogram.h"

using namespace Qt::StringLiterals;
using namespace Signalbox;

using State = RequestParser::State;

class tst_Request : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endsAs_data();
    void endsAs();
    void readsABodyInPieces();
    void readsPipelinedRequests();
    void readsPipelinedRequestsWithoutBodies();
    void leavesWhatFollowsAnUpgrade();
    void takesWholeUrls_data();
    void takesWholeUrls();
    void decodesPaths_data();
    void decodesPaths();
};

namespace {

State feedAll(RequestParser &parser, const QByteArray &bytes, qsizetype step,
              QByteArray *rest = nullptr)
{
    State state = State::NeedMore;
    for (qsizetype at = 0; at < bytes.size(); at += step) {
        QByteArrayView piece = QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at));
        while (!piece.isEmpty() && (state == State::NeedMore || state == State::Head)) {
            state = parser.feed(piece);
            if (state == State::NeedMore)
                break;
        }
        if (rest && state != State::NeedMore)
            *rest += piece;
        if (state != State::NeedMore && state != State::Head)
            break;
    }
    return state;
}

} // namespace

void tst_Request::endsAs_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<State>("state");
    const QByteArray host = "Host: a\r\n";
    const auto row = [](const char *name, const QByteArray &bytes, State state) {
        QTest::newRow(name) << bytes << state;
    };
    row("a plain GET", "GET / HTTP/1.1\r\n" + host + "\r\n", State::Head);
    row("no end of the head yet", "GET / HTTP/1.1\r\n" + host, State::NeedMore);
    row("a body that fits", "POST /x HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc",
        State::Done);
    row("a body over the limit", "POST /x HTTP/1.1\r\n" + host + "Content-Length: 1001\r\n\r\n",
        State::BodyTooLarge);
    row("no Host", QByteArray("GET / HTTP/1.1\r\n\r\n"), State::BadRequest);
    row("two Hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", State::BadRequest);
    row("not HTTP", QByteArray("hello there\r\n\r\n"), State::BadRequest);
    row("binary", QByteArray("\x01\x02\x03\x04\r\n\r\n"), State::BadRequest);
    row("a folded line", "GET / HTTP/1.1\r\n" + host + " folded\r\n\r\n", State::Head);
    row("a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", State::BadRequest);
    row("a NUL in a value", "GET / HTTP/1.1\r\n" + host + QByteArray("X: a\0b\r\n\r\n", 10),
        State::BadRequest);
    row("two lengths that differ",
        "POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        State::BadRequest);
    row("a length and chunks",
        "POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        State::BadRequest);
    const auto coding = [&](const char *name, const QByteArray &fields, State state) {
        row(name, "POST / HTTP/1.1\r\n" + host + fields + "\r\nabc", state);
    };
    const QByteArray length = "Content-Length: 3\r\n";
    coding("a coding that is not chunked", "Transfer-Encoding: gzip\r\n", State::BadCoding);
    coding("a coding and a length", "Transfer-Encoding: gzip\r\n" + length, State::BadCoding);
    coding("a length and a coding", length + "Transfer-Encoding: gzip\r\n", State::BadRequest);
    coding("identity and a length", "Transfer-Encoding: identity\r\n" + length, State::BadCoding);
    coding("an empty coding", "Transfer-Encoding:\r\n" + length, State::BadCoding);
    coding("a coding of commas", "Transfer-Encoding: ,\r\n" + length, State::BadCoding);
    coding("a coding that begins like chunked", "Transfer-Encoding: chunkedx\r\n" + length,
           State::BadCoding);
    coding("chunked with a parameter", "Transfer-Encoding: chunked;q=1\r\n", State::BadCoding);
    coding("a coding in quotes", "Transfer-Encoding: \"chunked\"\r\n", State::BadCoding);
    coding("chunked and another behind it", "Transfer-Encoding: chunked, gzip\r\n",
           State::BadCoding);
    coding("chunked twice", "Transfer-Encoding: chunked, chunked\r\n", State::BadCoding);
    coding("a coding in two fields, chunked first",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n", State::BadRequest);
    coding("another coding below chunked", "Transfer-Encoding: gzip, chunked\r\n",
           State::UnknownCoding);
    coding("a coding in two fields, chunked last",
           "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", State::UnknownCoding);
    row("chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        State::BadCoding);
    row("an empty body in chunks, and chunked in capitals",
        "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n", State::Done);
    row("a whole URL and two Hosts", "GET http://a/ HTTP/1.1\r\n" + host + host + "\r\n",
        State::BadRequest);
    row("a whole URL without a Host", QByteArray("GET http://a/ HTTP/1.1\r\n\r\n"),
        State::BadRequest);
    row("a request line of 10,000 bytes",
        "GET /" + QByteArray(10'000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", State::TargetTooLong);
    row("a request line without end", "GET /" + QByteArray(5'000, 'a'), State::TargetTooLong);
    row("a field of 9,000 bytes",
        "GET / HTTP/1.1\r\n" + host + "X: " + QByteArray(9'000, 'a') + "\r\n\r\n",
        State::HeadTooLarge);
    row("a head of 20,000 bytes",
        "GET / HTTP/1.1\r\n" + host
            + QByteArray("X: " + QByteArray(4'000, 'a') + "\r\n").repeated(5) + "\r\n",
        State::HeadTooLarge);
    row("a field without end", "GET / HTTP/1.1\r\n" + host + "X: " + QByteArray(17'000, 'a'),
        State::HeadTooLarge);
    row("65 fields", "GET / HTTP/1.1\r\n" + host + QByteArray("X: a\r\n").repeated(64) + "\r\n",
        State::HeadTooLarge);
    row("64 fields", "GET / HTTP/1.1\r\n" + host + QByteArray("X: a\r\n").repeated(63) + "\r\n",
        State::Head);
}

void tst_Request::endsAs()
{
    QFETCH(QByteArray, bytes);
    QFETCH(State, state);
    for (const qsizetype step : {bytes.size(), qsizetype(1), qsizetype(1000), qsizetype(16'384)}) {
        RequestParser parser(1000);
        QCOMPARE(feedAll(parser, bytes, step), state);
    }
}

void tst_Request::readsABodyInPieces()
{
    RequestParser parser(1000);
    const QByteArray bytes =
        "POST /broadcast HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
    QCOMPARE(feedAll(parser, bytes, 1), State::Done);
    const Request request = parser.take();
    QCOMPARE(request.body, "hello world");
    QCOMPARE(request.method, "POST");
    QCOMPARE(request.target, "/broadcast");
    QVERIFY(request.keepAlive);
}

void tst_Request::readsPipelinedRequests()
{
    RequestParser parser(1000);
    const QByteArray one = "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx";
    const QByteArray two = "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\ny";
    const QByteArray both = one + two;
    QByteArrayView input(both);
    QCOMPARE(parser.feed(input), State::Head);
    QCOMPARE(parser.feed(input), State::Done);
    QCOMPARE(parser.take().body, "x");
    QCOMPARE(input.size(), two.size());
    QCOMPARE(parser.feed(input), State::Head);
    QCOMPARE(parser.feed(input), State::Done);
    QCOMPARE(parser.take().body, "y");
    QVERIFY(input.isEmpty());
}

void tst_Request::readsPipelinedRequestsWithoutBodies()
{
    RequestParser parser(1000);
    const QByteArray both = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
    QByteArrayView input(both);
    QCOMPARE(parser.feed(input), State::Head);
    QCOMPARE(parser.feed(input), State::Done);
    QCOMPARE(parser.take().target, "/1");
    QCOMPARE(input.size(), both.size() / 2);
    QCOMPARE(parser.feed(input), State::Head);
    QCOMPARE(parser.take().target, "/2");
    QVERIFY(input.isEmpty());
}

void tst_Request::leavesWhatFollowsAnUpgrade()
{
    const QByteArray head = "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n"
                            "Upgrade: WebSocket\r\n\r\n";
    for (const qsizetype step : {head.size() + 5, qsizetype(7)}) {
        RequestParser parser(1000);
        const QByteArray bytes = head + "frame";
        QByteArray rest;
        qsizetype at = 0;
        State state = State::NeedMore;
        while (state == State::NeedMore) {
            QByteArrayView piece =
                QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at));
            at += piece.size();
            state = parser.feed(piece);
            rest = piece.toByteArray();
        }
        QCOMPARE(state, State::Head);
        QVERIFY(parser.head().wantsUpgrade());
        QVERIFY(parser.head().hasToken("connection", "upgrade"));
        QCOMPARE(rest + bytes.sliced(at), "frame");
    }
}

void tst_Request::takesWholeUrls_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("scheme");
    const auto row = [](const char *name, const char *sent, const char *target, const char *host,
                        const char *scheme) {
        QTest::newRow(name) << QByteArray(sent) << QByteArray(target) << QByteArray(host)
                            << QByteArray(scheme);
    };
    row("a path", "/a?b", "/a?b", "field", "");
    row("a whole URL", "http://url:8091/a/b?c=d", "/a/b?c=d", "url:8091", "http");
    row("a whole URL in capitals", "HTTP://URL/A", "/A", "URL", "http");
    row("a whole URL without a path", "http://url", "/", "url", "http");
    row("a whole URL with a query alone", "http://url?a=/b", "/?a=/b", "url", "http");
    row("a whole URL of a WebSocket", "ws://url/a", "/a", "url", "ws");
    row("a whole URL with TLS", "https://url/", "/", "url", "https");
    row("a whole URL with an IPv6 address", "http://[::1]:8091/", "/", "[::1]:8091", "http");
    row("a whole URL without a host", "http:///a", "/a", "", "http");
    row("a whole URL with a user", "http://me@url/a", "/a", "me@url", "http");
    row("a whole URL with another scheme", "ftp://url/a", "ftp://url/a", "field", "");
    row("a path that looks like a URL", "/http://url/a", "/http://url/a", "field", "");
    row("a URL in the query", "/a?http://url/b", "/a?http://url/b", "field", "");
    row("an asterisk", "*", "*", "field", "");
}

void tst_Request::takesWholeUrls()
{
    QFETCH(QByteArray, sent);
    RequestParser parser(1000);
    const QByteArray bytes = "GET " + sent + " HTTP/1.1\r\nX: y\r\nHost: field\r\n\r\n";
    QCOMPARE(feedAll(parser, bytes, bytes.size()), State::Head);
    const Request request = parser.take();
    QTEST(request.target, "target");
    QTEST(request.field("host"), "host");
    QTEST(request.scheme, "scheme");
    QCOMPARE(request.count("host"), 1);
}

void tst_Request::decodesPaths_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("path");
    QTest::newRow("plain") << QByteArray("/chat") << u"/chat"_s;
    QTest::newRow("without the query") << QByteArray("/chat?name=a") << u"/chat"_s;
    QTest::newRow("percent") << QByteArray("/a%20b%C3%A9") << u"/a bé"_s;
    QTest::newRow("decoded once") << QByteArray("/%2541") << u"/%41"_s;
    QTest::newRow("absolute form") << QByteArray("http://a/") << QString();
    QTest::newRow("dot segments") << QByteArray("/a/../b") << QString();
    QTest::newRow("dot segments in disguise") << QByteArray("/a/%2e%2E/b") << QString();
    QTest::newRow("a NUL") << QByteArray("/a%00") << QString();
    QTest::newRow("a backslash") << QByteArray("/a%5Cb") << QString();
    QTest::newRow("half an escape") << QByteArray("/a%2") << QString();
    QTest::newRow("not hexadecimal") << QByteArray("/a%zz") << QString();
    QTest::newRow("not UTF-8") << QByteArray("/a%FF") << QString();
}

void tst_Request::decodesPaths()
{
    QFETCH(QByteArray, target);
    QFETCH(QString, path);
    Request request;
    request.target = target;
    QCOMPARE(request.path().value_or(QString()), path);
}

SIGNALBOX_TEST_WITHOUT_SCREEN(tst_Request)
#include "tst_request.moc"
