#pragma once

#include "core/config/configurationfile.h"
#include "core/server/server.h"

namespace Signalbox {

class Instance;

/// Serves with a window until it is closed, or until SIGINT or SIGTERM; prints what the server
/// without a window prints. An endpoint that cannot start is a bar in the window, not the end.
/// Where no window can be shown the program starts anew without one. `saves` as WindowParts says.
/// Another start with the same configuration shows this window, unless `instance` is somebody
/// else's. Gives the exit status. Main's thread.
int runWindow(int argc, char **argv, ConfigurationFile &file, const Configuration &configuration,
              const ServerFolders &folders, bool saves, Instance &instance);

/// Shows in a window what is wrong with the configuration's file, and waits until it is closed.
/// Where no window can be shown the program ends at once, with the same status. Gives the exit
/// status. Main's thread.
int showProblems(int argc, char **argv, const QString &fileName,
                 const QList<ConfigurationProblem> &problems);

/// Says in a window that there is no such configuration file, and asks whether it is to begin
/// there, or another one that was probably meant is to be used. Gives the name; empty: neither.
/// Where no window can be shown the program ends at once. Main's thread.
QString askForFile(int argc, char **argv, const QString &fileName);

/// Says in a window that process `other` uses the configuration, and waits until it is closed.
/// Where no window can be shown the program ends at once. Gives the exit status. Main's thread.
int showTaken(int argc, char **argv, const QString &fileName, qint64 other);

} // namespace Signalbox
