#pragma once

#include "core/config/configurationfile.h"

namespace Signalbox {

/// Says on standard error what is wrong with a file, one line for each problem:
/// "signalbox.json:3:5: endpoints[0].port: …".
void printProblems(const QString &fileName, const QList<ConfigurationProblem> &problems);

/// Says there which earlier saves lie beside a file that has a mistake, if there are any.
void printEarlierSaves(const QString &fileName);

/// Says there that a damaged file was replaced.
void printRecovery(const QString &fileName, const Recovery &recovery);

/// The file beside it that was probably meant by a name that leads to none; empty: none is near.
QString nearestFile(const QString &fileName);

/// Says there that there is no such file, and what to do.
void printMissing(const QString &fileName);

} // namespace Signalbox
