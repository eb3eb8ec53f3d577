#pragma once

#include <QString>
#include <QStringList>

namespace Signalbox {

/// The candidate that `written` was probably meant to be; empty: none is near. Case does not count,
/// and one or two letters may be wrong, missing, too many or swapped.
QString nearestKey(const QString &written, const QStringList &candidates);

} // namespace Signalbox
