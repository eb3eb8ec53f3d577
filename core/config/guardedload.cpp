#include "core/config/guardedload.h"

#include "core/config/guardedsave.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

/// QSaveFile names its temporary file so where the system knows no unnamed files.
void removeStrayTemporaries(const QFileInfo &target)
{
    static const QRegularExpression random(
        u"\\.(?=[A-Za-z]*[A-Z])(?=[A-Za-z]*[a-z])[A-Za-z]{6}$"_s);
    const QDateTime yesterday = QDateTime::currentDateTimeUtc().addDays(-1);
    QDir folder = target.absoluteDir();
    const QFileInfoList found =
        folder.entryInfoList({target.fileName() + u".??????"_s}, QDir::Files);
    for (const QFileInfo &file : found) {
        if (random.match(file.fileName()).hasMatch() && file.lastModified() < yesterday)
            folder.remove(file.fileName());
    }
}

QString nameAside(const QString &fileName)
{
    return fileName + u".broken-"_s
           + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss-zzz"_s);
}

struct Generation
{
    QByteArray content;
    QDateTime savedAt;
};

std::optional<Generation> newestGood(const QString &fileName, const DocumentTest &usable)
{
    for (int age = 1; age <= Generations; ++age) {
        const QString name = generationName(fileName, age);
        const auto content = readDocument(name);
        if (content && *content && usable(**content))
            return Generation{**content, QFileInfo(name).lastModified().toUTC()};
    }
    return std::nullopt;
}

} // namespace

Result<std::optional<QByteArray>> readDocument(const QString &fileName)
{
    const QFileInfo info(fileName);
    if (!info.exists())
        return std::optional<QByteArray>();
    QFile file(fileName);
    if (info.isDir() || !file.open(QIODevice::ReadOnly)) {
        return Error{Error::Code::CannotRead,
                     info.isDir()
                         ? u"%1 is a folder, not a file."_s.arg(fileName)
                         : u"%1 cannot be opened: %2."_s.arg(fileName, file.errorString())};
    }
    const QByteArray content = file.readAll();
    if (file.error() != QFileDevice::NoError || content.size() < file.size()) {
        return Error{Error::Code::CannotRead,
                     u"%1 cannot be read: %2."_s.arg(fileName, file.errorString())};
    }
    return std::optional(content);
}

Result<GuardedReading> guardedLoad(const QString &fileName, const DocumentTest &sound,
                                   const DocumentTest &usable, Irreplaceable otherwise)
{
    const QFileInfo target(fileName);
    removeStrayTemporaries(target);
    const auto content = readDocument(fileName);
    if (!content)
        return content.error();
    if (!*content || sound(**content))
        return GuardedReading{*content, {}};

    const auto good = newestGood(target.canonicalFilePath(), usable);
    if (!good && otherwise == Irreplaceable::Left)
        return GuardedReading{*content, {}};
    Recovery recovery;
    const QString aside = nameAside(fileName);
    if (good) {
        recovery.savedAt = good->savedAt;
        // a copy first: there is never a moment without a file, which would mean the defaults
        if (guardedSave(aside, **content) && guardedSave(fileName, good->content))
            recovery.setAside = aside;
    } else if (QFile::rename(fileName, aside)) {
        recovery.setAside = aside;
    } else {
        return Error{Error::Code::CannotRead,
                     u"%1 is damaged, and cannot be renamed to %2."_s.arg(fileName, aside)};
    }
    return GuardedReading{good ? std::optional(good->content) : std::nullopt, recovery};
}

} // namespace Signalbox
