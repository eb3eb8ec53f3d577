#pragma once

#include "core/net/credentials.h"
#include "core/net/request.h"
#include "core/values/logentry.h"

#include <QHostAddress>
#include <QStringList>

#include <optional>

namespace Signalbox {

/// Who may come in at an endpoint: the part of its configuration that the door asks. A value.
struct AdmissionRules
{
    bool secure = false;
    bool webSocket = true;
    /// As browsers send them. Empty: the endpoint's own pages and peers that send no Origin; "*":
    /// any
    QStringList origins;
    QStringList hosts; ///< as normalHost() makes them, without port; "*": any
    bool localNames = false; ///< names that end in ".local" are ours too
    bool explicitOnly = false; ///< the endpoint's own pages and addresses have to be listed, too
    Credentials credentials;
};

/// Why a request is turned away, and the answer that says so.
struct Refusal
{
    Response response;
    Why why = Why::BadRequest;
    QString detail; ///< what was refused
};

/// Host and Origin (RFC 9110 section 7.2, RFC 6454, RFC 6455 section 10.2), for every request.
/// `local`: the address on which it came in.
std::optional<Refusal> checkSource(const Request &request, const AdmissionRules &rules,
                                   const QHostAddress &local);
/// Who asks for something that is done, not only read, without an Origin: pages of other sites do,
/// by an image or a link, and browsers tell (Fetch Metadata, Sec-Fetch-Site). After checkSource().
std::optional<Refusal> checkInitiator(const Request &request, const AdmissionRules &rules);
/// The opening handshake (RFC 6455 section 4.2.1), then checkSource().
std::optional<Refusal> checkUpgrade(const Request &request, const AdmissionRules &rules,
                                    const QHostAddress &local);

} // namespace Signalbox
