#pragma once

#include "core/values/clientinfo.h"

#include <QObject>

namespace Signalbox {

Q_NAMESPACE

enum class LogKind : quint8 {
    In, ///< a message from a client
    Out, ///< a signal to clients: one entry, however many receive it
    Console, ///< a signal the operator sent
    Http, ///< a signal that came by HTTP: POST /broadcast, or an HTTP route
    Timer, ///< a signal that a timer sent
    Schedule, ///< a signal that a schedule sent
    Route, ///< what a script or rule had to say: a log line, a drop, a failure
    Join,
    Left,
    Refused, ///< a request that was turned away at the door
    Limit, ///< a client that broke a limit
    Error, ///< something failed
    Note, ///< something worth knowing: an endpoint started, sends were put on hold
    Gap, ///< `count` entries are missing here: the log could not keep up
};
Q_ENUM_NS(LogKind)

/// Which rule handled a message, or why it was not passed on. The window puts it in words.
enum class Why : quint8 {
    None,
    // what was done; `count` is the number of recipients
    ToAll, ///< re-broadcast to every client
    ToPath, ///< `detail`: the path
    ToGroup, ///< `detail`: the group
    ToClient, ///< `detail`: the client id
    ToClients, ///< to a selection made in the window
    Direct, ///< back to the sender only
    Welcome, ///< the first frame: the client's own id and path
    ErrorReply, ///< the sender was told what was wrong
    ToRoute, ///< In: a signal route took it; `detail`: the route
    RouteLog, ///< a script called log(); `detail`: its text
    // why nothing was sent
    Empty, ///< `message` is missing, null or ""
    NotJson, ///< `detail`: what and where
    NotObject, ///< JSON, but not an object
    WrongType, ///< `detail`: the key whose value has the wrong type
    NobodyOnPath, ///< `detail`: the path
    NobodyInGroup, ///< `detail`: the group
    UnknownClient, ///< `detail`: the id
    Nobody, ///< nobody is connected
    Held, ///< all sends are on hold
    TooDeep, ///< nested deeper, or with more keys, than the limits allow; `detail`: which
    RouteOff, ///< its route was switched off after failures, or does not compile
    RouteBusy, ///< too many runs were waiting for their turn already
    RouteDropped, ///< its route dropped it; `detail`: the reason the route gave
    // failures of routes; `detail`: what, then file and line
    RouteFailed, ///< the script threw
    RouteTooSlow, ///< it ran into its deadline and was stopped
    RuleTooSlow, ///< its rules were given up, because they took too long
    RouteCrashed, ///< the script process ended while it ran: most likely it needed too much memory
    RouteLimit, ///< it asked for more than one run may do; `count`: what was left out
    RouteBroken, ///< the script does not compile, or its file cannot be read
    RouteSwitchedOff, ///< after three breaches in a minute
    // why a client was closed; `detail`: the limit and its value
    ClosedByClient,
    ClosedByOperator,
    ClosedByRoute,
    EndpointStopped,
    EndpointRestarted,
    ProtocolError, ///< RFC 6455; `detail`: what
    BadUtf8,
    MessageTooBig,
    TooManyFrames,
    MessageTooSlow, ///< one message took too long
    QueueFull, ///< slow client: bytes
    QueueTooOld, ///< slow client: age
    QueuesFull, ///< slow client: too much was waiting for all clients together
    TooManyMessages, ///< Limit: `count` messages were not taken; as a reason to close: for too long
    TooManyBytes,
    TooManyPings,
    QueueDropped, ///< slow client: `count` messages for it were left out
    Idle,
    Banned, ///< also why a request was refused
    NoPong,
    CloseTimeout, ///< it did not answer our close frame
    ConnectionLost,
    // why a request was refused; `detail`: the value that was refused
    HandshakeTimeout,
    BadRequest,
    HeadTooLarge,
    EndpointFull,
    BadOrigin,
    BadHost,
    NoSuchPage,
    NotAllowed, ///< method
    UpgradeRequired,
    BodyTooLarge,
    TlsOnPlainPort,
    PlainOnTlsPort,
    TlsFailed, ///< `detail`: the library's words
    TooManyHandshakes,
    TooManyFromAddress, ///< clients of one address
    TooFastFromAddress, ///< connections of one address
    NotAuthorized, ///< no token or join code, or a wrong one; `detail`: which
    AddressBlocked, ///< after too many wrong tokens or join codes
    // notes and errors
    EndpointStarted, ///< `detail`: its URL; with "*" for all addresses
    EndpointFailed, ///< `detail`: "CODE ADDRESS:PORT the error's"; the code is an Error::Code
    HoldOn,
    HoldOff, ///< `count`: signals skipped meanwhile
    ScriptsRestarted, ///< the script process had ended; `count`: runs that were lost with it
    ScriptStateLost, ///< the file with the scripts' state was damaged; `detail`: where it is now
    ScriptStateRecovered, ///< as ScriptStateLost, but an earlier save of it was loaded
    ScriptStateUnsaved, ///< `detail`: why it cannot be written
    JournalBroken, ///< a new journal was begun; `detail`: where the damaged one is now
    JournalFailed, ///< entries are not being saved from now on; `detail`: the error's
    JournalResumed, ///< entries are being saved again; `count`: those in between are not
    NotSaved, ///< Gap: `count` entries that were in memory only; `detail`: the error's
    AcceptFailed, ///< out of descriptors; `detail`: the system's words
    // timers and schedules; `timer` names which
    RunByHand, ///< "run now": the row that it causes is not part of the plan
    StillRunning, ///< `count` runs were left out: the one before was not finished
    TooLate, ///< `count` runs were left out: their time had passed
    Missed, ///< `count` runs fell into a time when we were off or asleep and are not made up for;
            ///< `detail`: "first/last", ISO 8601 in UTC
    LimitReached, ///< it has made the `count` runs that it was to make
    SwitchedOff, ///< by itself, after `count` failures in a row
    ClockSetBack, ///< it waits until the clock is past what already ran; `detail`: ISO 8601 in UTC
    ZoneChanged, ///< the computer's, by which schedules without one of their own go; `detail`:
                 ///< "before now", two IANA names
    StateDamaged, ///< what it remembered was lost; `detail`: where the damaged file is kept
    StateRecovered, ///< as StateDamaged, but an earlier save of it was loaded
    StateNotSaved, ///< `detail`: the error's
    // of endpoints that run
    CertificateReplaced, ///< new connections are shown the new one; `detail`: when it ends
    CertificateKept, ///< the files have changed, but cannot be used; `detail` as EndpointFailed's
    CertificateEnds, ///< soon; failed: it has ended. `detail`: when, ISO 8601
    CertificateNotMade, ///< a made one ends, and there is no new one; `detail` as EndpointFailed
};
Q_ENUM_NS(Why)

enum class PayloadType : quint8 { None, Text, Json, Binary };
Q_ENUM_NS(PayloadType)

/// One row of the message log. A value: made on a server thread, shared with the window and the
/// journal.
struct LogEntry
{
    quint64 sequence = 0; ///< 1-based, in order, without gaps; given by Feed; goes on where the
                          ///< journal of the last run ended
    quint64 cause = 0; ///< the sequence of the message that led to this one; 0: none
    WallTime at; ///< taken on the server's threads
    LogKind kind = LogKind::Note;
    Why why = Why::None;
    PayloadType type = PayloadType::None;
    bool failed = false; ///< nothing was sent, or the client was closed by a rule
    quint16 code = 0; ///< Left: the close code. Refused: the HTTP status, 0 if none was sent
    quint32 count = 0; ///< recipients, or how many as the kind says
    quint32 waiting =
        0; ///< of the recipients, how many did not take it at once: their copy was queued
    QString path;
    QByteArray payload; ///< all of it, unless isCut()
    quint64 size = 0; ///< bytes of the whole payload
    ClientId client; ///< who sent it, or the only recipient; null for a fan-out
    QString clientName; ///< display name, or "" for a fan-out
    QString endpoint;
    QString timer; ///< name of the timer or schedule that is behind it; empty: none
    QString detail; ///< not translated
    QByteArray sha256; ///< 32 bytes, of the whole payload, when `payload` was cut; else empty

    /// What this row alone takes, where rows are many: texts that it shares with others do not
    /// count.
    qsizetype bytes() const { return payload.size() + detail.size() * qsizetype(sizeof(QChar)); }
    bool isCut() const { return size > quint64(payload.size()); }
    bool operator==(const LogEntry &) const = default;
};

} // namespace Signalbox

Q_DECLARE_TYPEINFO(Signalbox::LogEntry, Q_RELOCATABLE_TYPE); // lists of it grow where they are
