#pragma once

#include "core/values/logentry.h"

#include <QByteArray>

namespace Signalbox {

/// Comma-separated values (RFC 4180) for spreadsheets: a line of titles, and one for each entry. A
/// cell that a spreadsheet would take for a formula gets an apostrophe before it, so this is no
/// form to read entries back from.
QByteArray csvTitles();
QByteArray entryToCsv(const LogEntry &entry);

/// One cell: in quotes where needed, never a formula.
QByteArray csvCell(QByteArray text);

} // namespace Signalbox
