#include "ui/words/whytext.h"

#include "ui/widgets/format.h"
#include "ui/widgets/visibletext.h"
#include "ui/words/clockrowtext.h"
#include "ui/words/closecodetext.h"
#include "ui/words/endpointerrortext.h"
#include "ui/words/journaltext.h"

#include <QCoreApplication>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxDetail = 300; // characters

struct WhyText
{
    Q_DECLARE_TR_FUNCTIONS(Why)

public:
    static QString forKind(const LogEntry &entry, const QString &detail);
    static QString passedOn(const LogEntry &entry, const QString &detail);
    static QString sent(const LogEntry &entry, const QString &detail);
    static QString notSent(const LogEntry &entry, const QString &detail);
    static QString leftOut(const LogEntry &entry, const QString &detail);
    static QString closed(Why why, const QString &detail);
    static QString refused(Why why, const QString &detail);
    static QString route(const LogEntry &entry, const QString &detail);
    static QString note(const LogEntry &entry, const QString &detail);
    static QString count(quint64 count);
    static QString queued(quint32 waiting);
    static QString moreRefused(const QString &why, quint32 count);
};

QString WhyText::count(quint64 count)
{
    if (count == 0)
        return tr("nobody");
    return count == 1 ? tr("1 client") : tr("%1 clients").arg(exactNumber(count));
}

/// Of those that got no row of their own, for the same reason in the same second.
QString WhyText::moreRefused(const QString &why, quint32 count)
{
    return count == 1 ? tr("%1 · once more in the same second").arg(why)
                      : tr("%1 · %2 times more in the same second").arg(why, exactNumber(count));
}

/// What follows a send when some recipients could not take it at once; else empty.
QString WhyText::queued(quint32 waiting)
{
    if (waiting == 0)
        return {};
    return waiting == 1 ? tr(", 1 queued") : tr(", %1 queued").arg(exactNumber(waiting));
}

QString WhyText::passedOn(const LogEntry &entry, const QString &detail)
{
    const QString clients = count(entry.count);
    const QString few = entry.count == 1 ? clients : exactNumber(entry.count); // room is short
    switch (entry.why) {
    case Why::ToAll:
        return tr("re-broadcast to %1").arg(clients);
    case Why::ToPath:
        return detail.isEmpty() ? tr("passed on to %1 on a path").arg(clients)
                                : tr("passed on to %1 on %2").arg(few, detail);
    case Why::ToGroup:
        return detail.isEmpty() ? tr("passed on to %1 in a group").arg(clients)
                                : tr("passed on to %1 in group %2").arg(few, detail);
    case Why::ToClient:
        return tr("passed on to one client");
    case Why::ToClients:
        return tr("passed on to %1").arg(clients);
    case Why::ToRoute:
        return withDetail(tr("handled by a route"), detail);
    case Why::Direct:
        return tr("sent back to the sender only");
    default:
        return {};
    }
}

QString WhyText::sent(const LogEntry &entry, const QString &detail)
{
    switch (entry.why) {
    case Why::ToAll:
        return tr("to everyone");
    case Why::ToPath:
        return detail.isEmpty() ? tr("to a path") : tr("to everyone on %1").arg(detail);
    case Why::ToGroup:
        return detail.isEmpty() ? tr("to a group") : tr("to group %1").arg(detail);
    case Why::ToClient:
        return tr("to one client");
    case Why::ToClients:
        return tr("to chosen clients");
    case Why::ToRoute:
        return withDetail(tr("given to a route"), detail);
    case Why::Direct:
        return tr("back to the sender only");
    default:
        return {};
    }
}

QString WhyText::notSent(const LogEntry &entry, const QString &detail)
{
    const bool isIncoming = entry.kind == LogKind::In;
    const auto because = [isIncoming](const QString &reason) {
        return isIncoming ? tr("not passed on: %1").arg(reason) : tr("not sent: %1").arg(reason);
    };
    switch (entry.why) {
    case Why::Empty:
        return because(tr("it has no message"));
    case Why::NotJson:
        return because(detail.isEmpty() ? tr("not JSON") : tr("not JSON, %1").arg(detail));
    case Why::NotObject:
        return because(tr("JSON, but not an object"));
    case Why::WrongType:
        return because(detail.isEmpty() ? tr("a key holds the wrong kind of value")
                                        : tr("“%1” holds the wrong kind of value").arg(detail));
    case Why::NobodyOnPath:
        return because(detail.isEmpty() ? tr("nobody is on the path")
                                        : tr("nobody is on %1").arg(detail));
    case Why::NobodyInGroup:
        return because(detail.isEmpty() ? tr("nobody is in the group")
                                        : tr("nobody is in group %1").arg(detail));
    case Why::UnknownClient:
        return because(detail.isEmpty() ? tr("no client has this id")
                                        : tr("no client has the id %1").arg(detail));
    case Why::Nobody:
        return because(tr("nobody is connected"));
    case Why::Held:
        return because(tr("all sends are on hold"));
    case Why::RouteOff:
        return because(withDetail(tr("its route is switched off"), detail));
    case Why::RouteBusy:
        return because(withDetail(tr("too many messages are waiting for their route"), detail));
    case Why::RouteDropped:
        return because(detail.isEmpty() ? tr("its route dropped it") : detail);
    case Why::TooDeep:
        return because(withDetail(tr("nested too deeply"), detail));
    default:
        return {};
    }
}

QString WhyText::leftOut(const LogEntry &entry, const QString &detail)
{
    const QString count = exactNumber(entry.count);
    if (entry.why == Why::QueueDropped)
        return withDetail(entry.count == 1
                              ? tr("1 message for it was left out: it is too slow")
                              : tr("%1 messages for it were left out: it is too slow").arg(count),
                          detail);
    if (entry.kind == LogKind::Limit && entry.count > 0)
        return withDetail(entry.count == 1
                              ? tr("1 message was not taken: they come too fast")
                              : tr("%1 messages were not taken: they come too fast").arg(count),
                          detail);
    return withDetail(entry.kind == LogKind::Refused ? tr("refused: its requests come too fast")
                                                     : tr("closed: its messages came too fast"),
                      detail);
}

QString WhyText::closed(Why why, const QString &detail)
{
    switch (why) {
    case Why::ClosedByClient:
        return withDetail(tr("left by itself"), detail);
    case Why::ClosedByOperator:
        return withDetail(tr("disconnected by the operator"), detail);
    case Why::ClosedByRoute:
        return withDetail(tr("closed by a route"), detail);
    case Why::EndpointStopped:
        return tr("closed: the endpoint stopped");
    case Why::EndpointRestarted:
        return tr("closed: the endpoint restarted");
    case Why::ProtocolError:
        return withDetail(tr("closed for breaking the WebSocket protocol"), detail);
    case Why::BadUtf8:
        return withDetail(tr("closed for text that is not UTF-8"), detail);
    case Why::MessageTooBig:
        return withDetail(tr("closed: the message was too big"), detail);
    case Why::TooManyFrames:
        return withDetail(tr("closed: too many frames in one message"), detail);
    case Why::MessageTooSlow:
        return withDetail(tr("closed: one message took too long"), detail);
    case Why::QueueFull:
        return withDetail(tr("closed as too slow: too much was waiting for it"), detail);
    case Why::QueueTooOld:
        return withDetail(tr("closed as too slow: it had not read for too long"), detail);
    case Why::QueuesFull:
        return withDetail(tr("closed as too slow: too much was waiting for all clients together"),
                          detail);
    case Why::TooManyBytes:
        return withDetail(tr("closed: it sent too many bytes a second"), detail);
    case Why::TooManyPings:
        return withDetail(tr("closed: it sent too many pings a second"), detail);
    case Why::Idle:
        return withDetail(tr("closed: it had not sent a message for too long"), detail);
    case Why::NoPong:
        return withDetail(tr("closed: it did not answer pings"), detail);
    case Why::CloseTimeout:
        return withDetail(tr("cut off: it did not answer the goodbye"), detail);
    case Why::ConnectionLost:
        return withDetail(tr("the connection broke"), detail);
    default:
        return {};
    }
}

QString WhyText::refused(Why why, const QString &detail)
{
    switch (why) {
    case Why::HandshakeTimeout:
        return withDetail(tr("refused: it took too long to say what it wanted"), detail);
    case Why::BadRequest:
        return withDetail(tr("refused: not a proper HTTP request"), detail);
    case Why::HeadTooLarge:
        return withDetail(tr("refused: its headers were too large"), detail);
    case Why::EndpointFull:
        return withDetail(tr("refused: the endpoint is full"), detail);
    case Why::BadOrigin:
        return withDetail(tr("refused: pages of this origin are not allowed"), detail);
    case Why::BadHost:
        return withDetail(tr("refused: this is not one of our host names"), detail);
    case Why::NoSuchPage:
        return withDetail(tr("refused: there is no such page"), detail);
    case Why::NotAllowed:
        return withDetail(tr("refused: this method is not allowed here"), detail);
    case Why::UpgradeRequired:
        return withDetail(tr("refused: not a whole WebSocket handshake"), detail);
    case Why::BodyTooLarge:
        return withDetail(tr("refused: its body was too large"), detail);
    case Why::TlsOnPlainPort:
        return withDetail(tr("refused: it spoke TLS on a port without"), detail);
    case Why::PlainOnTlsPort:
        return withDetail(tr("refused: it spoke without TLS on a TLS port"), detail);
    case Why::TlsFailed:
        return withDetail(tr("refused: TLS could not be agreed on"), detail);
    case Why::TooManyFromAddress:
        return withDetail(tr("refused: its address has too many clients"), detail);
    case Why::TooFastFromAddress:
        return withDetail(tr("refused: its address connects too fast"), detail);
    case Why::NotAuthorized:
        return withDetail(tr("refused: no right token or join code"), detail);
    case Why::AddressBlocked:
        return withDetail(tr("refused: its address has shown too many wrong tokens"), detail);
    case Why::TooManyHandshakes:
        return withDetail(tr("refused: too many handshakes at once"), detail);
    default:
        return {};
    }
}

QString WhyText::route(const LogEntry &entry, const QString &detail)
{
    switch (entry.why) {
    case Why::RouteLog:
        return detail.isEmpty() ? tr("the script wrote an empty line") : detail;
    case Why::RouteFailed:
        return withDetail(tr("the script failed"), detail);
    case Why::RouteTooSlow:
        return withDetail(tr("the script took too long and was stopped"), detail);
    case Why::RuleTooSlow:
        return withDetail(tr("the rules took too long and were given up"), detail);
    case Why::RouteCrashed:
        return withDetail(tr("the script was ended, most likely for using too much memory"),
                          detail);
    case Why::RouteLimit:
        return withDetail(entry.count == 1 ? tr("1 send more than one run may do was left out")
                                           : tr("%1 sends more than one run may do were left out")
                                                 .arg(exactNumber(entry.count)),
                          detail);
    case Why::RouteBroken:
        return withDetail(tr("the script cannot be used"), detail);
    case Why::RouteSwitchedOff:
        return withDetail(tr("switched off after failing three times in a minute"), detail);
    default:
        return {};
    }
}

QString WhyText::note(const LogEntry &entry, const QString &detail)
{
    switch (entry.why) {
    case Why::EndpointStarted:
        if (detail.contains("://*:"_L1))
            return tr("listening on %1, on all addresses of this computer").arg(detail);
        return detail.isEmpty() ? tr("the endpoint started") : tr("listening on %1").arg(detail);
    case Why::EndpointFailed: {
        const QString why = endpointErrorText(entry);
        return why.isEmpty()
                   ? withDetail(tr("the endpoint could not start"), detail)
                   : tr("%1 could not start. %2")
                         .arg(visibleText(entry.endpoint, Lines::Fold, MaxShownName), why);
    }
    case Why::CertificateReplaced:
        return detail.isEmpty()
                   ? tr("new connections are shown the new certificate")
                   : tr("new connections are shown the new certificate, which ends on %1")
                         .arg(detail);
    case Why::CertificateKept:
        return withDetail(tr("the new certificate cannot be used, so the old one stays"),
                          endpointErrorText(entry));
    case Why::CertificateEnds:
        return entry.failed
                   ? tr("the certificate ended on %1; clients refuse it").arg(detail)
                   : tr("the certificate ends on %1; put a new one in its place").arg(detail);
    case Why::CertificateNotMade:
        return withDetail(tr("the certificate ends, and a new one could not be made"),
                          endpointErrorText(entry));
    case Why::HoldOn:
        return tr("all sends are on hold");
    case Why::HoldOff:
        if (entry.count == 0)
            return tr("sends resumed");
        return entry.count == 1
                   ? tr("sends resumed; 1 was skipped meanwhile")
                   : tr("sends resumed; %1 were skipped meanwhile").arg(exactNumber(entry.count));
    case Why::ScriptsRestarted:
        return entry.count == 0
                   ? tr("the process that runs scripts was started again")
                   : tr("the process that runs scripts was started again; runs lost: %1")
                         .arg(exactNumber(entry.count));
    case Why::ScriptStateLost:
        return withDetail(tr("the scripts' saved state was damaged; it begins empty, and the "
                             "damaged file was kept"),
                          detail);
    case Why::ScriptStateRecovered:
        return withDetail(tr("the scripts' saved state was damaged; what was saved before is used, "
                             "and the damaged file was kept"),
                          detail);
    case Why::ScriptStateUnsaved:
        return withDetail(tr("the scripts' state cannot be saved"), detail);
    case Why::AcceptFailed:
        return withDetail(tr("a connection could not be accepted"), detail);
    default:
        return {};
    }
}

/// For rows that give no rule: what the kind itself says.
QString WhyText::forKind(const LogEntry &entry, const QString &detail)
{
    switch (entry.kind) {
    case LogKind::In:
        return entry.failed ? withDetail(tr("not passed on"), detail) : detail;
    case LogKind::Out:
    case LogKind::Console:
    case LogKind::Http:
    case LogKind::Timer:
    case LogKind::Schedule:
        return entry.failed ? withDetail(tr("not sent"), detail) : detail;
    case LogKind::Join:
        return withDetail(tr("joined"), detail);
    case LogKind::Left:
        return withDetail(tr("left"), detail);
    case LogKind::Refused:
        return withDetail(tr("refused"), detail);
    case LogKind::Limit:
        return withDetail(tr("broke a limit"), detail);
    case LogKind::Error:
        return withDetail(tr("something failed"), detail);
    case LogKind::Route:
    case LogKind::Note:
        return detail;
    case LogKind::Gap:
        if (isSampleSummary(entry))
            return tr("… %1 rows in this second, %2 shown. Click to pause and see all.")
                .arg(exactNumber(entry.count), exactNumber(entry.waiting));
        return entry.count == 1 ? tr("1 row is missing here: the log could not keep up")
                                : tr("%1 rows are missing here: the log could not keep up")
                                      .arg(exactNumber(entry.count));
    }
    return detail;
}

} // namespace

QString whyText(const LogEntry &entry)
{
    const QString detail = visibleText(entry.detail, Lines::Fold, MaxDetail);
    QString text;
    switch (entry.why) {
    case Why::None:
        break;
    case Why::ToAll:
    case Why::ToPath:
    case Why::ToGroup:
    case Why::ToClient:
    case Why::ToClients:
    case Why::Direct:
    case Why::ToRoute:
        text = (entry.kind == LogKind::In ? WhyText::passedOn(entry, detail)
                                          : WhyText::sent(entry, detail))
               % WhyText::queued(entry.waiting);
        break;
    case Why::Welcome:
        text = WhyText::tr("welcome: its own id and path");
        break;
    case Why::ErrorReply:
        text = withDetail(WhyText::tr("the sender was told what was wrong"), detail);
        break;
    case Why::Empty:
    case Why::NotJson:
    case Why::NotObject:
    case Why::WrongType:
    case Why::NobodyOnPath:
    case Why::NobodyInGroup:
    case Why::UnknownClient:
    case Why::Nobody:
    case Why::Held:
    case Why::TooDeep:
    case Why::RouteOff:
    case Why::RouteBusy:
    case Why::RouteDropped:
        text = WhyText::notSent(entry, detail);
        break;
    case Why::ClosedByClient:
    case Why::ClosedByOperator:
    case Why::ClosedByRoute:
    case Why::EndpointStopped:
    case Why::EndpointRestarted:
    case Why::ProtocolError:
    case Why::BadUtf8:
    case Why::MessageTooBig:
    case Why::TooManyFrames:
    case Why::MessageTooSlow:
    case Why::QueueFull:
    case Why::QueueTooOld:
    case Why::QueuesFull:
    case Why::TooManyBytes:
    case Why::TooManyPings:
    case Why::Idle:
    case Why::NoPong:
    case Why::CloseTimeout:
    case Why::ConnectionLost:
        text = WhyText::closed(entry.why, detail);
        break;
    case Why::HandshakeTimeout:
    case Why::BadRequest:
    case Why::HeadTooLarge:
    case Why::EndpointFull:
    case Why::BadOrigin:
    case Why::BadHost:
    case Why::NoSuchPage:
    case Why::NotAllowed:
    case Why::UpgradeRequired:
    case Why::BodyTooLarge:
    case Why::TlsOnPlainPort:
    case Why::PlainOnTlsPort:
    case Why::TlsFailed:
    case Why::TooManyHandshakes:
    case Why::TooManyFromAddress:
    case Why::TooFastFromAddress:
    case Why::NotAuthorized:
    case Why::AddressBlocked:
        text = WhyText::refused(entry.why, detail);
        break;
    case Why::TooManyMessages:
    case Why::QueueDropped:
        text = WhyText::leftOut(entry, detail);
        break;
    case Why::Banned:
        text = entry.kind == LogKind::Refused ? WhyText::tr("refused: its address is banned")
                                              : WhyText::tr("closed: its address is banned");
        break;
    case Why::RouteLog:
    case Why::RouteFailed:
    case Why::RouteTooSlow:
    case Why::RuleTooSlow:
    case Why::RouteCrashed:
    case Why::RouteLimit:
    case Why::RouteBroken:
    case Why::RouteSwitchedOff:
        text = WhyText::route(entry, detail);
        break;
    case Why::EndpointStarted:
    case Why::EndpointFailed:
    case Why::CertificateReplaced:
    case Why::CertificateKept:
    case Why::CertificateEnds:
    case Why::CertificateNotMade:
    case Why::HoldOn:
    case Why::HoldOff:
    case Why::ScriptsRestarted:
    case Why::ScriptStateLost:
    case Why::ScriptStateRecovered:
    case Why::ScriptStateUnsaved:
    case Why::AcceptFailed:
        text = WhyText::note(entry, detail);
        break;
    case Why::JournalBroken:
    case Why::JournalFailed:
    case Why::JournalResumed:
    case Why::NotSaved:
        text = journalRowText(entry, detail);
        break;
    case Why::RunByHand:
    case Why::StillRunning:
    case Why::TooLate:
    case Why::Missed:
    case Why::LimitReached:
    case Why::SwitchedOff:
    case Why::ClockSetBack:
    case Why::ZoneChanged:
    case Why::StateDamaged:
    case Why::StateRecovered:
    case Why::StateNotSaved:
        text = clockRowText(entry, detail);
        break;
    }
    if (text.isEmpty())
        text = WhyText::forKind(entry, detail);
    if (entry.kind == LogKind::Refused && entry.count > 0)
        text = WhyText::moreRefused(text, entry.count);
    if (!entry.timer.isEmpty()) {
        const QString timer = visibleText(entry.timer, Lines::Fold, MaxShownName);
        text = text.isEmpty() ? timer : QString(timer % u": "_s % text);
    }
    if (entry.code == 0)
        return text;
    const QString meaning = closeCodeText(entry);
    return text
           % (meaning.isEmpty() ? u" (%1)"_s.arg(entry.code)
                                : u" (%1 %2)"_s.arg(QString::number(entry.code), meaning));
}

QString clientCountText(quint64 count)
{
    return WhyText::count(count);
}

bool isSampleSummary(const LogEntry &entry)
{
    return entry.kind == LogKind::Gap && entry.waiting > 0; // at least one row is shown
}

} // namespace Signalbox
