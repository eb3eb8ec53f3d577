#include "core/time/cron.h"

#include <QStringList>

#include <algorithm>
#include <span>

namespace Signalbox {

using namespace Qt::StringLiterals;

namespace {

struct Preset
{
    QLatin1StringView name;
    QLatin1StringView expression;
};

// those of cron(8) and of Pode, and seconds where it has none
constexpr Preset Presets[] = {
    {"@minutely"_L1, "* * * * *"_L1},
    {"@hourly"_L1, "0 * * * *"_L1},
    {"@daily"_L1, "0 0 * * *"_L1},
    {"@midnight"_L1, "0 0 * * *"_L1},
    {"@weekly"_L1, "0 0 * * 0"_L1},
    {"@monthly"_L1, "0 0 1 * *"_L1},
    {"@quarterly"_L1, "0 0 1 1,4,7,10 *"_L1},
    {"@yearly"_L1, "0 0 1 1 *"_L1},
    {"@annually"_L1, "0 0 1 1 *"_L1},
    {"@twice-minutely"_L1, "0,30 * * * * *"_L1},
    {"@twice-hourly"_L1, "0,30 * * * *"_L1},
    {"@twice-daily"_L1, "0 0,12 * * *"_L1},
    {"@twice-weekly"_L1, "0 0 * * 0,4"_L1},
    {"@twice-monthly"_L1, "0 0 1,15 * *"_L1},
    {"@twice-yearly"_L1, "0 0 1 1,6 *"_L1},
    {"@twice-annually"_L1, "0 0 1 1,6 *"_L1},
};

constexpr QLatin1StringView Months[] = {"jan"_L1, "feb"_L1, "mar"_L1, "apr"_L1, "may"_L1, "jun"_L1,
                                        "jul"_L1, "aug"_L1, "sep"_L1, "oct"_L1, "nov"_L1, "dec"_L1};
constexpr QLatin1StringView Weekdays[] = {"sun"_L1, "mon"_L1, "tue"_L1, "wed"_L1,
                                          "thu"_L1, "fri"_L1, "sat"_L1};

constexpr int DaysIn[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
constexpr int WeekLength = 7;

/// What Quartz, Jenkins and others write for what we do not have; `text` is in capitals.
std::optional<CronError::Code> foreignSpelling(const QString &text, CronField field)
{
    if (text == u"H" || text.startsWith(u"H/") || text.startsWith(u"H(") || text.contains(u'~'))
        return CronError::Code::AnyValue;
    if (field == CronField::Day && text.startsWith(u"L-"))
        return CronError::Code::BeforeLastDay;
    if (field == CronField::Day && text.endsWith(u'W'))
        return CronError::Code::NearestWeekday;
    if (field == CronField::Weekday && text.contains(u'#'))
        return CronError::Code::NthWeekday;
    if (field == CronField::Weekday && text.size() > 1 && text.endsWith(u'L'))
        return CronError::Code::LastWeekday;
    return std::nullopt;
}

/// A piece of the expression that knows where it stands.
struct Piece
{
    QString text;
    qsizetype position = 0;

    Piece first(qsizetype n) const { return {text.first(n), position}; }
    Piece from(qsizetype n) const { return {text.sliced(n), position + n}; }
    QList<Piece> split(auto isSeparator, bool keepEmpty) const
    {
        QList<Piece> pieces;
        qsizetype start = 0;
        for (qsizetype i = 0; i <= text.size(); ++i) {
            if (i < text.size() && !isSeparator(text[i]))
                continue;
            if (keepEmpty || i > start)
                pieces.append({text.sliced(start, i - start), position + start});
            start = i + 1;
        }
        return pieces;
    }
};

} // namespace

class CronParser
{
public:
    std::optional<CronError> read(const QString &expression);
    Cron result() const { return m_cron; }

private:
    using Problem = std::optional<CronError>;

    Problem readField(const Piece &piece, CronField field);
    Problem readItem(const Piece &piece, CronField field);
    Problem readRange(const Piece &piece, CronField field, int &from, int &to);
    Problem readValue(const Piece &piece, CronField field, int &value) const;
    Problem checkDays(const Piece &piece) const;
    static CronError error(CronError::Code code, CronField field, const Piece &piece,
                           int number = 0, int bound = 0)
    {
        return {code, field, piece.position, piece.text.size(), piece.text, number, bound};
    }

    Cron m_cron;
};

std::optional<CronError> CronParser::read(const QString &expression)
{
    const auto isSpace = [](QChar c) { return c.isSpace(); };
    const QList<Piece> given = Piece{expression}.split(isSpace, false);
    if (given.isEmpty())
        return CronError{CronError::Code::Empty};
    if (given.first().text.startsWith(u'@')) {
        const Piece whole{expression.trimmed(), given.first().position};
        for (const Preset &preset : Presets)
            if (whole.text.compare(preset.name, Qt::CaseInsensitive) == 0)
                return read(preset.expression);
        const QString name = given.first().text.toLower();
        return error(name == u"@reboot"  ? CronError::Code::AtStart
                     : name == u"@every" ? CronError::Code::Interval
                                         : CronError::Code::UnknownPreset,
                     CronField::Minute, whole);
    }
    if (given.size() == 7)
        return error(CronError::Code::Year, CronField::Minute, given.last());
    if (given.size() != 5 && given.size() != 6) {
        return CronError{.code = CronError::Code::FieldCount,
                         .length = expression.size(),
                         .number = int(given.size())};
    }
    QList<Piece> fields = given;
    m_cron.m_hasSeconds = given.size() == 6;
    if (!m_cron.m_hasSeconds)
        fields.prepend({u"0"_s});
    for (int field = 0; field < CronFieldCount; ++field)
        if (const Problem problem = readField(fields[field], CronField(field)))
            return problem;
    return checkDays(fields[int(CronField::Day)]);
}

CronParser::Problem CronParser::readField(const Piece &piece, CronField field)
{
    m_cron.m_restricted[size_t(field)] =
        !piece.text.startsWith(u'*') && !piece.text.startsWith(u'?');
    const auto isComma = [](QChar c) { return c == u','; };
    for (const Piece &item : piece.split(isComma, true)) {
        const bool isAny = item.text == u'?';
        const bool isLast = item.text.compare(u'L', Qt::CaseInsensitive) == 0;
        const bool knowsAny = field == CronField::Day || field == CronField::Weekday;
        if ((isAny && (!knowsAny || item.text != piece.text))
            || (isLast && field != CronField::Day))
            return error(CronError::Code::NotHere, field, item);
        if (isLast) {
            m_cron.m_lastDay = true;
            continue;
        }
        if (const auto foreign = foreignSpelling(item.text.toUpper(), field))
            return error(*foreign, field, item);
        if (const Problem problem = readItem(item, field))
            return problem;
    }
    return std::nullopt;
}

CronParser::Problem CronParser::readItem(const Piece &piece, CronField field)
{
    const CronBounds bounds = cronBounds(field);
    const int most = field == CronField::Weekday ? WeekLength - 1 : bounds.most;
    const qsizetype slash = piece.text.indexOf(u'/');
    const Piece range = slash < 0 ? piece : piece.first(slash);
    int step = 1;
    if (slash >= 0) {
        const Piece text = piece.from(slash + 1);
        bool isNumber = false;
        step = text.text.toInt(&isNumber);
        if (!isNumber || step < 1 || step > most)
            return error(CronError::Code::BadStep, field, text, 0, most);
    }
    int from = bounds.least;
    int to = most;
    if (range.text != u'*' && range.text != u'?') {
        if (const Problem problem = readRange(range, field, from, to))
            return problem;
        if (slash >= 0 && !range.text.contains(u'-'))
            to = most; // "5/15": from 5 to the end
    }
    for (int value = from; value <= to; value += step) {
        const int wrapped = field == CronField::Weekday ? value % WeekLength : value;
        m_cron.m_values[size_t(field)] |= quint64(1) << unsigned(wrapped);
    }
    return std::nullopt;
}

CronParser::Problem CronParser::readRange(const Piece &piece, CronField field, int &from, int &to)
{
    const qsizetype dash = piece.text.indexOf(u'-');
    if (const Problem problem = readValue(dash < 0 ? piece : piece.first(dash), field, from))
        return problem;
    to = from;
    if (dash < 0)
        return std::nullopt;
    if (const Problem problem = readValue(piece.from(dash + 1), field, to))
        return problem;
    if (to < from) {
        if (field != CronField::Weekday)
            return error(CronError::Code::Backwards, field, piece);
        to += WeekLength;
    }
    return std::nullopt;
}

CronParser::Problem CronParser::readValue(const Piece &piece, CronField field, int &value) const
{
    const auto named = [&](std::span<const QLatin1StringView> names, int first) {
        const auto found = std::find_if(names.begin(), names.end(), [&](QLatin1StringView name) {
            return piece.text.compare(name, Qt::CaseInsensitive) == 0;
        });
        if (found == names.end())
            return false;
        value = int(found - names.begin()) + first;
        return true;
    };
    if ((field == CronField::Month && named(Months, 1))
        || (field == CronField::Weekday && named(Weekdays, 0)))
        return std::nullopt;
    const bool isDigits = !piece.text.isEmpty()
                          && std::all_of(piece.text.begin(), piece.text.end(),
                                         [](QChar c) { return c >= u'0' && c <= u'9'; });
    bool fits = false;
    value = piece.text.toInt(&fits);
    if (!isDigits)
        return error(CronError::Code::NotAValue, field, piece);
    const CronBounds bounds = cronBounds(field);
    if (!fits || value > bounds.most)
        return error(CronError::Code::TooLarge, field, piece, value, bounds.most);
    if (value < bounds.least)
        return error(CronError::Code::TooSmall, field, piece, value, bounds.least);
    return std::nullopt;
}

/// "31 2" never comes.
CronParser::Problem CronParser::checkDays(const Piece &piece) const
{
    if (m_cron.m_lastDay || m_cron.isRestricted(CronField::Weekday))
        return std::nullopt;
    int first = 1;
    while (!m_cron.has(CronField::Day, first))
        ++first;
    for (int month = 1; month <= 12; ++month)
        if (m_cron.has(CronField::Month, month) && first <= DaysIn[month - 1])
            return std::nullopt;
    return error(CronError::Code::NoSuchDay, CronField::Day, piece, first);
}

std::variant<Cron, CronError> Cron::parse(const QString &expression)
{
    CronParser parser;
    if (const std::optional<CronError> problem = parser.read(expression))
        return *problem;
    return parser.result();
}

QStringList cronPresets()
{
    QStringList names;
    for (const Preset &preset : Presets)
        names.append(preset.name);
    return names;
}

QString CronError::detail() const
{
    static constexpr QLatin1StringView Names[CronFieldCount] = {
        "seconds"_L1, "minutes"_L1, "hours"_L1, "days"_L1, "months"_L1, "weekdays"_L1};
    const QString name = Names[size_t(field)];
    const QString shown = u'\'' + text + u'\'';
    switch (code) {
    case Code::Empty:
        return u"a cron expression has five fields, or six with seconds; this one is empty"_s;
    case Code::FieldCount:
        return u"a cron expression has five fields, or six with seconds; this one has %1"_s.arg(
            number);
    case Code::UnknownPreset:
        return shown + u" is none of the presets; they are "_s + cronPresets().join(u", "_s);
    case Code::NotAValue:
        return text.isEmpty() ? name + u": a value is missing"_s
                              : QString(name + u": "_s + shown + u" is not a value"_s);
    case Code::TooSmall:
        return name + u": "_s + text + u" is below "_s + QString::number(bound);
    case Code::TooLarge:
        return name + u": "_s + text + u" is above "_s + QString::number(bound);
    case Code::Backwards:
        return name + u": the range "_s + text + u" runs backwards"_s;
    case Code::BadStep:
        return name + u": the step must be a whole number from 1 to "_s + QString::number(bound)
               + u", not "_s + shown;
    case Code::NotHere:
        return name + u": "_s + shown + u" has no meaning here"_s;
    case Code::NoSuchDay:
        return name + u": none of the chosen months has a day "_s + QString::number(number);
    case Code::BeforeLastDay:
        return name + u": "_s + shown
               + u" is not supported; from the end of the month only its last day can be given, L"_s;
    case Code::NearestWeekday:
        return name + u": "_s + shown + u" is not supported; give days, or weekdays"_s;
    case Code::NthWeekday:
    case Code::LastWeekday:
        return name + u": "_s + shown
               + u" is not supported; a weekday can be given for each week only"_s;
    case Code::AnyValue:
        return name + u": "_s + shown + u" is not supported; a value has to be given"_s;
    case Code::AtStart:
        return shown + u" is not a time; \"onStart\": true runs something at the start"_s;
    case Code::Interval:
        return shown + u" is not a time of day; a timer runs every so often, with \"interval\""_s;
    case Code::Year:
        return u"a cron expression has no year; \"start\" and \"end\" say from when until when"_s;
    }
    Q_UNREACHABLE();
}

} // namespace Signalbox
