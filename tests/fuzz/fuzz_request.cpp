// The head and body of HTTP requests, and what the door makes of them.
#include "core/net/admission.h"
#include "core/net/request.h"
#include "core/web/formdata.h"
#include "fuzzing.h"

#include <QHostAddress>

namespace Signalbox {

namespace {

constexpr qint64 MaxBody = 64 * 1024;

struct Outcome
{
    RequestParser::State state = RequestParser::State::NeedMore;
    QByteArrayList targets;

    bool operator==(const Outcome &) const = default;
};

void look(const Request &request)
{
    const auto path = request.path();
    FUZZ_REQUIRE(!path || path->startsWith(QLatin1Char('/')));
    FUZZ_REQUIRE(request.fields.size() <= RequestParser::MaxFields);
    FUZZ_REQUIRE(request.target.size() <= RequestParser::MaxLine);
    AdmissionRules rules;
    rules.origins = {QStringLiteral("https://example.org")};
    for (const bool secure : {false, true}) {
        rules.secure = secure;
        const auto refusal = checkUpgrade(request, rules, QHostAddress(QHostAddress::LocalHost));
        FUZZ_REQUIRE(!refusal
                     || (refusal->response.status >= 400 && refusal->response.status < 600));
    }
    (void)bodyJson(request);
    (void)readForm(request.query());
}

/// What comes out of the bytes when they come in pieces of `step`.
Outcome read(QByteArrayView bytes, qsizetype step)
{
    using State = RequestParser::State;
    RequestParser parser(MaxBody);
    Outcome outcome;
    for (qsizetype at = 0; at < bytes.size(); at += step) {
        QByteArrayView piece = bytes.sliced(at, qMin(step, bytes.size() - at));
        while (!piece.isEmpty()) {
            const qsizetype before = piece.size();
            outcome.state = parser.feed(piece);
            if (outcome.state == State::Done) {
                const Request request = parser.take();
                FUZZ_REQUIRE(request.body.size() <= MaxBody);
                look(request);
                outcome.targets << request.target;
            } else if (outcome.state != State::NeedMore && outcome.state != State::Head) {
                return outcome;
            } else if (piece.size() == before && outcome.state == State::NeedMore) {
                break;
            }
        }
    }
    return outcome;
}

} // namespace

void fuzz(QByteArrayView input)
{
    if (input.isEmpty())
        return;
    const Outcome whole = read(input, input.size());
    const Outcome pieces = read(input, 1 + uchar(input.front()) % 16);
    FUZZ_REQUIRE(whole.targets == pieces.targets);
    const QByteArray again = repeated(input);
    // read, judged by two endpoints, and taken apart twice
    requireSoon(5 * again.size(), [&] { (void)read(again, again.size()); });
}

} // namespace Signalbox
