#pragma once

#include <QtGlobal>

#include <functional>

namespace Signalbox {

/// Has something done when the window system is gone (its server was killed or crashed, the session
/// ended without a word): Qt and the libraries below it end the program then, at once. One at a
/// time; main's thread, while there is a QGuiApplication.
class LostScreen final
{
    Q_DISABLE_COPY_MOVE(LostScreen)
public:
    /// `end` must end the program.
    explicit LostScreen(std::function<void()> end);
    ~LostScreen();
};

} // namespace Signalbox
