// The part of Shard that reads the bodies of HTTP requests: a long one beside its other work.

#include "core/routes/eventjson.h"
#include "core/server/shard.h"
#include "core/web/broadcastform.h"

namespace Signalbox {

namespace {

constexpr qsizetype LongBody = 64 * 1024;

struct ReadBroadcast
{
    std::variant<BroadcastValue, QString> value; ///< or what is wrong
    int depth = 0;
    int keys = 0;
};

ReadBroadcast readBroadcast(const Request &request, EnvelopeReader &envelopes)
{
    ReadBroadcast read{broadcastValue(request, envelopes)};
    read.depth = envelopes.depth();
    read.keys = envelopes.keys();
    return read;
}

} // namespace

std::optional<Response> Shard::broadcast(Gate &gate, const Request &request)
{
    if (const auto refusal = gate.checkCaller(request))
        return refusePage(gate, *refusal);
    const auto send = [this, endpoint = gate.sharedEndpoint(),
                       address = addressOf(gate)](const ReadBroadcast &read) {
        noteEnvelope(*endpoint, read.depth, read.keys);
        if (const auto *value = std::get_if<BroadcastValue>(&read.value))
            return sendBroadcast(*endpoint, *value);
        const auto &problem = std::get<QString>(read.value);
        logRefused(*endpoint, Why::BadRequest, 400, address, problem);
        return Response{.status = 400, .body = problem.toUtf8() + '\n'};
    };
    const Limits &limits = gate.endpoint().limits;
    if (request.body.size() <= LongBody) {
        m_envelopes.setLimits(limits.jsonDepth, limits.jsonKeys);
        return send(readBroadcast(request, m_envelopes));
    }
    m_side.run(
        [request, depth = limits.jsonDepth, keys = limits.jsonKeys] {
            EnvelopeReader envelopes(depth, keys);
            return readBroadcast(request, envelopes);
        },
        [this, id = askLater(gate), send](const ReadBroadcast &read) { respond(id, send(read)); });
    return std::nullopt;
}

Response Shard::sendBroadcast(const EndpointContext &endpoint, const BroadcastValue &value)
{
    auto signal = std::make_shared<Dispatch>();
    signal->frame = std::make_shared<Frame>("{\"Message\":" + value.json + '}');
    signal->isMended = value.isMended;
    signal->sent.kind = LogKind::Http;
    signal->sent.why = Why::ToAll;
    signal->sent.at = wallTimeNow();
    signal->sent.endpoint = endpoint.config.name;
    signal->sent.path = QStringLiteral("/broadcast");
    signal->sent.type = PayloadType::Json;
    setPayload(signal->sent, signal->frame->payload);
    if (m_state->held.load()) {
        dispatch(signal, false);
        return {.status = 503, .body = "The operator has put all sends on hold.\n"};
    }
    dispatch(signal, true);
    return {.body = "sent\n"};
}

/// The number by which respond() finds the connection that waits for its answer.
quint64 Shard::askLater(Gate &gate)
{
    m_asking.insert(++m_lastRequest, &gate);
    return m_lastRequest;
}

void Shard::askScript(const Request &request, const QString &path,
                      const PathPattern::Parameters &parameters, RouteCall &&call)
{
    const WallTime at = wallTimeNow();
    if (request.body.size() <= LongBody) {
        call.event.document = httpEventJson(request, path, parameters, at);
        m_state->routeInbox.push(std::move(call));
        return;
    }
    m_side.run(
        [request, path, parameters, at] { return httpEventJson(request, path, parameters, at); },
        [this, call = std::move(call)](const QByteArray &document) {
            RouteCall asked = call;
            asked.event.document = document;
            m_state->routeInbox.push(std::move(asked));
        });
}

void Shard::respond(quint64 request, const Response &response)
{
    if (const QPointer<Gate> gate = m_asking.take(request))
        gate->respond(response);
}

} // namespace Signalbox
