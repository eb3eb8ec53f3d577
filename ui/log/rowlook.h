#pragma once

#include "core/filter/entrywords.h"
#include "core/values/logentry.h"

#include <QColor>
#include <QString>

namespace Signalbox {

QString directionText(Direction direction); ///< for people, translated: "from a client"
QString directionIcon(const LogEntry &entry); ///< for lineIcon()
QString kindText(LogKind kind); ///< translated: "in", "refused"
/// The colour of the row's kind in the current theme.
QColor kindColor(const LogEntry &entry);
/// Who: the client's name made visible, or how many clients a fan-out was for; empty where nobody
/// is meant.
QString clientText(const LogEntry &entry);
/// The first `maxCharacters` of the payload on one line, or the sentence of a row without payload.
QString messageText(const LogEntry &entry, qsizetype maxCharacters = -1);
/// One sentence for screen readers.
QString rowText(const LogEntry &entry);

} // namespace Signalbox
