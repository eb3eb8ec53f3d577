#pragma once

class QLineEdit;

namespace Signalbox {

/// The cross at the end of a line that empties it, with a name for screen readers, which Qt does
/// not give it.
void addClearButton(QLineEdit &line);

} // namespace Signalbox
