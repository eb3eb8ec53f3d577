#include "core/routes/scriptstatefile.h"

#include "core/config/guardedsave.h"
#include "core/json/jsonscanner.h"
#include "core/routes/scriptvalues.h"

#include <QDateTime>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Signalbox {

Result<ScriptStateFile::Loaded> ScriptStateFile::load() const
{
    QFile file(m_fileName);
    if (!file.exists())
        return Loaded{};
    if (!file.open(QIODevice::ReadOnly))
        return Error{Error::Code::CannotRead,
                     u"%1 cannot be opened: %2"_s.arg(m_fileName, file.errorString())};
    const QByteArray state = file.readAll().trimmed();
    file.close();
    if (state.startsWith('{') && state.size() <= MaxScriptState && !validateJson(state))
        return Loaded{.state = state};
    const QString stamp = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss-zzz"_s);
    const QString aside = u"%1.broken-%2"_s.arg(m_fileName, stamp);
    if (!QFile::rename(m_fileName, aside))
        return Error{Error::Code::CannotRead,
                     u"%1 is damaged, and cannot be renamed to %2"_s.arg(m_fileName, aside)};
    return Loaded{.setAside = aside};
}

Status ScriptStateFile::save(const QByteArray &state) const
{
    return guardedSave(m_fileName, state + '\n');
}

} // namespace Signalbox
