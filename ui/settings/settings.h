#pragma once

#include <QByteArray>
#include <QLatin1StringView>
#include <QSettings>
#include <QString>
#include <QVariant>

#include <memory>

namespace Signalbox {

/// A thing the window remembers: its key, and what holds while it was never set.
template<typename T>
struct Setting
{
    QLatin1StringView key;
    T fallback;
};

namespace Keys {
using namespace Qt::StringLiterals;
inline constexpr Setting<int> Theme{"view/theme"_L1, 0}; ///< a SchemeChoice
inline constexpr Setting<int> Zoom{"view/zoom"_L1, 100}; ///< per cent
inline const Setting<QByteArray> LogColumns{"log/columns"_L1, {}};
inline const Setting<QByteArray> ClientColumns{"clients/columns"_L1, {}};
inline const Setting<QByteArray> TimerColumns{"timers/columns"_L1, {}};
inline const Setting<QByteArray> WindowGeometry{"window/geometry"_L1, {}};
inline const Setting<QByteArray> MainSplitter{"window/main"_L1, {}};
inline const Setting<QByteArray> CentreSplitter{"window/centre"_L1, {}};
inline const Setting<QByteArray> LowerSplitter{"window/lower"_L1, {}};
inline constexpr Setting<int> HiddenPanes{"window/hiddenPanes"_L1, 0}; ///< one bit each
inline constexpr Setting<bool> FirstRunSeen{"window/firstRunSeen"_L1, false};
} // namespace Keys

/// What the window remembers about itself, by typed keys. What the operator makes (endpoints,
/// texts) lives in documents of its own. A value that cannot be read as its type is the fallback.
/// The window's thread.
class Settings final
{
public:
    Settings(); ///< in the place the system has for it
    explicit Settings(const QString &fileName); ///< in a file of its own

    template<typename T>
    T value(const Setting<T> &setting) const
    {
        const QVariant stored = m_store->value(setting.key);
        return stored.isValid() && stored.canConvert<T>() ? stored.value<T>() : setting.fallback;
    }
    /// A number within its range; one outside it is the fallback.
    int number(const Setting<int> &setting, int minimum, int maximum) const;

    template<typename T>
    void setValue(const Setting<T> &setting, const T &value)
    {
        m_store->setValue(setting.key, QVariant::fromValue(value));
    }
    /// Forgets everything below a group, such as "window".
    void forget(QLatin1StringView group);

private:
    std::unique_ptr<QSettings> m_store;
};

} // namespace Signalbox
