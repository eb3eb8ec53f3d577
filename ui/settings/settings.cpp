#include "ui/settings/settings.h"

namespace Signalbox {

using namespace Qt::StringLiterals;

Settings::Settings()
    : m_store(std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                          u"signalbox"_s, u"window"_s))
{
}

Settings::Settings(const QString &fileName)
    : m_store(std::make_unique<QSettings>(fileName, QSettings::IniFormat))
{
}

int Settings::number(const Setting<int> &setting, int minimum, int maximum) const
{
    bool ok = false;
    const int stored = m_store->value(setting.key).toInt(&ok);
    return ok && stored >= minimum && stored <= maximum ? stored : setting.fallback;
}

void Settings::forget(QLatin1StringView group)
{
    m_store->remove(group);
}

} // namespace Signalbox
