#pragma once

#include "core/net/request.h"

namespace Signalbox {

/// What clients of an endpoint have to show to come in: a token, a token signed with a key, or a
/// join code; one of those it knows is enough. A value.
struct Credentials
{
    QByteArray token; ///< empty: there is none
    QByteArray tokenKey;
    QByteArray joinCode; ///< compared without regard to case

    bool isWanted() const { return !token.isEmpty() || !tokenKey.isEmpty() || !joinCode.isEmpty(); }
};

/// What a request has shown.
struct ShownCredentials
{
    bool areRight = true;
    bool isGuess = false; ///< it showed something wrong that could have been right
    QString problem; ///< what was wrong, without any of it
};

/// Looks for "Authorization: Bearer …", "?token=…" or "?access_token=…", and "?code=…", and judges
/// the first of each that is there. Takes them out of the request, wherever they are: nothing that
/// comes later, no log and no script, sees them. Leaves the request alone when nothing is wanted.
/// `now`: seconds since 1970.
ShownCredentials takeCredentials(Request &request, const Credentials &wanted, qint64 now);

} // namespace Signalbox
