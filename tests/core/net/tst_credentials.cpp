#include "core/net/credentials.h"
#include "core/net/jsonwebtoken.h"
#include "tests/support/testprogram.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

constexpr qint64 Now = 1'800'000'000;
const QByteArray Token = "correct-horse-battery-staple"; // no secret: a text for this test
const QByteArray Key = "0123456789abcdef0123456789abcdef";

QByteArray encoded(const QByteArray &part)
{
    return part.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray signedToken(const QByteArray &claims, const QByteArray &header = R"({"alg":"HS256"})",
                       const QByteArray &key = Key,
                       QCryptographicHash::Algorithm algorithm = QCryptographicHash::Sha256)
{
    const QByteArray content = encoded(header) + '.' + encoded(claims);
    return content + '.' + encoded(QMessageAuthenticationCode::hash(content, key, algorithm));
}

QByteArray until(qint64 seconds)
{
    return "{\"exp\":" + QByteArray::number(Now + seconds) + '}';
}

} // namespace

class tst_Credentials : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void judgesTokens_data()
    {
        QTest::addColumn<QByteArray>("shown");
        QTest::addColumn<bool>("isRight");
        const QByteArray good = signedToken(until(600));
        const QByteArrayList parts = good.split('.');
        QTest::newRow("the token") << Token << true;
        QTest::newRow("nothing") << ""_ba << false;
        QTest::newRow("a token that is a little shorter") << Token.chopped(1) << false;
        QTest::newRow("a token that is a little longer") << Token + 'x' << false;
        QTest::newRow("a token with one other letter")
            << "Correct-horse-battery-staple"_ba << false;
        QTest::newRow("10 KiB") << QByteArray(10'240, 'a') << false;
        QTest::newRow("a signed token") << good << true;
        QTest::newRow("an expired one") << signedToken(until(-31)) << false;
        QTest::newRow("one that has just expired, by a clock that is slow")
            << signedToken(until(-10)) << true;
        QTest::newRow("one without an end") << signedToken("{}") << false;
        QTest::newRow("one whose end is a text") << signedToken(R"({"exp":"never"})") << false;
        QTest::newRow("one that is not valid yet")
            << signedToken(R"({"exp":1900000000,"nbf":1800000100})") << false;
        QTest::newRow("one that is valid by now")
            << signedToken(R"({"exp":1900000000,"nbf":1799999999})") << true;
        QTest::newRow("another key")
            << signedToken(until(600), R"({"alg":"HS256"})", "another key of the same length!!")
            << false;
        QTest::newRow("algorithm none with a signature")
            << signedToken(until(600), R"({"alg":"none"})") << false;
        QTest::newRow("algorithm none without a signature")
            << encoded(R"({"alg":"none"})") + '.' + encoded(until(600)) + '.' << false;
        QTest::newRow("algorithm hs256 in small letters")
            << signedToken(until(600), R"({"alg":"hs256"})") << false;
        QTest::newRow("HS512") << signedToken(until(600), R"({"alg":"HS512"})", Key,
                                              QCryptographicHash::Sha512)
                               << false;
        QTest::newRow("RS256 signed with our key")
            << signedToken(until(600), R"({"alg":"RS256"})") << false;
        QTest::newRow("no algorithm") << signedToken(until(600), "{}") << false;
        QTest::newRow("a critical extension")
            << signedToken(until(600), R"({"alg":"HS256","crit":["exp"]})") << false;
        QTest::newRow("other claims under the old signature")
            << parts[0] + '.' + encoded(until(999'999)) + '.' + parts[2] << false;
        QTest::newRow("without its signature") << parts[0] + '.' + parts[1] + '.' << false;
        QTest::newRow("two parts") << parts[0] + '.' + parts[1] << false;
        QTest::newRow("four parts") << good + ".x" << false;
        QTest::newRow("not base64url") << good + '=' << false;
        QTest::newRow("claims that are no object") << signedToken("[1800000600]") << false;
    }
    void judgesTokens()
    {
        QFETCH(QByteArray, shown);
        QFETCH(bool, isRight);
        const Credentials wanted{.token = Token, .tokenKey = Key, .joinCode = {}};
        Request inHeader;
        inHeader.target = "/chat";
        inHeader.fields = {{"Host", "localhost"}, {"Authorization", "Bearer " + shown}};
        QCOMPARE(takeCredentials(inHeader, wanted, Now).areRight, isRight);
        QCOMPARE(inHeader.fields.size(), 1);
        for (const char *name : {"token", "access_token", "t%6Fken"}) {
            Request inQuery;
            inQuery.target =
                "/chat?name=Ada&"_ba + name + '=' + shown.toPercentEncoding() + "&group=blue";
            QCOMPARE(takeCredentials(inQuery, wanted, Now).areRight, isRight);
            QCOMPARE(inQuery.target, "/chat?name=Ada&"_ba + name + "=***&group=blue");
        }
    }

    void asksForWhatItWants_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QByteArray>("joinCode");
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<bool>("isRight");
        QTest::addColumn<bool>("isGuess");
        const auto row = [](const char *name, const char *token, const char *code,
                            const char *query, bool isRight, bool isGuess) {
            QTest::newRow(name) << QByteArray(token) << QByteArray(code) << QByteArray(query)
                                << isRight << isGuess;
        };
        row("nothing wanted, nothing shown", "", "", "", true, false);
        row("nothing wanted, something shown", "", "", "token=x&code=y", true, false);
        row("a code", "", "K7-42", "code=K7-42", true, false);
        row("a code in small letters", "", "K7-42", "code=%20k7-42+", true, false);
        row("a wrong code", "", "K7-42", "code=K7-43", false, true);
        row("no code", "", "K7-42", "name=Ada", false, false);
        row("a token where a code is wanted", "", "K7-42", "token=K7-42", false, false);
        row("the code where either will do", "secret", "K7-42", "code=k7-42", true, false);
        row("the token where either will do", "secret", "K7-42", "token=secret", true, false);
        row("a right token beside a wrong code", "secret", "K7-42", "token=secret&code=1", true,
            false);
        row("the code in place of the token", "secret", "K7-42", "token=K7-42", false, true);
        row("a code where a token is wanted", "secret", "", "code=secret", false, false);
        row("a wrong token before the right one", "secret", "", "token=x&token=secret", false,
            true);
    }
    void asksForWhatItWants()
    {
        QFETCH(QByteArray, token);
        QFETCH(QByteArray, joinCode);
        QFETCH(QByteArray, query);
        Request request;
        request.target = "/?" + query;
        const auto shown =
            takeCredentials(request, {.token = token, .tokenKey = {}, .joinCode = joinCode}, Now);
        QTEST(shown.areRight, "isRight");
        QTEST(shown.isGuess, "isGuess");
        QCOMPARE(shown.problem.isEmpty(), shown.areRight);
        for (const QByteArray &secret : {"secret"_ba, "K7-42"_ba, "K7-43"_ba})
            QVERIFY(token.isEmpty() || !shown.problem.contains(QString::fromLatin1(secret)));
    }

    void takesThemOutOfTheRequest()
    {
        Request request;
        request.target = "/chat?token=" + Token + "&name=Ada&access_token=also&code=K7-42";
        request.fields = {{"authorization", "Basic dXNlcjpwYXNz"},
                          {"Referer", "https://lab.example/?token=" + Token + "&x=1"},
                          {"X-Other", "kept"}};
        QVERIFY(takeCredentials(request, {.token = Token, .tokenKey = {}, .joinCode = "K7-42"}, Now)
                    .areRight);
        QCOMPARE(request.target, "/chat?token=***&name=Ada&access_token=***&code=***"_ba);
        QCOMPARE(request.field("referer"), "https://lab.example/?token=***&x=1"_ba);
        QCOMPARE(request.field("x-other"), "kept"_ba);
        QCOMPARE(request.fields.size(), 2);
    }

    void leavesOtherRequestsAlone()
    {
        Request request;
        request.target = "/chat?token=ours&code=7";
        request.fields = {{"Authorization", "Bearer theirs"}};
        const QByteArray before = request.target;
        QVERIFY(takeCredentials(request, {}, Now).areRight);
        QCOMPARE(request.target, before);
        QCOMPARE(request.field("authorization"), "Bearer theirs"_ba);
        request.target = "/chat?code=7";
        takeCredentials(request, {.token = Token, .tokenKey = {}, .joinCode = {}}, Now);
        QCOMPARE(request.target,
                 "/chat?code=7"_ba); // a name of theirs, where there is no join code
    }
};

SIGNALBOX_TEST_WITHOUT_APPLICATION(tst_Credentials)
#include "tst_credentials.moc"
