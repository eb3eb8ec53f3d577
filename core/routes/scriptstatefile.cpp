#include "core/routes/scriptstatefile.h"

#include "core/json/jsonscanner.h"
#include "core/routes/scriptvalues.h"
#include "core/storage/guardedsave.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

Status isState(const QByteArray &content)
{
    const QByteArray state = content.trimmed();
    const auto bad = [](const QString &detail) { return Error{Error::Code::BadDocument, detail}; };
    if (state.size() > MaxScriptState)
        return bad(u"it is larger than %1 bytes"_s.arg(MaxScriptState));
    if (!state.startsWith('{'))
        return bad(u"it is not an object"_s);
    if (const auto error = validateJson(state))
        return bad(describe(error->code));
    return success();
}

} // namespace

std::optional<DocumentMistake> ScriptStateFile::mistake() const
{
    return mistakeIn(m_fileName, isState);
}

Result<ScriptStateFile::Loaded> ScriptStateFile::load() const
{
    const auto reading = guardedLoad(m_fileName, isState);
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
