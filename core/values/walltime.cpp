#include "core/values/walltime.h"

#include "core/values/utc.h"

#include <QDateTime>

namespace Signalbox {

using namespace Qt::StringLiterals;

WallTime wallTimeNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

qint64 millisecondsOf(WallTime time)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

QString isoTime(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(millisecondsOf(time), Utc).toString(Qt::ISODateWithMs);
}

QString isoText(WallTime time)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const qint64 micros = (time - whole).count();
    return QDateTime::fromSecsSinceEpoch(whole.time_since_epoch().count(), Utc)
               .toString(u"yyyy-MM-ddTHH:mm:ss."_s)
           + QString::number(micros).rightJustified(6, u'0') + u'Z';
}

std::optional<WallTime> timeFromIsoText(const QString &text)
{
    const qsizetype dot = text.size() - 8; // ".123456Z"
    if (dot < 0 || text[dot] != u'.' || !text.endsWith(u'Z'))
        return std::nullopt;
    const QDateTime time = QDateTime::fromString(text.first(dot) + u'Z', Qt::ISODate);
    bool isNumber = false;
    const int micros = QStringView(text).sliced(dot + 1, 6).toInt(&isNumber);
    if (!time.isValid() || !isNumber || micros < 0)
        return std::nullopt;
    return WallTime(std::chrono::seconds(time.toSecsSinceEpoch())
                    + std::chrono::microseconds(micros));
}

} // namespace Signalbox
