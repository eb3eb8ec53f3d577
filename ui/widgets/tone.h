#pragma once

#include <QLatin1StringView>

class QWidget;

namespace Signalbox {

/// Gives a widget one of the tones of the style rules ("dim", "good", "warn", "bad"; empty: none)
/// and has it drawn accordingly. Does nothing when it has that tone already.
void setTone(QWidget *widget, QLatin1StringView tone);

} // namespace Signalbox
