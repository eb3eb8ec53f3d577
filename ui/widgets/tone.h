#pragma once

#include <QLatin1StringView>

class QPushButton;
class QWidget;

namespace Signalbox {

/// Gives a widget one of the tones of the style rules ("dim", "good", "warn", "bad"; empty: none)
/// and has it drawn accordingly. Does nothing when it has that tone already.
void setTone(QWidget *widget, QLatin1StringView tone);

/// Draws a button as what its dialog is for ("primary"), or as that where it disconnects somebody
/// ("danger").
void setWeight(QPushButton *button, const char *weight);

} // namespace Signalbox
