#include "core/server/storefiles.h"

#include "core/clock/clockkeeper.h"
#include "core/routes/scriptstatefile.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

QString timerStateFile(const QDir &store)
{
    return store.filePath(u"timers.json"_s);
}

QString scriptStateFile(const QDir &store)
{
    return store.filePath(u"script-state.json"_s);
}

QList<std::pair<QString, DocumentMistake>> mistakesInStore(const QDir &store)
{
    QList<std::pair<QString, DocumentMistake>> mistakes;
    if (const auto mistake = FileClockKeeper::mistakeIn(timerStateFile(store)))
        mistakes.append({timerStateFile(store), *mistake});
    if (const auto mistake = ScriptStateFile(scriptStateFile(store)).mistake())
        mistakes.append({scriptStateFile(store), *mistake});
    return mistakes;
}

} // namespace Signalbox
