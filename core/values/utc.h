#pragma once

#include <QtGlobal>
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QTimeZone>
#else
#include <qnamespace.h>
#endif

namespace Signalbox {

/// Coordinated universal time, as a QDateTime takes it: `QDateTime(date, time, Utc)`. Qt deprecates
/// Qt::UTC there from 6.9 on, and QTimeZone::UTC exists since 6.5.
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
inline constexpr QTimeZone::Initialization Utc = QTimeZone::UTC;
#else
inline constexpr Qt::TimeSpec Utc = Qt::UTC;
#endif

} // namespace Signalbox
