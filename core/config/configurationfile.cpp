#include "core/config/configurationfile.h"

#include "core/config/guardedsave.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

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
    const Status status = guardedSave(m_fileName, document);
    if (status)
        m_known = hashOf(document);
    return status;
}

} // namespace Signalbox
