#include "core/routes/scriptstatefile.h"

#include "core/config/guardedsave.h"
#include "core/json/jsonscanner.h"
#include "core/routes/scriptvalues.h"

namespace Signalbox {

Result<ScriptStateFile::Loaded> ScriptStateFile::load() const
{
    const auto reading = guardedLoad(m_fileName, [](const QByteArray &content) {
        const QByteArray state = content.trimmed();
        return state.startsWith('{') && state.size() <= MaxScriptState && !validateJson(state);
    });
    if (!reading)
        return reading.error();
    Loaded loaded;
    loaded.recovery = reading->recovery;
    if (reading->content)
        loaded.state = reading->content->trimmed();
    return loaded;
}

Status ScriptStateFile::save(const QByteArray &state) const
{
    return guardedSave(m_fileName, state + '\n', Earlier::Kept);
}

} // namespace Signalbox
