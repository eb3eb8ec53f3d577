#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace Signalbox {

/// Where the object that scripts share outlives the program.
class ScriptStateFile
{
public:
    explicit ScriptStateFile(QString fileName)
        : m_fileName(std::move(fileName))
    {
    }

    struct Loaded
    {
        QByteArray state = "{}"; ///< a JSON object
        std::optional<QString> setAside{}; ///< the damaged file's new name; the state begins empty
    };
    /// A file that is not there is an empty state. Fails with CannotRead when it cannot be opened,
    /// or is damaged and cannot be set aside: then nothing may be saved over it.
    Result<Loaded> load() const;
    Status save(const QByteArray &state) const;

private:
    QString m_fileName;
};

} // namespace Signalbox
