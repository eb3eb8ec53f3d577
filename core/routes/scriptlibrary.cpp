#include "core/routes/scriptlibrary.h"

namespace Signalbox {

ScriptLibrary::ScriptLibrary(ScriptHost *host, const QDir &base, QObject *parent)
    : QObject(parent)
    , m_host(host)
    , m_files(base, this)
{
    connect(m_host, &ScriptHost::compiled, this, &ScriptLibrary::compiled);
    connect(&m_files, &ScriptFiles::changed, this, &ScriptLibrary::fileChanged);
}

ScriptLibrary::Script *ScriptLibrary::use(const ScriptConfig &config, const QString &label)
{
    for (const auto &script : m_scripts) {
        if (script->config == config && script->label == label) {
            script->isUsed = true;
            return script.get();
        }
    }
    m_scripts.push_back(std::make_unique<Script>(Script{config, label}));
    Script *script = m_scripts.back().get();
    load(*script);
    return script;
}

void ScriptLibrary::load(Script &script)
{
    const QString &fileName = script.config.fileName;
    script.fault.reset();
    script.id = 0;
    if (fileName.isEmpty()) {
        script.id = m_host->add(script.config.source, script.label);
        return;
    }
    const auto text = m_files.open(fileName);
    if (text)
        script.id = m_host->add(*text, fileName);
    else
        script.fault = ScriptFault{text.error().detail, fileName, 0};
}

void ScriptLibrary::beginUse()
{
    for (const auto &script : m_scripts)
        script->isUsed = false;
}

void ScriptLibrary::dropUnused()
{
    std::erase_if(m_scripts, [this](const auto &script) {
        if (!script->isUsed && script->id != 0)
            m_host->remove(script->id);
        return !script->isUsed;
    });
    QStringList files;
    for (const auto &script : m_scripts)
        if (!script->config.fileName.isEmpty())
            files.append(script->config.fileName);
    m_files.keepOnly(files);
}

Result<QString> ScriptLibrary::textOf(const ScriptConfig &config) const
{
    if (config.fileName.isEmpty())
        return config.source;
    return m_files.read(config.fileName);
}

void ScriptLibrary::fileChanged(const QString &fileName)
{
    for (const auto &script : m_scripts) {
        if (script->config.fileName != fileName)
            continue;
        if (script->id != 0)
            m_host->remove(script->id);
        load(*script);
        Q_EMIT reloaded(script.get());
        if (script->fault)
            Q_EMIT broke(script.get());
    }
}

void ScriptLibrary::compiled(ScriptId id, const std::optional<ScriptFault> &fault)
{
    if (!fault)
        return;
    for (const auto &script : m_scripts) {
        if (script->id != id)
            continue;
        script->fault = fault;
        Q_EMIT broke(script.get());
    }
}

} // namespace Signalbox
