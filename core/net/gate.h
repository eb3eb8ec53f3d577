#pragma once

#include "core/net/admission.h"
#include "core/net/deadline.h"
#include "core/net/endpointcontext.h"
#include "core/net/request.h"
#include "core/net/wire.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace Signalbox {

class Gate;

/// Whom a Gate asks and tells. Called from the event loop.
class GateUser
{
public:
    virtual ~GateUser() = default;
    /// A request that is no upgrade; its source has been checked. nullopt: the answer comes later,
    /// by Gate::respond().
    virtual std::optional<Response> answer(Gate &gate, const Request &request) = 0;
    /// An upgrade that has passed every check; the wire changes hands, and the gate is done.
    /// `seat`: the client's among those of the endpoint.
    virtual void upgrade(Gate *gate, const Request &request, const QByteArray &early,
                         const Seat &seat) = 0;
    virtual void refused(const Gate &gate, Why why, int status, const QString &detail) = 0;
    /// A connection has ended on which nothing was ever said: there was nothing to refuse.
    virtual void endedSilently() = 0;
};

/// The answer when there is no place for another client.
Response fullResponse();
/// The answer when an address does too much.
Response tooManyResponse(const QByteArray &sentence,
                         std::chrono::seconds retryAfter = std::chrono::seconds(5));

/// The first minutes of a connection: reads request heads within limits and deadlines, and refuses
/// with an answer that says why, serves over HTTP, or hands over to the WebSocket side. Lives in
/// its shard's thread; deletes itself at the end.
class Gate final : public QObject, private WireUser
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Gate)
public:
    /// Owns the wire until an upgrade. `undecided`: its seat until it is known what is wanted.
    /// `gone`: called by the destructor, which costs less than a connection to destroyed().
    Gate(Wire *wire, std::shared_ptr<const EndpointContext> endpoint, Seat undecided,
         GateUser *user, DeadlineWheel *wheel, std::function<void(Gate *)> gone);
    ~Gate() override { m_gone(this); }

    const EndpointContext &endpoint() const { return *m_endpoint; }
    std::shared_ptr<const EndpointContext> sharedEndpoint() const { return m_endpoint; }
    Wire *wire() const { return m_wire.get(); }
    Wire *takeWire();
    /// Begins to read, with what is there already.
    void start() { wireReadable(); }
    bool isUpgraded() const { return m_wire == nullptr; }
    std::chrono::steady_clock::time_point since() const { return m_since; }
    bool isUndecided() const { return m_served == 0 && m_seat; }
    /// Whether a first byte has come; looks for it.
    bool hasSpoken();
    /// The answer that the user has owed since answer(); ignored when none is owed. When none comes
    /// within AnswerTime the peer gets 504.
    void respond(const Response &response);
    static constexpr std::chrono::seconds AnswerTime{15};
    /// Whether the request that is being answered may do more than read pages: pages of other sites
    /// may not, the endpoint may want a token or a join code, and such requests may come no faster
    /// than a client's messages.
    /// Counts what was shown and wrong; to be asked once for each request.
    std::optional<Refusal> checkCaller(const Request &request);
    /// Answers before any request has come, and ends.
    void turnAway(const Refusal &refusal) { refuse(refusal); }
    /// Ends the connection now.
    void cut();

private:
    QHostAddress localAddress() const; ///< where the peer has come in
    bool isBusy() const { return m_owesAnswer || m_file; }
    void wireReadable() override;
    void wireDrained() override;
    void wireGone(const QString &why) override;
    void consume(QByteArrayView input);
    bool handleHead(QByteArrayView early);
    void upgrade(QByteArrayView early);
    std::optional<Refusal> checkCredentials();
    Seat takeSeat();
    void handleRequest();
    void keepForLater(QByteArrayView input);
    void sendFile();
    void answered();
    void resume();
    void refuse(const Refusal &refusal);
    void refuse(int status, Why why, const QByteArray &sentence, const QString &detail = {});
    void finish(Wire::Peer peer);
    void timedOut();
    void endSilently();

    std::unique_ptr<Wire> m_wire; ///< null after an upgrade
    std::shared_ptr<const EndpointContext> m_endpoint;
    GateUser *m_user;
    std::function<void(Gate *)> m_gone;
    RequestParser m_parser;
    Deadline m_deadline;
    Seat m_seat; ///< among the undecided; later among those that wait for another request
    const std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
    ShownCredentials m_shown; ///< with the request that is being answered
    RateBucket m_calls; ///< requests that do more than read pages
    int m_served = 0;
    bool m_spoken = false;
    bool m_finishing = false;
    bool m_owesAnswer = false; ///< nothing that follows is looked at before it is there
    bool m_keepAlive = false; ///< of the request that is being answered
    bool m_isHead = false;
    bool m_keep = false; ///< the connection, when the answer is out
    QByteArray m_later; ///< what came behind a request that waits for its answer
    std::shared_ptr<QIODevice> m_file; ///< being sent
    qint64 m_fileLeft = 0; ///< bytes
};

} // namespace Signalbox
