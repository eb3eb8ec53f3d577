#pragma once

#include "core/values/clientid.h"

#include <QList>
#include <QString>

namespace Signalbox {

/// Whom a signal is for. Everything empty means every client on every path.
struct Target
{
    QString path{}; ///< clients connected on this path (compared by pathKey()); empty: any
    QString group{}; ///< clients of this group, of `path` too if that is given; empty: any
    QList<ClientId> clients{}; ///< exactly these, wherever they are; when given, path and group are
                               ///< not looked at

    bool isAll() const { return path.isEmpty() && group.isEmpty() && clients.isEmpty(); }
    bool operator==(const Target &) const = default;
};

/// The form in which paths are compared: percent-decoded and case-folded. "/Chat%20A" and "/chat a"
/// are one path.
QString pathKey(const QString &path);

/// `value` with its percent escapes decoded once, as UTF-8; escapes that are not valid stay as they
/// are written.
QString percentDecoded(const QString &value);

} // namespace Signalbox
