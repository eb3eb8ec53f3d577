#include "app/commandline.h"
#include "app/windowed.h"

namespace Signalbox {

// it was built without a window, and nobody calls these

int runWindow(int, char **, ConfigurationFile &, const Configuration &, const ServerFolders &, bool,
              Instance &)
{
    return ExitNotStarted;
}

int showProblems(int, char **, const QString &, const QList<ConfigurationProblem> &)
{
    return ExitUsage;
}

int showTaken(int, char **, const QString &, qint64)
{
    return ExitNotStarted;
}

QString askForFile(int, char **, const QString &)
{
    return {};
}

} // namespace Signalbox
