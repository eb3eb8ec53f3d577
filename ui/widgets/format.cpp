#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

#include <cmath>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text, const char *note = nullptr)
{
    return QCoreApplication::translate("Format", text, note);
}

/// Three significant digits, no trailing zeros, never an exponent.
QString threeDigits(double value)
{
    const double size = std::abs(value);
    const int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
    QLocale locale;
    locale.setNumberOptions(locale.numberOptions() | QLocale::OmitGroupSeparator);
    QString text = locale.toString(value, 'f', decimals);
    if (decimals > 0) {
        while (text.endsWith(locale.zeroDigit()))
            text.chop(locale.zeroDigit().size());
        if (text.endsWith(locale.decimalPoint()))
            text.chop(locale.decimalPoint().size());
    }
    return text;
}

/// `value` scaled down by thousands, and how often.
struct Thousands
{
    double value = 0;
    int power = 0;
};

Thousands inThousands(double value, int maximum)
{
    Thousands result{value, 0};
    while (std::abs(result.value) >= 999.5 && result.power < maximum) {
        result.value /= 1000;
        ++result.power;
    }
    return result;
}

QString bytesText(double bytes)
{
    const Thousands scaled = inThousands(bytes, 4);
    const QString number = threeDigits(scaled.value);
    switch (scaled.power) {
    case 0:
        return tr("%1 B").arg(number);
    case 1:
        return tr("%1 kB").arg(number);
    case 2:
        return tr("%1 MB").arg(number);
    case 3:
        return tr("%1 GB").arg(number);
    default:
        return tr("%1 TB").arg(number);
    }
}

} // namespace

QString shortNumber(double value)
{
    static constexpr char16_t Suffixes[] = {0, u'k', u'M', u'G', u'T'};
    const Thousands scaled = inThousands(value, 4);
    QString text = threeDigits(scaled.value);
    if (scaled.power > 0)
        text += QChar(Suffixes[scaled.power]);
    return text;
}

QString exactNumber(quint64 value)
{
    return QLocale().toString(value);
}

QString shortRate(double perSecond)
{
    return tr("%1/s").arg(shortNumber(perSecond));
}

QString shortBytes(quint64 bytes)
{
    return bytesText(double(bytes));
}

QString exactBytes(quint64 bytes)
{
    return bytes == 1 ? tr("1 byte") : tr("%1 bytes").arg(exactNumber(bytes));
}

QString shortByteRate(double bytesPerSecond)
{
    return tr("%1/s").arg(bytesText(bytesPerSecond));
}

QString limitBytes(quint64 bytes)
{
    constexpr quint64 KiB = 1024;
    if (bytes >= quint64(MiB) && bytes % MiB == 0)
        return tr("%1 MiB").arg(exactNumber(bytes / MiB));
    if (bytes >= KiB && bytes % KiB == 0)
        return tr("%1 KiB").arg(exactNumber(bytes / KiB));
    return exactBytes(bytes);
}

QString shortLatency(std::chrono::microseconds time)
{
    const double milliseconds = double(time.count()) / 1000.0;
    if (milliseconds < 999.5)
        return tr("%1 ms").arg(threeDigits(milliseconds));
    return tr("%1 s").arg(threeDigits(milliseconds / 1000));
}

QString shortDuration(std::chrono::seconds time)
{
    const qint64 seconds = time.count();
    if (seconds <= 0)
        return tr("now");
    if (seconds < 60)
        return tr("%1 s").arg(seconds);
    const qint64 minutes = seconds / 60;
    if (minutes < 60)
        return tr("%1 min").arg(minutes);
    const qint64 hours = minutes / 60;
    if (hours < 24)
        return tr("%1 h %2 m").arg(hours).arg(minutes % 60);
    return tr("%1 d %2 h").arg(hours / 24).arg(hours % 24);
}

QDateTime toLocalTime(WallTime time)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
    return QDateTime::fromMSecsSinceEpoch(milliseconds.time_since_epoch().count());
}

QString clockTime(WallTime time)
{
    // Qt looks at the file of the time zone for each conversion; rows come by the second
    thread_local struct
    {
        std::chrono::sys_seconds second = std::chrono::sys_seconds::max();
        QString text;
    } last;
    const auto second = std::chrono::floor<std::chrono::seconds>(time);
    if (second != last.second)
        last = {second, toLocalTime(second).time().toString(u"HH:mm:ss"_s)};
    const auto rest = std::chrono::floor<std::chrono::milliseconds>(time - second).count();
    return last.text % u'.' % QString::number(rest).rightJustified(3, u'0');
}

QString exactTime(WallTime time)
{
    const QDateTime local = toLocalTime(time);
    const auto microseconds = (time - std::chrono::floor<std::chrono::seconds>(time)).count();
    return u"%1 %2.%3 %4"_s.arg(
        local.date().toString(Qt::ISODate), local.time().toString(u"HH:mm:ss"_s),
        QString::number(microseconds).rightJustified(6, u'0'), local.timeZoneAbbreviation());
}

QString withDetail(const QString &sentence, const QString &detail)
{
    return detail.isEmpty() ? sentence : QString(sentence % u": "_s % detail);
}

} // namespace Signalbox
