#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <optional>

namespace Signalbox {

/// A program, or a shell's own means, that sends a message to an endpoint.
enum class ShellTool : quint8 {
    Websocat, ///< in a POSIX shell, like the next two
    Wscat,
    Curl, ///< by POST /broadcast
    PowerShell, ///< without any program
    CommandPrompt, ///< of Windows: the same, wrapped so that nothing in it means anything to cmd
};

/// A command that sends exactly these bytes (UTF-8), to be pasted into a shell: whatever they hold,
/// no part of them is run. `url`: of the endpoint, ws or wss, with the path. `needsToken`: the
/// command takes the token from the environment, SIGNALBOX_TOKEN. nullopt: the tool cannot do it (a
/// NUL in an argument, a line that is too long for the shell, text that is not UTF-8).
std::optional<QString> shellCommand(ShellTool tool, const QUrl &url, const QByteArray &payload,
                                    bool needsToken = false);

} // namespace Signalbox
