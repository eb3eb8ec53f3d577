#pragma once

#include "core/storage/guardedload.h"

#include <QDir>
#include <QList>

#include <utility>

namespace Signalbox {

/// Where what timers and schedules remember is kept in a server's store.
QString timerStateFile(const QDir &store);
/// Where the object that scripts share is kept.
QString scriptStateFile(const QDir &store);

/// The files of a store that somebody has edited and that cannot be used as they are. A server that
/// is started all the same does without what they hold, and saves nothing over them.
QList<std::pair<QString, DocumentMistake>> mistakesInStore(const QDir &store);

} // namespace Signalbox
