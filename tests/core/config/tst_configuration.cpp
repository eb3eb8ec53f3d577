#include "core/config/configurationfile.h"
#include "core/values/utc.h"
#include "tests/support/testprogram.h"

#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

/// "2:5 endpoints[0].port BadDocument" for each problem.
QStringList summary(const ConfigurationReading &reading)
{
    QStringList lines;
    for (const ConfigurationProblem &problem : reading.problems) {
        lines.append(u"%1:%2 %3%4"_s.arg(
            QString::number(problem.line), QString::number(problem.column), problem.key,
            problem.error.code == Error::Code::NotSupported ? u" (not supported)"_s : QString()));
    }
    return lines;
}

EndpointConfig endpoint(const QString &name)
{
    EndpointConfig config;
    config.name = name;
    return config;
}

} // namespace

class TestConfiguration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theDefaultIsOneLocalEndpoint()
    {
        const Configuration configuration;
        QCOMPARE(configuration.endpoints.size(), 1);
        const EndpointConfig &local = configuration.endpoints.first();
        QCOMPARE(local.name, u"local"_s);
        QCOMPARE(local.address, u"127.0.0.1"_s);
        QCOMPARE(local.port, 8091);
        QCOMPARE(local.scheme(), u"ws"_s);
        QCOMPARE(configuration.findEndpoint(u"local"_s), &local);
        QCOMPARE(configuration.findEndpoint(u"Local"_s), nullptr);
    }

    void schemes()
    {
        EndpointConfig config;
        config.webSocket = false;
        QCOMPARE(config.scheme(), u"http"_s);
        config.tls = TlsConfig();
        QCOMPARE(config.scheme(), u"https"_s);
        config.webSocket = true;
        QCOMPARE(config.scheme(), u"wss"_s);
    }

    void anEmptyObjectMeansTheDefaults()
    {
        const ConfigurationReading reading = parseConfiguration("{}");
        QVERIFY(reading);
        QCOMPARE(reading.configuration, Configuration());
    }

    void everythingThatIsOffIsAccepted()
    {
        const ConfigurationReading reading = parseConfiguration(R"({
            "version": 1, "signalRoutes": [], "httpRoutes": [], "pages": [], "timers": [],
            "schedules": [], "events": [], "journal": {"file": "", "days": 7, "maxBytes": 536870912},
            "api": {"token": ""}, "relay": {"url": ""}, "threads": 0,
            "bans": [], "limits": {},
            "endpoints": [{"name": "local", "token": "", "tokenKey": "", "joinCode": "",
                           "slow": "disconnect", "origins": [], "hosts": [], "limits": {}}]
        })");
        QCOMPARE(summary(reading), QStringList());
        QCOMPARE(reading.configuration, Configuration());
        QVERIFY(parseConfiguration(R"({"journal": {}, "api": {}, "relay": {}})"));
    }

    void everyValueArrives()
    {
        const ConfigurationReading reading = parseConfiguration(
            "{"
            "\"endpoints\": [{"
            "\"name\": \"secure\", \"address\": \"*\", \"port\": 8443, \"protocols\": [\"wss\"], "
            "\"preset\": \"class\","
            "\"origins\": [\"https://example.org\", \"null\"], \"hosts\": [\"example.org\", "
            "\"::1\"],"
            "\"welcome\": true, \"errors\": true, \"compression\": true, \"limits\": "
            "{\"clients\": 3},"
            "\"tls\": {\"certificate\": \"site.pfx\", \"key\": \"site.key\", \"password\": "
            "\"dummy\","
            "\"passwordEnv\": \"SITE\", \"selfSigned\": false, \"minimum\": \"1.3\","
            "\"clientCertificates\": \"none\", \"authorities\": \"\"}}],"
            "\"limits\": {\"clients\": 2, \"pongSeconds\": 3}, \"threads\": 64 }");
        QCOMPARE(summary(reading), QStringList());
        EndpointConfig expected = endpoint(u"secure"_s);
        expected.address = u"*"_s;
        expected.port = 8443;
        expected.http = false;
        expected.preset = Preset::Class;
        expected.origins = QStringList{u"https://example.org"_s, u"null"_s};
        expected.hosts = QStringList{u"example.org"_s, u"::1"_s};
        expected.welcome = true;
        expected.errors = true;
        expected.compression = true;
        expected.limits.insert(u"clients"_s, 3);
        expected.tls = TlsConfig{u"site.pfx"_s, u"site.key"_s, u"dummy"_s,
                                 u"SITE"_s,     false,         TlsVersion::Tls13};
        QCOMPARE(reading.configuration.endpoints, QList{expected});
        QCOMPARE(reading.configuration.limits,
                 (LimitOverrides{{u"clients"_s, 2}, {u"pongSeconds"_s, 3}}));
        QCOMPARE(reading.configuration.threads, 64);
    }

    void protocols_data()
    {
        QTest::addColumn<QByteArray>("members");
        QTest::addColumn<bool>("http");
        QTest::addColumn<bool>("webSocket");
        QTest::addColumn<bool>("secure");
        const auto row = [](const char *name, const char *members, bool http, bool webSocket,
                            bool secure) {
            QTest::newRow(name) << QByteArray(members) << http << webSocket << secure;
        };
        row("none given", "", true, true, false);
        row("http and ws", R"("protocols": ["http", "ws"])", true, true, false);
        row("ws alone", R"("protocols": ["ws"])", false, true, false);
        row("http alone", R"("protocols": ["http"])", true, false, false);
        row("none given, with tls", R"("tls": {"selfSigned": true})", true, true, true);
        row("in any order", R"("protocols": ["wss", "https"], "tls": {"selfSigned": true})", true,
            true, true);
        row("wss alone", R"("protocols": ["wss"], "tls": {"selfSigned": true})", false, true, true);
        row("https alone", R"("protocols": ["https"], "tls": {"selfSigned": true})", true, false,
            true);
    }
    void protocols()
    {
        QFETCH(QByteArray, members);
        const ConfigurationReading reading =
            parseConfiguration("{\"endpoints\": [{" + members + "}]}");
        QCOMPARE(summary(reading), QStringList());
        const EndpointConfig &config = reading.configuration.endpoints.first();
        QTEST(config.http, "http");
        QTEST(config.webSocket, "webSocket");
        QTEST(config.tls.has_value(), "secure");
        const ConfigurationReading again = parseConfiguration(toDocument(reading.configuration));
        QCOMPARE(again.configuration, reading.configuration);
    }

    void namesAreMadeForThoseWithout()
    {
        const ConfigurationReading reading = parseConfiguration(
            R"({"endpoints": [{}, {"name": "endpoint-3"}, {"port": 1}, {"port": 2}]})");
        QCOMPARE(summary(reading), QStringList());
        QStringList names;
        for (const EndpointConfig &config : reading.configuration.endpoints)
            names.append(config.name);
        QCOMPARE(names,
                 (QStringList{u"endpoint-1"_s, u"endpoint-3"_s, u"endpoint-4"_s, u"endpoint-5"_s}));
    }

    void problems_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QString>("place"); // line:column key
        QTest::addColumn<QString>("sentence"); // part of it
        const auto row = [](const char *name, const char *document, const char *place,
                            const char *sentence) {
            QTest::newRow(name) << QByteArray(document) << QString::fromUtf8(place)
                                << QString::fromUtf8(sentence);
        };
        const auto inEndpoint = [&](const char *name, const QByteArray &members, const char *place,
                                    const char *sentence) {
            const QByteArray document = "{\"endpoints\": [{\n" + members + "}]}";
            row(name, document.constData(), place, sentence);
        };
        row("nothing at all", "", "1:1 ", "The file is empty: it holds no configuration.");
        row("not JSON", "{\n  \"threads\": 1,\n}", "2:15 ", "nothing follows this comma.");
        row("a comment", "{ // hello\n}", "1:3 ", "JSON has no comments.");
        row("a byte order mark", "\xef\xbb\xbf{}", "1:1 ", "byte order mark");
        row("a list at the top", "[]", "1:1 ",
            "the document must be an object in braces, not a list.");
        const QByteArray deep = "{\"timers\": " + QByteArray(64, '[') + QByteArray(64, ']') + '}';
        row("nested too deeply", deep.constData(), "1:75 ", "nested too deeply");
        row("an unknown key near a known one", R"({"thread": 2})", "1:2 thread",
            "'thread' is not a known key; did you mean 'threads'?");
        row("a key in other case", R"({"Endpoints": []})", "1:2 Endpoints",
            "did you mean 'endpoints'?");
        row("an unknown key far from all", R"({"colour": 2})", "1:2 colour",
            "'colour' is not a known key; the keys here are version, endpoints,");
        row("a key given twice", "{\"threads\": 1,\n \"threads\": 2}", "2:2 threads",
            "'threads' is given twice");
        row("threads below the range", R"({"threads": -1})", "1:13 threads",
            "'threads' must be a whole number from 0 to 64, not the number -1.");
        row("threads above the range", R"({"threads": 65})", "1:13 threads", "from 0 to 64");
        row("half a thread", R"({"threads": 0.5})", "1:13 threads", "whole number");
        row("threads in words", R"({"threads": "two"})", "1:13 threads", "not a text.");
        row("a number beyond all ranges", R"({"threads": 9223372036854775808})", "1:13 threads",
            "from 0 to 64");
        row("another version", R"({"version": 2})", "1:13 version",
            "'version' is 2, and this Signalbox reads version 1 only.");
        row("a version in quotes", R"({"version": "1"})", "1:13 version",
            "'version' must be the number 1, not a text.");
        row("endpoints that are an object", R"({"endpoints": {}})", "1:15 endpoints",
            "must be a list in square brackets, not an object.");
        row("an endpoint that is a text", "{\"endpoints\": [\"ws://*:80\"]}", "1:16 endpoints[0]",
            "'endpoints[0]' must be an object in braces, not a text.");
        row("names that are alike", "{\"endpoints\": [{\"name\": \"a\"},\n{\"name\": \"a\"}]}",
            "2:10 endpoints[1].name", "'name' must be unique");
        row("an unknown limit", R"({"limits": {"client": 1}})", "1:13 limits.client",
            "did you mean 'clients'?");
        row("a limit below its range", R"({"limits": {"messageBytes": 1023}})",
            "1:29 limits.messageBytes", "from 1024 to 67108864");
        row("limits that are a list", R"({"limits": []})", "1:12 limits",
            "must be an object in braces");

        inEndpoint("an unknown key of an endpoint", R"("prot": 1)", "2:1 endpoints[0].prot",
                   "did you mean 'port'?");
        inEndpoint("a port above the range", R"("port": 70000)", "2:9 endpoints[0].port",
                   "must be a whole number from 0 to 65535, not the number 70000.");
        inEndpoint("a port in quotes", R"("port": "80")", "2:9 endpoints[0].port", "not a text.");
        inEndpoint("a null", R"("name": null)", "2:9 endpoints[0].name",
                   "'name' must be a text in double quotes, not null.");
        inEndpoint("an empty name", R"("name": "")", "2:9 endpoints[0].name",
                   "must have 1 to 64 characters");
        inEndpoint("a name with a line break", R"("name": "a\nb")", "2:9 endpoints[0].name",
                   "visible");
        inEndpoint("an address with a number too large", R"("address": "300.1.2.3")",
                   "2:12 endpoints[0].address", "must be an IP address, a host name, or");
        inEndpoint("an address in brackets", R"("address": "[::1]")", "2:12 endpoints[0].address",
                   "IPv6 is written without brackets.");
        inEndpoint("an address that is a URL", "\"address\": \"ws://localhost\"",
                   "2:12 endpoints[0].address", "have keys of their own.");
        inEndpoint("an empty address", R"("address": "")", "2:12 endpoints[0].address", "not ''.");
        inEndpoint("no protocols", R"("protocols": [])", "2:14 endpoints[0].protocols",
                   "must not be empty");
        inEndpoint("an unknown protocol", R"("protocols": ["http", "wsss"])",
                   "2:23 endpoints[0].protocols[1]", "did you mean \"wss\"?");
        inEndpoint("a protocol given twice", R"("protocols": ["ws", "ws"])",
                   "2:21 endpoints[0].protocols[1]", "'ws' is in the list twice.");
        inEndpoint("plain and encrypted in one", R"("protocols": ["http", "wss"])",
                   "2:14 endpoints[0].protocols", "must not mix plain");
        inEndpoint("encrypted without a certificate", R"("protocols": ["https", "wss"])",
                   "2:14 endpoints[0].protocols", "add \"tls\".");
        inEndpoint("a certificate for plain text",
                   "\"protocols\": [\"ws\"],\n\"tls\": {\"selfSigned\": true}",
                   "3:8 endpoints[0].tls", "the protocols must be \"https\" and \"wss\"");
        inEndpoint("tls that is a flag", R"("tls": true)", "2:8 endpoints[0].tls", "not true.");
        inEndpoint("tls without a certificate", R"("tls": {})", "2:8 endpoints[0].tls.certificate",
                   "\"selfSigned\": true");
        inEndpoint("two certificates", R"("tls": {"certificate": "a.pem", "selfSigned": true})",
                   "2:47 endpoints[0].tls.selfSigned", "must be false when a certificate is given");
        inEndpoint("a key without a certificate", R"("tls": {"selfSigned": true, "key": "a.pem"})",
                   "2:36 endpoints[0].tls.key", "none is given");
        inEndpoint("an old TLS", R"("tls": {"selfSigned": true, "minimum": "1.0"})",
                   "2:40 endpoints[0].tls.minimum", "must be \"1.2\" or \"1.3\", not '1.0'.");
        inEndpoint("a TLS version as a number", R"("tls": {"selfSigned": true, "minimum": 1.2})",
                   "2:40 endpoints[0].tls.minimum",
                   "must be \"1.2\" or \"1.3\", not the number 1.2.");
        inEndpoint("an unknown preset", R"("preset": "school")", "2:11 endpoints[0].preset",
                   "must be \"local\", \"class\" or \"open\", not 'school'.");
        inEndpoint("an origin with a path", "\"origins\": [\"*\", \"https://example.org/\"]",
                   "2:18 endpoints[0].origins[1]", "'origins[1]' must be an origin such as");
        inEndpoint("an origin that is a number, before a bad one", R"("origins": [1])",
                   "2:13 endpoints[0].origins[0]", "not the number 1.");
        inEndpoint("a host with a port", R"("hosts": ["example.org:80"])",
                   "2:11 endpoints[0].hosts[0]", "'hosts[0]' must be a host name or an IP address");
        inEndpoint("a flag in quotes", R"("welcome": "yes")", "2:12 endpoints[0].welcome",
                   "'welcome' must be true or false, not a text.");
        inEndpoint("a token with a space", R"("token": "a b")", "2:10 endpoints[0].token",
                   "without spaces");
        inEndpoint("a short token key", R"("tokenKey": "short")", "2:13 endpoints[0].tokenKey",
                   "at least 32 characters");
        inEndpoint("an unknown slow policy", R"("slow": "wait")", "2:9 endpoints[0].slow",
                   "\"keepLatest\"");
        inEndpoint("open without TLS", R"("preset": "open")", "2:11 endpoints[0].preset",
                   "'tls' must be given");
        inEndpoint("open without a token", R"("preset": "open", "tls": {"selfSigned": true})",
                   "2:11 endpoints[0].preset", "'token' (or 'tokenKey') must be given");
        inEndpoint("open with a short token",
                   R"("preset": "open", "tls": {"selfSigned": true}, "token": "0123456789")",
                   "2:57 endpoints[0].token", "at least 16 characters");
        inEndpoint(
            "open with a join code",
            R"("preset": "open", "tls": {"selfSigned": true}, "joinCode": "x", "token": "0123456789abcdef")",
            "2:60 endpoints[0].joinCode", "must be left out");
        inEndpoint("open without hosts",
                   R"("preset": "open", "tls": {"selfSigned": true}, "token": "0123456789abcdef")",
                   "2:11 endpoints[0].preset", "'hosts' must name the hosts");
        inEndpoint("a limit of all endpoints", R"("limits": {"totalQueueBytes": 99999999})",
                   "2:31 endpoints[0].limits.totalQueueBytes", "at the top level");
        QTest::newRow("a ban without an address")
            << R"({"bans": [{}]})"_ba << u"1:11 bans[0].address"_s << u"is missing"_s;
        QTest::newRow("a ban of a name") << R"({"bans": [{"address": "lab.example"}]})"_ba
                                         << u"1:23 bans[0].address"_s << u"10.0.0.0/24"_s;
        QTest::newRow("a ban until some day")
            << R"({"bans": [{"address": "10.0.0.1", "until": "tomorrow"}]})"_ba
            << u"1:44 bans[0].until"_s << u"must be a date and time"_s;
        inEndpoint("a limit of the endpoint's own", R"("limits": {"clients": 0})",
                   "2:23 endpoints[0].limits.clients", "from 1 to 20000");
    }
    void problems()
    {
        QFETCH(QByteArray, document);
        QFETCH(QString, place);
        QFETCH(QString, sentence);
        const ConfigurationReading reading = parseConfiguration(document);
        QCOMPARE(summary(reading), QStringList{place});
        const QString &detail = reading.problems.first().error.detail;
        QVERIFY2(detail.contains(sentence), qPrintable(detail));
        QVERIFY(detail.endsWith(u'.') || detail.endsWith(u'?'));
        QCOMPARE(reading.configuration, Configuration());
    }

    void whatIsNotBuiltIsRefused_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QString>("key");
        const auto row = [](const char *name, const char *document, const char *key) {
            QTest::newRow(name) << QByteArray(document) << QString::fromUtf8(key);
        };
        row("an API token", R"({"api": {"token": "x"}})", "api.token");
        row("a relay", "{\"relay\": {\"url\": \"redis://x\"}}", "relay.url");
        row("client certificates",
            R"({"endpoints": [{"tls": {"selfSigned": true, "clientCertificates": "required"}}]})",
            "endpoints[0].tls.clientCertificates");
        row("authorities",
            R"({"endpoints": [{"tls": {"selfSigned": true, "authorities": "ca.pem"}}]})",
            "endpoints[0].tls.authorities");
    }
    void whatIsNotBuiltIsRefused()
    {
        QFETCH(QByteArray, document);
        const ConfigurationReading reading = parseConfiguration(document);
        QCOMPARE(reading.problems.size(), 1);
        const ConfigurationProblem &problem = reading.problems.first();
        QTEST(problem.key, "key");
        QCOMPARE(problem.error.code, Error::Code::NotSupported);
        QVERIFY2(problem.error.detail.contains(u"not supported yet"_s),
                 qPrintable(problem.error.detail));
    }

    void whatIsNotBuiltIsCheckedAllTheSame_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QString>("key");
        const auto row = [](const char *name, const char *document, const char *key) {
            QTest::newRow(name) << QByteArray(document) << QString::fromUtf8(key);
        };
        row("an unknown key of the API", R"({"api": {"tokens": ""}})", "api.tokens");
    }
    void whatIsNotBuiltIsCheckedAllTheSame()
    {
        QFETCH(QByteArray, document);
        QFETCH(QString, key);
        QStringList keys;
        for (const ConfigurationProblem &problem : parseConfiguration(document).problems) {
            if (problem.error.code == Error::Code::BadDocument)
                keys.append(problem.key);
        }
        QCOMPARE(keys, QStringList{key});
    }

    void allProblemsAreFoundInTheirOrder()
    {
        const ConfigurationReading reading = parseConfiguration(
            "{\r\n"
            "  \"threads\": 99,\r\n"
            "  \"limits\": {\"clients\": 0, \"x\": 1},\r\n"
            "  \"timers\": [{}],\r\n"
            "  \"endpoints\": [{\"name\": \"ä\", \"port\": -1},\r\n"
            "    {\"name\": \"ä\", \"protocols\": [\"https\"], \"prot\": 1}],\r\n"
            "  \"version\": 3\r\n"
            "}\r\n");
        QCOMPARE(summary(reading),
                 (QStringList{u"2:14 threads"_s, u"3:25 limits.clients"_s, u"3:28 limits.x"_s,
                              u"4:14 timers[0].name"_s, u"4:14 timers[0].signal"_s,
                              u"4:14 timers[0].interval"_s, u"5:39 endpoints[0].port"_s,
                              u"6:14 endpoints[1].name"_s, u"6:32 endpoints[1].protocols"_s,
                              u"6:43 endpoints[1].prot"_s, u"7:14 version"_s}));
    }

    void everyKeyIsKnown()
    {
        QFile file(QFINDTESTDATA("../../data/every-key.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(summary(parseConfiguration(file.readAll())), QStringList());
    }

    void secretsAreNotRepeated()
    {
        const ConfigurationReading reading = parseConfiguration(
            R"({"endpoints": [{"token": "s3 cret", "tokenKey": "s3cret", "tls": {"password": ["s3cret"], "selfSigned": true}}],
                "api": {"token": "s3cret"}})");
        QCOMPARE(reading.problems.size(), 4);
        for (const ConfigurationProblem &problem : reading.problems)
            QVERIFY(!problem.error.detail.contains(u"cret"_s));
    }

    void documentsRoundTrip_data()
    {
        QTest::addColumn<Configuration>("configuration");
        QTest::newRow("the default") << Configuration();
        QTest::newRow("no endpoints") << Configuration{.endpoints = {}};
        EndpointConfig odd = endpoint(u"\"quoted\\\" ä😀"_s);
        odd.address = u"::1"_s;
        odd.port = 0;
        odd.http = false;
        odd.preset = Preset::Class;
        odd.origins = QStringList{u"*"_s};
        odd.hosts = QStringList{u"box.local"_s};
        odd.welcome = odd.errors = odd.compression = true;
        odd.token = u"a\"b"_s;
        odd.tokenKey = QString(32, u'k');
        odd.joinCode = u"K7-42"_s;
        odd.slow = SlowPolicy::KeepLatest;
        for (const LimitSpec &limit : limitSpecs())
            odd.limits.insert(QString::fromLatin1(limit.key), limit.maximum);
        EndpointConfig secure = endpoint(u"secure"_s);
        secure.tls =
            TlsConfig{u"a b.pem"_s, u"k.pem"_s, u"p\"w"_s, u"ENV"_s, false, TlsVersion::Tls13};
        EndpointConfig own = endpoint(u"own"_s);
        own.webSocket = false;
        own.tls = TlsConfig();
        own.tls->selfSigned = true;
        QTest::newRow("everything") << Configuration{
            .endpoints = {odd, secure, own},
            .limits = {{u"clients"_s, 1}},
            .totalQueueBytes = Configuration::LeastTotalQueueBytes,
            .bans = {{u"10.0.0.0/8"_s, QDateTime({2026, 11, 24}, {18, 0}, Utc), u"Ada"_s},
                     {.address = u"2001:db8::1"_s}},
            .threads = 7};
    }
    void documentsRoundTrip()
    {
        QFETCH(Configuration, configuration);
        const QByteArray document = toDocument(configuration);
        const ConfigurationReading reading = parseConfiguration(document);
        QCOMPARE(summary(reading), QStringList());
        QCOMPARE(reading.configuration, configuration);
        QCOMPARE(toDocument(reading.configuration), document);
    }

    void theDocumentIsShort()
    {
        QCOMPARE(toDocument(Configuration()),
                 R"({
  "version": 1,
  "endpoints": [
    {
      "name": "local",
      "address": "127.0.0.1",
      "port": 8091,
      "protocols": [
        "http",
        "ws"
      ]
    }
  ]
}
)"_ba);
    }

    void everyCutOfADocumentIsAProblem()
    {
        QFile file(QFINDTESTDATA("../../data/every-key.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray document = file.readAll().trimmed();
        for (qsizetype i = 0; i < document.size(); ++i) {
            const ConfigurationReading reading = parseConfiguration(document.left(i));
            QCOMPARE(reading.problems.size(), 1);
            QVERIFY(reading.problems.first().line > 0);
        }
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(TestConfiguration)
#include "tst_configuration.moc"
