#pragma once

#include "core/config/configuration.h"
#include "core/storage/guardedload.h"
#include "core/values/result.h"

#include <QByteArray>
#include <QDir>
#include <QList>

namespace Signalbox {

/// One thing that is wrong in a configuration document.
struct ConfigurationProblem
{
    QString key; ///< dotted, with indexes: "endpoints[0].port"; empty: the document itself
    int line = 0; ///< 1-based; 0: not in the text
    int column = 0; ///< 1-based, in characters
    Error error; ///< BadDocument or NotSupported; detail: what is wrong and what would be right,
                 ///< one English sentence

    bool operator==(const ConfigurationProblem &) const = default;
};

/// What reading gave: a configuration, or everything that is wrong with it (never both).
struct ConfigurationReading
{
    Configuration configuration; ///< meaningful only when there are no problems
    QList<ConfigurationProblem> problems;

    explicit operator bool() const { return problems.isEmpty(); }
};

/// Reads a document (UTF-8 JSON, no comments; unknown and duplicate keys are errors). Pure; any
/// thread.
ConfigurationReading parseConfiguration(const QByteArray &document);

/// The document of a configuration: JSON with two spaces of indentation, keys in the manual's
/// order, only what differs from the defaults, but always "version", "endpoints", and of each
/// endpoint name, address, port and protocols. parseConfiguration(toDocument(c)) gives c back.
QByteArray toDocument(const Configuration &configuration);

/// The configuration's file. Remembers what it read, so that it never overwrites somebody else's
/// change. Not thread-safe; the window's thread (or main's, headless).
class ConfigurationFile final
{
public:
    explicit ConfigurationFile(QString fileName);

    const QString &fileName() const { return m_fileName; }
    /// Whether there was no file when it was last read, and none was written since.
    bool wasAbsent() const { return m_known.isEmpty(); }
    /// Where relative names in the document start.
    QDir directory() const;
    /// Reads the file. An absent file is the default configuration. A file that cannot be read is
    /// one problem with Error::CannotRead. One that was cut off or overwritten, which no editor
    /// does, is set aside if an earlier save can take its place: see recovery(). A mistake in it is
    /// a problem and changes nothing.
    ConfigurationReading load();
    /// The same, and leaves everything on the disk as it is.
    ConfigurationReading check();
    /// What the last load() had to do because the file was damaged.
    const std::optional<Recovery> &recovery() const { return m_recovery; }
    /// Writes the whole document, mode 0600, or leaves the old one as it is: CannotWrite, NoSpace,
    /// or ChangedOnDisk when the file is not as load() or the last save() left it and `overwrite`
    /// is false. Makes the folder (0700) if missing.
    Status save(const Configuration &configuration, bool overwrite = false);

private:
    ConfigurationReading unreadable(const Error &error);

    QString m_fileName;
    std::optional<Recovery> m_recovery;
    QByteArray m_known; ///< SHA-256 of the file's bytes as we know them; empty: it was absent
};

} // namespace Signalbox
