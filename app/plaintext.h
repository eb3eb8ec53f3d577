#pragma once

#include <QString>

namespace Signalbox {

/// A text of somebody else's for a line on a terminal: of a bounded length, with everything that is
/// not seen, or that a terminal acts on, written as \uXXXX.
QString plainText(const QString &text);

} // namespace Signalbox
