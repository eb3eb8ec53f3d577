#include "core/storage/guardedload.h"

#include "core/json/jsonscanner.h"
#include "core/storage/documentdamage.h"
#include "core/storage/guardedsave.h"

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

/// nullopt: it is usable.
std::optional<DocumentMistake> mistakeOf(const QByteArray &document, const DocumentTest &usable)
{
    const Status status = usable(document);
    if (status)
        return std::nullopt;
    if (const auto error = validateJson(document)) {
        return DocumentMistake{error->at.line, error->at.column,
                               u"this is not JSON: "_s + describe(error->code)};
    }
    return DocumentMistake{.detail = status.error().detail};
}

Error errorOf(const QString &fileName, const DocumentMistake &mistake)
{
    const QString place =
        mistake.line > 0 ? u":%1:%2"_s.arg(mistake.line).arg(mistake.column) : QString();
    return {Error::Code::BadDocument, fileName + place + u": "_s + mistake.detail};
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

std::optional<DocumentMistake> mistakeIn(const QString &fileName, const DocumentTest &usable)
{
    const auto content = readDocument(fileName);
    return content && *content && !isDamaged(**content) ? mistakeOf(**content, usable)
                                                        : std::nullopt;
}

Result<GuardedReading> guardedLoad(const QString &fileName, const DocumentTest &usable,
                                   Mistakes mistakes)
{
    const QFileInfo target(fileName);
    removeStrayTemporaries(target);
    const auto content = readDocument(fileName);
    if (!content)
        return content.error();
    if (!*content)
        return GuardedReading();
    if (!isDamaged(**content)) {
        const auto mistake =
            mistakes == Mistakes::Returned ? std::nullopt : mistakeOf(**content, usable);
        if (!mistake)
            return GuardedReading{*content, {}};
        if (mistakes == Mistakes::Told)
            return errorOf(fileName, *mistake);
    }

    const auto good = newestGood(target.canonicalFilePath(), usable);
    if (!good && mistakes == Mistakes::Returned)
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
