#include "core/history/versionstore.h"

#include "core/storage/guardedload.h"
#include "core/storage/guardedsave.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>
#include <utility>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int DocumentVersion = 1;
constexpr auto ListSuffix = ".json"_L1;
constexpr auto TextSuffix = ".txt"_L1;

QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

struct VersionList
{
    QString key;
    QList<TextVersion> versions;
};

Error noList()
{
    return {Error::Code::BadDocument, u"it is no list of versions"_s};
}

/// nullopt: not such a document.
std::optional<VersionList> parse(const QByteArray &document)
{
    const QJsonObject root = QJsonDocument::fromJson(document).object();
    if (root.value("version"_L1).toInt() != DocumentVersion || !root.value("key"_L1).isString())
        return std::nullopt;
    VersionList list{root.value("key"_L1).toString(), {}};
    const QJsonArray versions = root.value("versions"_L1).toArray();
    for (const QJsonValue &value : versions) {
        const QJsonObject object = value.toObject();
        TextVersion version;
        version.hash = QByteArray::fromHex(object.value("sha256"_L1).toString().toLatin1());
        version.at = QDateTime::fromString(object.value("at"_L1).toString(), Qt::ISODateWithMs);
        version.bytes = object.value("bytes"_L1).toInteger();
        if (version.hash.size() != 32 || !version.at.isValid())
            return std::nullopt;
        list.versions.append(version);
    }
    return list;
}

} // namespace

QByteArray versionsDocument(const QString &key, const QList<TextVersion> &versions)
{
    QJsonArray list;
    for (const TextVersion &version : versions)
        list.append(QJsonObject{{u"at"_s, version.at.toString(Qt::ISODateWithMs)},
                                {u"sha256"_s, QString::fromLatin1(version.hash.toHex())},
                                {u"bytes"_s, version.bytes}});
    return QJsonDocument(
               QJsonObject{{u"version"_s, DocumentVersion}, {u"key"_s, key}, {u"versions"_s, list}})
        .toJson();
}

VersionStore::VersionStore(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_folder(folder)
    , m_inMemory(folder.isEmpty())
{
    m_writer.setMaxThreadCount(1);
    if (!m_inMemory)
        load();
}

VersionStore::~VersionStore()
{
    flush();
}

void VersionStore::load()
{
    const QStringList names = m_folder.entryList({u"*.json"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        const QString fileName = m_folder.filePath(name);
        const auto usable = [&](const QByteArray &document) {
            const auto list = parse(document);
            return list && listFile(list->key) == fileName ? success() : Status(noList());
        };
        const auto reading = guardedLoad(fileName, usable, Mistakes::SetAside);
        if (!reading) {
            m_setAside.append(fileName);
            m_unreadable.insert(fileName);
            continue;
        }
        if (reading->recovery)
            m_setAside.append(reading->recovery->setAside);
        if (reading->content) {
            VersionList list = parse(*reading->content).value();
            m_versions.insert(list.key, std::move(list.versions));
        }
    }
}

QString VersionStore::listFile(const QString &key) const
{
    return m_folder.filePath(QString::fromLatin1(hashOf(key.toUtf8()).toHex()) + ListSuffix);
}

QString VersionStore::textFile(const QByteArray &hash) const
{
    return m_folder.filePath("texts/"_L1 + QString::fromLatin1(hash.toHex()) + TextSuffix);
}

QList<TextVersion> VersionStore::versions(const QString &key) const
{
    return m_versions.value(key);
}

Result<QString> VersionStore::text(const TextVersion &version) const
{
    if (const auto kept = m_texts.constFind(version.hash); kept != m_texts.cend())
        return QString::fromUtf8(*kept);
    QFile file(textFile(version.hash));
    if (m_inMemory || !file.open(QIODevice::ReadOnly))
        return Error{Error::Code::CannotRead, u"%1: %2"_s.arg(file.fileName(), file.errorString())};
    const QByteArray bytes = file.readAll();
    if (hashOf(bytes) != version.hash)
        return Error{Error::Code::CannotRead,
                     u"%1 is not what was written: its SHA-256 is another"_s.arg(file.fileName())};
    return QString::fromUtf8(bytes);
}

void VersionStore::add(const QString &key, const QString &text, const QDateTime &at)
{
    const QByteArray bytes = text.toUtf8();
    QList<TextVersion> &versions = m_versions[key];
    const QByteArray hash = hashOf(bytes);
    if (!versions.isEmpty() && versions.first().hash == hash)
        return;
    versions.prepend({hash, at.toUTC(), bytes.size()});
    m_texts.insert(hash, bytes);
    if (!m_inMemory)
        post([this, fileName = textFile(hash), bytes, hash] {
            const Status status = guardedSave(fileName, bytes);
            if (status)
                QMetaObject::invokeMethod(this, [this, hash] { m_texts.remove(hash); });
            return status;
        });
    keep(versions);
    writeList(key);
    dropOldKeys();
    Q_EMIT changed(key);
}

void VersionStore::rename(const QString &from, const QString &to)
{
    if (from == to || !m_versions.contains(from))
        return;
    QList<TextVersion> versions = m_versions.take(from) + m_versions.value(to);
    std::ranges::stable_sort(versions, std::ranges::greater(), &TextVersion::at);
    keep(versions);
    m_versions.insert(to, versions);
    writeList(to);
    writeList(from);
    Q_EMIT changed(from);
    Q_EMIT changed(to);
}

/// Cuts the list to its length.
void VersionStore::keep(QList<TextVersion> &versions)
{
    if (versions.size() <= MaxVersions)
        return;
    const QList<TextVersion> dropped = versions.mid(MaxVersions);
    versions.resize(MaxVersions);
    dropUnused(dropped);
}

/// Takes the texts away that no list names any more; lists go before the texts they name.
void VersionStore::dropUnused(const QList<TextVersion> &dropped)
{
    for (const TextVersion &version : dropped) {
        const bool isUsed = std::ranges::any_of(m_versions, [&version](const auto &versions) {
            return std::ranges::find(versions, version.hash, &TextVersion::hash) != versions.end();
        });
        if (isUsed)
            continue;
        m_texts.remove(version.hash);
        if (!m_inMemory)
            post([fileName = textFile(version.hash)] {
                QFile::remove(fileName); // left behind, it only takes room
                return success();
            });
    }
}

void VersionStore::dropOldKeys()
{
    while (m_versions.size() > MaxKeys) {
        const auto newest = [](const QList<TextVersion> &versions) {
            return versions.isEmpty() ? QDateTime() : versions.first().at;
        };
        auto oldest = m_versions.begin();
        for (auto it = m_versions.begin(); it != m_versions.end(); ++it)
            if (newest(*it) < newest(*oldest))
                oldest = it;
        const QString key = oldest.key();
        const QList<TextVersion> dropped = m_versions.take(key);
        writeList(key);
        dropUnused(dropped);
    }
}

/// Writes the list as it is now; a list that is gone takes its file along.
void VersionStore::writeList(const QString &key)
{
    if (m_inMemory || m_unreadable.contains(listFile(key)))
        return;
    const auto list = m_versions.constFind(key);
    if (list == m_versions.cend()) {
        post([fileName = listFile(key)] {
            QFile::remove(fileName);
            for (int age = 1; age <= Generations; ++age)
                QFile::remove(generationName(fileName, age));
            return success();
        });
        return;
    }
    post([fileName = listFile(key), document = versionsDocument(key, *list)] {
        return guardedSave(fileName, document, Earlier::Kept);
    });
}

void VersionStore::post(std::function<Status()> job)
{
    m_writer.start([this, job = std::move(job)] {
        const Status status = job();
        if (!status)
            QMetaObject::invokeMethod(this,
                                      [this, error = status.error()] { Q_EMIT saveFailed(error); });
    });
}

void VersionStore::flush()
{
    m_writer.waitForDone();
}

} // namespace Signalbox
