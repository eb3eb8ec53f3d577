#pragma once

#include <QString>

#include <array>
#include <chrono>
#include <optional>
#include <variant>

class QTimeZone;

namespace Signalbox {

enum class CronField : quint8 { Second, Minute, Hour, Day, Month, Weekday };
inline constexpr int CronFieldCount = int(CronField::Weekday) + 1;

/// The smallest and largest value of a field. Weekdays count from Sunday, 0; 7 is Sunday too.
struct CronBounds
{
    int least = 0;
    int most = 0;
};
CronBounds cronBounds(CronField field);

/// Why a text is no cron expression, and where. The window puts it in words of its own.
struct CronError
{
    enum class Code : quint8 {
        Empty,
        FieldCount, ///< neither five nor six fields; `number`: how many
        UnknownPreset, ///< `text` starts with '@'
        NotAValue, ///< `text` is neither a number nor a name that the field knows
        TooSmall, ///< `number` is below `bound`
        TooLarge, ///< `number` is above `bound`
        Backwards, ///< `text` is a range whose end is before its start
        BadStep, ///< the step `text` is not a whole number from 1 to `bound`
        NotHere, ///< `text` is '?' or 'L' where it has no meaning
        NoSuchDay, ///< no chosen month has the day `number`
        // spellings of other programs that stand for nothing here
        BeforeLastDay, ///< "L-3": so many days before the last
        NearestWeekday, ///< "15W", "LW"
        NthWeekday, ///< "FRI#2"
        LastWeekday, ///< "5L": the last Friday
        AnyValue, ///< "H", "0~30": one by chance
        AtStart, ///< "@reboot"
        Interval, ///< "@every 5m"
        Year, ///< a seventh field
    };
    Code code = Code::Empty;
    CronField field = CronField::Minute; ///< of NotAValue and what follows it
    qsizetype position = 0; ///< of the offending text in the expression, in characters from 0
    qsizetype length = 0; ///< of the offending text
    QString text{}; ///< the offending text
    int number = 0;
    int bound = 0;

    /// One English sentence for logs and documents: "hours: 25 is above 23".
    QString detail() const;
    bool operator==(const CronError &) const = default;
};

/// The times that a cron expression stands for: five fields (minute, hour, day, month, weekday) or
/// six with leading seconds. A field is a list of values, ranges ("1-5") and steps ("*/15", "5/15",
/// "8-18/2"); months and weekdays have English names ("JAN", "MON"); weekdays may run over the end
/// of the week ("FRI-MON"); "?" means "*" for days and weekdays; "L" is the last day of the month.
/// When day and weekday are both given, one of them is enough, unless one starts with "*" ("*/2"):
/// then both must match, as in Vixie cron. A value.
class Cron final
{
public:
    /// Takes presets ("@daily", "@twice-hourly") as well; case does not matter.
    static std::variant<Cron, CronError> parse(const QString &expression);

    /// The first instant after `after`; nullopt: none in the next twelve years. The wall clock of
    /// `zone` decides: a time that the clock skips comes just after the jump, a time that it shows
    /// twice comes the first time only.
    std::optional<std::chrono::sys_seconds> next(std::chrono::sys_seconds after,
                                                 const QTimeZone &zone) const;

    bool has(CronField field, int value) const
    {
        return m_values[size_t(field)] >> unsigned(value) & 1U;
    }
    /// The field was not given as "*" or "?", nor as steps of all ("*/2").
    bool isRestricted(CronField field) const { return m_restricted[size_t(field)]; }
    bool isLastDay() const { return m_lastDay; } ///< the last day of the month is chosen
    bool hasSeconds() const { return m_hasSeconds; } ///< six fields were given

    bool operator==(const Cron &) const = default;

private:
    friend class CronParser;

    std::optional<std::chrono::local_seconds> nextLocal(std::chrono::local_seconds after) const;
    bool matchesDay(std::chrono::local_days day) const;
    std::optional<std::chrono::seconds> nextOfDay(std::chrono::seconds from) const;

    std::array<quint64, CronFieldCount> m_values{}; ///< a bit for each value that matches
    std::array<bool, CronFieldCount> m_restricted{};
    bool m_lastDay = false;
    bool m_hasSeconds = false;
};

/// The presets in the order in which a menu shows them, such as "@hourly".
QStringList cronPresets();

} // namespace Signalbox
