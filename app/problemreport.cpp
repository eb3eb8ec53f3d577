#include "app/problemreport.h"

#include "core/config/nearestkey.h"
#include "core/storage/guardedsave.h"

#include <QDateTime>
#include <QFileInfo>

#include <cstdio>

namespace Signalbox {

using namespace Qt::StringLiterals;

void printProblems(const QString &fileName, const QList<ConfigurationProblem> &problems)
{
    for (const ConfigurationProblem &problem : problems) {
        QString place = fileName;
        if (problem.line > 0)
            place += u":%1:%2"_s.arg(problem.line).arg(problem.column);
        if (!problem.key.isEmpty())
            place += u": "_s + problem.key;
        std::fprintf(stderr, "%s: %s\n", qPrintable(place), qPrintable(problem.error.detail));
    }
}

void printEarlierSaves(const QString &fileName)
{
    const QFileInfo last(generationName(fileName, 1));
    if (last.isFile()) {
        std::fprintf(stderr,
                     "signalbox: nothing was changed; what it held before the last save, at %s, is "
                     "in %s\n",
                     qPrintable(last.lastModified().toString(Qt::ISODate)),
                     qPrintable(last.filePath()));
    }
}

void printRecovery(const QString &fileName, const Recovery &recovery)
{
    std::fprintf(stderr,
                 "signalbox: %s was damaged and is kept as %s; what was saved at %s is used\n",
                 qPrintable(fileName),
                 qPrintable(recovery.setAside.isEmpty() ? fileName : recovery.setAside),
                 qPrintable(recovery.savedAt.toLocalTime().toString(Qt::ISODate)));
}

QString nearestFile(const QString &fileName)
{
    const QFileInfo info(fileName);
    const QString nearest =
        nearestKey(info.fileName(), info.absoluteDir().entryList(QDir::Files, QDir::Name));
    if (nearest.isEmpty())
        return {};
    return fileName.chopped(info.fileName().size()) + nearest; // the folder as it was written
}

void printMissing(const QString &fileName)
{
    const QString nearest = nearestFile(fileName);
    std::fprintf(stderr, "signalbox: there is no file %s", qPrintable(fileName));
    if (!nearest.isEmpty())
        std::fprintf(stderr, ". Did you mean %s?", qPrintable(nearest));
    std::fprintf(stderr, "%s To begin a new configuration there, add --new.\n",
                 nearest.isEmpty() ? "." : "");
}

} // namespace Signalbox
