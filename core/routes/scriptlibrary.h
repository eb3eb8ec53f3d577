#pragma once

#include "core/config/scriptconfig.h"
#include "core/routes/scriptfiles.h"
#include "core/routes/scripthost.h"

#include <QDir>
#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace Signalbox {

/// The scripts that the configuration names, as the host knows them: each is compiled once, and
/// again when its file changes. The server's thread.
class ScriptLibrary final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScriptLibrary)
public:
    struct Script
    {
        ScriptConfig config;
        QString label; ///< what its faults call it, when it has no file
        ScriptId id = 0; ///< 0: its file cannot be read
        std::optional<ScriptFault> fault; ///< why it cannot be run
        bool isUsed = true;
    };

    /// Relative file names start at `base`. `host` must outlive it.
    ScriptLibrary(ScriptHost *host, const QDir &base, QObject *parent);

    /// The script of a configuration, made if there is none. Stays until dropUnused().
    Script *use(const ScriptConfig &config, const QString &label);
    /// From now on only those count as used that use() gives.
    void beginUse();
    void dropUnused();
    /// The text of a script, read now if it has a file. Fails like ScriptFiles::read().
    Result<QString> textOf(const ScriptConfig &config) const;

Q_SIGNALS:
    void broke(const Signalbox::ScriptLibrary::Script *script); ///< see its fault
    void reloaded(const Signalbox::ScriptLibrary::Script *script); ///< its file holds another text

private:
    void load(Script &script);
    void compiled(ScriptId id, const std::optional<ScriptFault> &fault);
    void fileChanged(const QString &fileName);

    ScriptHost *m_host;
    ScriptFiles m_files;
    std::vector<std::unique_ptr<Script>> m_scripts;
};

} // namespace Signalbox
