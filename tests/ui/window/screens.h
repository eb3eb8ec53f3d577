#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace Signalbox {

class WindowFixture;

/// What a test looks at: the window or a dialog that is shown, and its name for a failure.
using LookAtScreen = std::function<void(QWidget &screen, const QString &name)>;

/// Shows everything there is in a window, one after the other: its pages, and over it each dialog,
/// with each of its pages.
void forEachScreen(WindowFixture &fixture, const LookAtScreen &look);

} // namespace Signalbox
