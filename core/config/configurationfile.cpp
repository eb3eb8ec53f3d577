#include "core/config/configurationfile.h"

#include "core/config/guardedsave.h"
#include "core/json/jsonscanner.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

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

bool isConfiguration(const QByteArray &document)
{
    return bool(parseConfiguration(document));
}

/// Whether it was cut off or overwritten, as by a power cut: people make other mistakes.
bool isDamaged(const QByteArray &document)
{
    if (!document.contains('{'))
        return true;
    const auto error = validateJson(document);
    return error
           && (error->code == JsonError::Code::UnexpectedEnd
               || error->code == JsonError::Code::BadUtf8
               || std::any_of(document.begin(), document.end(), [](char byte) {
                      return uchar(byte) < ' ' && byte != '\n' && byte != '\r' && byte != '\t';
                  }));
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
    const auto reading = guardedLoad(
        m_fileName, [](const QByteArray &document) { return !isDamaged(document); },
        isConfiguration, Irreplaceable::Left);
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
