#pragma once

#include "core/storage/guardedload.h"
#include "core/values/result.h"

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
        std::optional<Recovery>
            recovery{}; ///< it was damaged; the state is an earlier one or empty
    };
    /// A file that is not there is an empty state. Fails as guardedLoad() does: then nothing may be
    /// saved over it.
    Result<Loaded> load() const;
    /// Why load() would fail because of somebody's hand; nullopt: it would not.
    std::optional<DocumentMistake> mistake() const;
    Status save(const QByteArray &state) const;

private:
    QString m_fileName;
};

} // namespace Signalbox
