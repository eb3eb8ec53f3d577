// Paths: of requests, of targets, and the patterns of routes.
#include "core/net/request.h"
#include "core/values/pathpattern.h"
#include "core/values/target.h"
#include "fuzzing.h"

#include <QUrl>

namespace Signalbox {

void fuzz(QByteArrayView input)
{
    const QString text = QString::fromUtf8(input);
    const QString decoded = percentDecoded(text);
    FUZZ_REQUIRE(decoded.size() <= text.size());
    FUZZ_REQUIRE(text.contains(QLatin1Char('%')) || decoded == text);
    FUZZ_REQUIRE(!decoded.contains(QLatin1Char('\0')) || input.contains('\0')
                 || text.contains(QStringLiteral("%00")));
    if (const auto pattern = PathPattern::parse(text)) {
        FUZZ_REQUIRE(PathPattern::parse(pattern->text()));
        (void)pattern->match(text);
    }
    Request request;
    request.target = input.toByteArray();
    if (const auto path = request.path()) {
        FUZZ_REQUIRE(path->startsWith(QLatin1Char('/')));
        FUZZ_REQUIRE(!path->contains(QStringLiteral("/../")));
    }
    request.target = repeated(input);
    const QString again = QString::fromUtf8(request.target);
    requireSoon(request.target.size(), [&] { (void)request.path(); });
    requireSoon(request.target.size(), [&] { (void)pathKey(again); });
    static const auto pattern = PathPattern::parse(QStringLiteral("/a/:b/c*"));
    requireSoon(request.target.size(), [&] { (void)pattern->match(again); });
}

} // namespace Signalbox
