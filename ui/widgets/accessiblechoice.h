#pragma once

namespace Signalbox {

/// Has screen readers say what a choice is for, and then what is chosen. On Linux Qt gives them
/// only the latter: "all" instead of "Whom to send to, all". To be called once the program has a
/// QApplication; again it changes nothing.
void nameChoices();

} // namespace Signalbox
