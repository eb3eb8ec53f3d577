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

/// What the file holds; no value: it is not there.
Result<std::optional<QByteArray>> contentOf(const QString &fileName)
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

QByteArray hashOf(const std::optional<QByteArray> &content)
{
    return content ? QCryptographicHash::hash(*content, QCryptographicHash::Sha256) : QByteArray();
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

bool hasGoodGeneration(const QString &fileName)
{
    const QString real = QFileInfo(fileName).canonicalFilePath();
    for (int age = 1; age <= Generations; ++age) {
        const auto content = contentOf(generationName(real, age));
        if (content && *content && isConfiguration(**content))
            return true;
    }
    return false;
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
    m_recovery.reset();
    const auto damaged = contentOf(m_fileName);
    if (damaged && *damaged && isDamaged(**damaged) && hasGoodGeneration(m_fileName)) {
        const auto reading = guardedLoad(m_fileName, isConfiguration);
        if (reading && reading->content) {
            m_recovery = reading->recovery;
            m_known = m_recovery->setAside.isEmpty() ? hashOf(*damaged) : hashOf(reading->content);
            return parseConfiguration(*reading->content);
        }
    }
    return check();
}

ConfigurationReading ConfigurationFile::check()
{
    const auto content = contentOf(m_fileName);
    if (!content) {
        m_known.clear();
        return {{}, {{QString(), 0, 0, content.error()}}};
    }
    m_known = hashOf(*content);
    return content->has_value() ? parseConfiguration(**content) : ConfigurationReading();
}

Status ConfigurationFile::save(const Configuration &configuration, bool overwrite)
{
    if (!overwrite) {
        const auto content = contentOf(m_fileName);
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
