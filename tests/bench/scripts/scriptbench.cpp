// Runs scripts as the scripts' process does, kind by kind in turns, beside a floor: the engine's
// call of a function that does nothing. One line for each kind: the median of all turns. Also what
// it takes to make a script.
#include "core/routes/script.h"
#include "core/routes/scriptrealms.h"
#include "core/routes/scriptwatchdog.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Signalbox;

namespace {

struct Kind
{
    const char *what;
    QString source;
    ScriptEvent event;
    int runs; ///< of one turn
    QByteArray state = "{}";
    std::unique_ptr<ScriptWorld> world{};
    std::unique_ptr<ScriptRealms> realms{};
    std::unique_ptr<Script> script{};
    std::vector<double> times{}; ///< microseconds of a run, of each turn
};

ScriptEvent message(const QByteArray &payload, PayloadType type = PayloadType::Text)
{
    ScriptEvent event;
    event.purpose = ScriptPurpose::Message;
    event.message.payload = payload;
    event.message.type = type;
    event.path = u"/messages"_s;
    event.client = R"({"id":"one","name":"Ada","group":"","path":"/messages","address":"::1"})";
    event.context = R"({"endpoint":{"name":"local"},"request":{"url":"/messages"}})";
    event.route = R"({"path":"/:room","params":{"room":"messages"}})";
    event.timestamp = 1'764'000'000'000;
    return event;
}

QByteArray stateOf(int users)
{
    QByteArray state = R"({"users":{)";
    for (int i = 0; i < users; ++i)
        state += (i > 0 ? ",\"user" : "\"user") + QByteArray::number(i) + R"(":{"name":"Name )"
                 + QByteArray::number(i) + R"(","age":)" + QByteArray::number(i % 90)
                 + R"(,"on":true,"words":["a","b"]})";
    return state + "}}";
}

std::vector<Kind> kinds()
{
    const ScriptEvent text = message("hello, world");
    const ScriptEvent json = message(
        R"({"type":"move","x":12,"y":34,"words":["red","green","blue"]})", PayloadType::Json);
    ScriptEvent http;
    http.purpose = ScriptPurpose::Http;
    http.document =
        R"({"request":{"method":"GET","path":"/","query":{},"headers":{}},"params":{}})";
    std::vector<Kind> all;
    const auto add = [&all](const char *what, const QString &source, const ScriptEvent &event,
                            int runs, const QByteArray &state = "{}") {
        all.push_back({what, source, event, runs, state});
    };
    add("a text sent on", u"sendSignal(event.data.message)"_s, text, 10'000);
    add("JSON sent on", u"sendSignal(event.data.message)"_s, json, 3'000);
    add("a text made of client, room and time",
        u"sendSignal(`${event.client.name} in ${event.route.params.room}: ${event.data.message} (${event.timestamp})`)"_s,
        text, 3'000);
    add("an answer to an HTTP request", u"return { path: event.request.path };"_s, http, 3'000);
    add("100 times hasOwnProperty() and push()",
        u"const o = event.data.message, found = []; for (let i = 0; i < 100; ++i) if (o.hasOwnProperty('x')) found.push(i); sendSignal(found.length)"_s,
        json, 3'000);
    add("100 methods of texts",
        u"let n = 0; for (let i = 0; i < 100; ++i) n += event.data.message.indexOf('w') + event.data.message.charCodeAt(1); sendSignal(n)"_s,
        text, 3'000);
    add("map, filter, sort and join",
        u"sendSignal(event.data.message.words.map(w => w.toUpperCase()).filter(w => w.length > 3).sort().join())"_s,
        json, 3'000);
    add("classes and errors",
        u"class Wrong extends Error { constructor(m) { super(m); this.name = 'Wrong'; } } try { throw new Wrong(event.data.message); } catch (e) { sendSignal(String(e)); }"_s,
        text, 1'000);
    add("a counter in the state", u"state.n = (state.n || 0) + 1; sendSignal(state.n)"_s, text,
        3'000);
    add("6.6 KB of state, one name read", u"sendSignal(state.users.user7.name)"_s, text, 300,
        stateOf(120));
    add("64 KB of state, one name read", u"sendSignal(state.users.user7.name)"_s, text, 30,
        stateOf(1'150));
    return all;
}

double microseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e6 + double(now.tv_nsec) / 1e3;
}

double median(std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

/// Of one call, in microseconds.
template<typename Call>
double timed(int calls, Call call)
{
    for (int i = 0; i < calls / 10 + 30; ++i)
        call();
    const double begin = microseconds();
    for (int i = 0; i < calls; ++i)
        call();
    return (microseconds() - begin) / calls;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser options;
    options.addOption({u"turns"_s, u"of all kinds (5)"_s, u"turns"_s, u"5"_s});
    options.addOption(
        {u"share"_s, u"of the runs of a turn, in per cent (100)"_s, u"share"_s, u"100"_s});
    options.addOption({u"only"_s, u"the kinds whose name holds this text"_s, u"text"_s, {}});
    options.addHelpOption();
    options.process(application);
    const int turns = std::max(1, options.value(u"turns"_s).toInt());
    const int share = std::max(1, options.value(u"share"_s).toInt());

    ScriptWatchdog watchdog;
    QJSEngine bare;
    const QJSValue nothing = bare.evaluate(u"(function (event) {})"_s);
    const QJSValue argument(u"hello, world"_s);
    std::vector<double> floor, making, preparing;
    std::vector<Kind> all = kinds();
    std::erase_if(all, [only = options.value(u"only"_s)](const Kind &kind) {
        return !QString::fromUtf8(kind.what).contains(only);
    });
    for (Kind &kind : all) {
        kind.world = std::make_unique<ScriptWorld>();
        kind.world->state = kind.state;
        kind.realms = std::make_unique<ScriptRealms>(kind.world.get(), &watchdog);
        kind.script =
            std::make_unique<Script>(kind.source, u"bench.js"_s, kind.realms->of(kind.source));
    }
    for (int turn = 0; turn < turns; ++turn) {
        floor.push_back(timed(20'000 * share / 100, [&] { nothing.call({argument}); }));
        preparing.push_back(timed(std::max(1, 20 * share / 100), [&] {
            ScriptWorld world;
            const ScriptRealm realm(&world, &watchdog);
        }));
        ScriptWorld world;
        ScriptRealm realm(&world, &watchdog);
        making.push_back(timed(std::max(1, 200 * share / 100), [&] {
            const Script script(u"sendSignal(event.data.message)"_s, u"bench.js"_s, &realm);
        }));
        for (Kind &kind : all) {
            kind.times.push_back(timed(std::max(1, kind.runs * share / 100), [&] {
                if (kind.script->run(kind.event).result != ScriptOutcome::Result::Done)
                    qFatal("%s: does not run", kind.what);
            }));
        }
    }
    const double call = median(floor);
    std::printf("%-42s %10.2f us\n", "floor: a call of the engine", call);
    for (const Kind &kind : all)
        std::printf("%-42s %10.2f us, %7.1f times the floor\n", kind.what, median(kind.times),
                    median(kind.times) / call);
    std::printf("%-42s %10.2f us\n", "a script made", median(making));
    std::printf("%-42s %10.2f us\n", "what all scripts share made", median(preparing));
    return 0;
}
