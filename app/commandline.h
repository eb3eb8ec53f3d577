#pragma once

#include "core/config/configuration.h"

#include <QStringList>

#include <optional>

namespace Signalbox {

constexpr int ExitNotStarted = 1; ///< an endpoint, or the program itself
constexpr int ExitNoScreen = 1; ///< the window system ended before the program
constexpr int ExitUsage = 2; ///< the command line or the configuration is wrong

/// What the command line asks for.
struct CommandLine
{
    bool headless = false;
    bool check = false;
    bool isNew = false; ///< the file need not be there yet
    QString fileName; ///< of the configuration; empty: the usual place
    QList<EndpointConfig> listen; ///< replace the configuration's endpoints; empty: leave them
    std::optional<QString> answer; ///< print this and exit with 0: --help, --version
    std::optional<QString> problem; ///< print this and exit with 2
};

/// Reads the arguments, the program's name first. Names of files for --listen are relative to the
/// current folder, and absolute in the result.
CommandLine parseCommandLine(const QStringList &arguments);

/// An endpoint of a URL such as ws://127.0.0.1:8091 or wss://*:8443. ws and http serve both, as wss
/// and https do. nullopt: not one.
std::optional<EndpointConfig> endpointOf(const QString &url);

} // namespace Signalbox
