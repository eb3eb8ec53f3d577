// JSON Web Tokens, and what else of a request may be a secret.
#include "core/net/credentials.h"
#include "core/net/jsonwebtoken.h"
#include "fuzzing.h"

namespace Signalbox {

void fuzz(QByteArrayView input)
{
    static const QByteArray Key = "a key of thirty-two bytes or more";
    const QByteArray token = input.toByteArray();
    FUZZ_REQUIRE(judgeToken(token, Key, 1'700'000'000) != TokenVerdict::Right); // nobody can sign
    Credentials wanted;
    wanted.token = "secret";
    wanted.joinCode = "ABC234";
    wanted.tokenKey = Key;
    const auto judge = [&wanted](const QByteArray &shown) {
        Request request;
        request.target = "/chat?" + shown;
        request.fields = {{"Authorization", "Bearer " + shown},
                          {"Cookie", shown},
                          {"Referer", "http://localhost/?" + shown}};
        return takeCredentials(request, wanted, 1'700'000'000);
    };
    const ShownCredentials shown = judge(token);
    FUZZ_REQUIRE(shown.areRight || !shown.problem.isEmpty());
    const QByteArray again = repeated(input);
    requireSoon(again.size(), [&] { (void)judgeToken(again, Key, 1'700'000'000); });
    requireSoon(3 * again.size(), [&] { (void)judge(again); });
}

} // namespace Signalbox
