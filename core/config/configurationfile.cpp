#include "core/config/configurationfile.h"

#include "core/storage/guardedsave.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QByteArray hashOf(const std::optional<QByteArray> &content)
{
    return content ? QCryptographicHash::hash(*content, QCryptographicHash::Sha256) : QByteArray();
}

ConfigurationReading parsed(const std::optional<QByteArray> &document)
{
    return document ? parseConfiguration(*document) : ConfigurationReading();
}

Status isConfiguration(const QByteArray &document)
{
    const ConfigurationReading reading = parseConfiguration(document);
    return reading ? success() : Status(reading.problems.first().error);
}

} // namespace

ConfigurationFile::ConfigurationFile(QString fileName)
    : m_fileName(std::move(fileName))
{
}

QDir ConfigurationFile::directory() const
{
    return QFileInfo(m_fileName).absoluteDir();
}

ConfigurationReading ConfigurationFile::load()
{
    const auto reading = guardedLoad(m_fileName, isConfiguration, Mistakes::Returned);
    if (!reading)
        return unreadable(reading.error());
    m_recovery = reading->recovery;
    // where the damaged file could not be replaced, a save will ask before it is written over
    m_known = hashOf(reading->content);
    return parsed(reading->content);
}

ConfigurationReading ConfigurationFile::check()
{
    const auto content = readDocument(m_fileName);
    if (!content)
        return unreadable(content.error());
    m_recovery.reset();
    m_known = hashOf(*content);
    return parsed(*content);
}

ConfigurationReading ConfigurationFile::unreadable(const Error &error)
{
    m_recovery.reset();
    m_known.clear();
    return {{}, {{QString(), 0, 0, error}}};
}

Status ConfigurationFile::save(const Configuration &configuration, bool overwrite)
{
    if (!overwrite) {
        const auto content = readDocument(m_fileName);
        if (!content)
            return Error{Error::Code::CannotWrite, content.error().detail};
        if (hashOf(*content) != m_known)
            return Error{Error::Code::ChangedOnDisk, m_fileName};
    }
    const QByteArray document = toDocument(configuration);
    const Status status = guardedSave(m_fileName, document, Earlier::Kept);
    if (status)
        m_known = hashOf(document);
    return status;
}

} // namespace Signalbox
