#pragma once

#include "core/config/configurationfile.h"
#include "core/server/server.h"

namespace Signalbox {

/// Serves with a window until it is closed, or until SIGINT or SIGTERM; prints what the server
/// without a window prints. An endpoint that cannot start is a bar in the window, not the end.
/// Where no window can be shown the program starts anew without one. `saves` as WindowParts says.
/// Gives the exit status. Main's thread.
int runWindow(int argc, char **argv, ConfigurationFile &file, const Configuration &configuration,
              const ServerFolders &folders, bool saves);

/// Shows in a window what is wrong with the configuration's file, and waits until it is closed.
/// Where no window can be shown the program ends at once, with the same status. Gives the exit
/// status. Main's thread.
int showProblems(int argc, char **argv, const QString &fileName,
                 const QList<ConfigurationProblem> &problems);

} // namespace Signalbox
