"""Lists the next ten runs of many cron expressions in many zones, as an independent implementation sees them.

croniter does the calendar, on times without a zone; zoneinfo turns them into instants. croniter's own way with zones is not
asked: "*/30 * * * *" runs twice in an hour that is repeated, and "30 2 * * *" runs at 2:30, which there is not, at 3:30, and at
1:30 of the next day when 2:30 is skipped. Here, and in Signalbox, a repeated time runs the first time only, and a skipped one
just after the jump. A day or weekday field that starts with a star makes both count (Vixie cron); croniter has a switch for that.

Output, one line each, tab-separated: expression, zone, seconds since 1970 (UTC) after which to look, and the ten instants.
"""
import contextlib
import datetime
import heapq
import random
import zoneinfo

from croniter import CroniterBadDateError, croniter

# an hour and a half before the clocks change, forward and back, and a day without anything
STARTS = {
    "UTC": ["2026-03-29T00:30", "2028-02-28T23:59", "2026-11-24T12:00"],
    "Europe/Berlin": ["2026-03-29T00:30", "2026-10-25T00:30", "2026-11-24T12:00"],
    "America/New_York": ["2026-03-08T00:30", "2026-11-01T00:30", "2026-12-31T23:00"],
    "Australia/Lord_Howe": ["2026-10-04T00:30", "2026-04-05T00:30", "2026-07-01T00:00"],
    "Asia/Kolkata": ["2026-03-29T00:30", "2026-10-25T00:30", "2027-01-31T18:30"],
    "America/Sao_Paulo": ["2018-11-03T22:30", "2018-02-17T22:30", "2026-06-15T06:15"],
    "Pacific/Apia": ["2011-12-29T22:30", "2012-03-31T22:30", "2026-05-05T05:05"],
}

WRITTEN = """* * * * *|*/5 * * * *|0 * * * *|30 2 * * *|0 2 * * *|0 3 * * *|59 1 * * *|15,45 1-3 * * *|0 0 * * *|30 0 * * *|0 10,14 * * 1-5
0 */2 * * *|0 0 1 * *|0 0 31 * *|0 0 30 * *|0 0 29 2 *|0 12 L * *|0 0 L 2 *|0 0 13 * 5|0 0 1,15 * MON|0 0 */2 * 1|0 0 1 * */2|0 0 */10 * SUN
*/7 */5 * * *|5/15 * * * *|10-50/20 8-18/2 * * *|0 9 * JAN,JUL MON-FRI|0 9 * jan-mar *|0 6 * * 7|0 6 * * 0,6|0 6 * * sat-sun|0 0 1 1 *
23 23 31 12 *|0 0 1 1,4,7,10 *|0 0 28-31 * *|1 1 1 1 1|59 23 28 2 3|*/59 * * * *|0-59/30 0-23/6 1-31/5 * *|0 0 ? * 2|0 0 15 * ?|45 23 * 2-12/5 4
30 * * * * *|*/10 * * * * *|0,30 * * * * *|15 30 2 * * *|59 59 23 31 12 *|*/15 0 2 29 3,10 *|0 30 1 * * 0|7-9 * 1-2 * * *"""


def expressions():
    yield from WRITTEN.replace("\n", "|").split("|")
    choose = random.Random(2026).choice
    for i in range(320):
        minute = choose(["0", "30", "*/15", "5,35", "10-20", "*/7", "59", "*", "3/20", "2-58/8"])
        hour = choose(["*", "0", "1", "2", "3", "*/3", "1-3", "0,12", "9-17", "22-23", "2/5", "6,18"])
        day = choose(["*", "*", "*", "1", "15", "28", "29", "31", "L", "1-7", "*/3", "10-20/5", "4,25,26", "30"])
        month = choose(["*", "*", "*", "1", "3,10", "4", "11", "2-6", "*/4", "OCT", "mar,apr", "12"])
        weekday = choose(["*", "*", "*", "0", "1-5", "SUN", "0,6", "*/2", "tue,thu", "mon-wed", "3"])
        if day == "31" and month in ("4", "11"):
            continue  # never, and croniter gives up even when weekdays would do
        seconds = choose(["", "", "", "0 ", "*/20 ", "5,50 ", "40/10 "])
        yield f"{seconds}{minute} {hour} {day} {month} {weekday}"


def instant_of(local, zone):
    """The first time that the zone's clocks show `local`; the moment of the jump when they never do."""
    utc = datetime.timezone.utc
    instant = local.replace(tzinfo=zone).astimezone(utc)
    if instant.astimezone(zone).replace(tzinfo=None) == local:
        return int(instant.timestamp())
    low, high = int(instant.timestamp()) - 2 * 86400, int(instant.timestamp()) + 2 * 86400
    while high - low > 1:  # the first moment whose clock shows a later time
        middle = (low + high) // 2
        shown = datetime.datetime.fromtimestamp(middle, zone).replace(tzinfo=None)
        low, high = (low, middle) if shown > local else (middle, high)
    return high


def naive_runs(expression, start):
    """The times that croniter gives, in order.

    It skips the first days of March when a list of days goes beyond the end of February, so that days from the 29th on are
    asked for one by one. (It also loses Sundays of "6,7", which is therefore not among the expressions.)
    """
    fields = expression.replace("?", "*").split()
    if len(fields) == 6:
        fields = fields[1:] + fields[:1]
    either = not fields[2].startswith("*") and not fields[4].startswith("*")
    days = croniter.expand(" ".join(fields))[0][2]
    if any(not isinstance(day, int) for day in days):
        lists = [fields[2]]
    else:
        lists = [",".join(str(day) for day in days if day < 29)] + [str(day) for day in days if day >= 29]

    def of(some):
        with contextlib.suppress(CroniterBadDateError):  # no chosen month has the day
            yield from croniter(" ".join([*fields[:2], some, *fields[3:]]), start, ret_type=datetime.datetime, day_or=either)
    return heapq.merge(*(of(some) for some in lists if some))


def main():
    for expression in dict.fromkeys(expressions()):
        for name, starts in STARTS.items():
            zone = zoneinfo.ZoneInfo(name)
            for text in starts:
                local = datetime.datetime.fromisoformat(text)
                after = instant_of(local, zone)
                runs = naive_runs(expression, local)
                found = []
                while len(found) < 10:
                    instant = instant_of(next(runs), zone)
                    if instant > (found[-1] if found else after):
                        found.append(instant)
                print(expression, name, after, *found, sep="\t")


main()
