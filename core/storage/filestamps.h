#pragma once

#include <QString>
#include <QStringList>

namespace Signalbox {

/// Sees by their times and sizes that files are replaced, and by their paths that links lead
/// elsewhere. Belongs to one thread.
class FileStamps
{
public:
    FileStamps() = default;
    explicit FileStamps(const QStringList &files);

    /// To be asked every second or so. Once true, when something has changed since the last true
    /// one, and not since the last question: whoever writes several files has finished.
    bool haveChanged();

private:
    QString now() const;

    QStringList m_files;
    QString m_known; ///< what was told, or there at first
    QString m_last; ///< at the last question
};

} // namespace Signalbox
