"""Medians, ratios, and the tables of docs/performance.md."""
import statistics

from cases import CASES, IDLE_CASE

PEERS = ("Beast", "ws", "websockets")
END = "<!-- end of figures -->"


class Figures:
    """What the runs gave: `add(case, server, report)` for each, then medians by name."""

    def __init__(self):
        self.runs = {}

    def add(self, case, server, report):
        measured = report.get("measured", report)
        resident = report.get("serverResidentKiB")
        values = {
            "cpu": measured.get("serverCpuPerDelivery", report.get("serverCpuPerConnection")),
            "rate": measured["deliveries"] / measured["seconds"] if "deliveries" in measured else report["perSecond"],
            "p50": report.get("latencyMicroseconds", {}).get("p50"),
            "p99": report.get("latencyMicroseconds", {}).get("p99"),
            "memory": (resident["connected"] - resident["before"]) / report["clients"] if resident else None,
        }
        self.runs.setdefault((case.name, server), []).append(values)

    def median(self, case, server, key):
        values = [run[key] for run in self.runs.get((case, server), []) if run[key] is not None]
        return statistics.median(values) if values else None

    def count(self):
        """Runs of each case and server, at least."""
        return min(map(len, self.runs.values()), default=0)


def number(value, digits=2):
    return "–" if value is None else f"{value:,.{digits}f}"


def ratio(value, base):
    return "–" if value is None or not base else f"{value / base:.2f}"


def rows(lines):
    """A Markdown table; the first line is its head."""
    head, *body = lines
    return "\n".join(["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 1),
                      *("| " + " | ".join(line) + " |" for line in body)])


def cpu_table(figures, cases):
    lines = [["server CPU, µs per delivery (per connection)", "floor", "Signalbox", *PEERS, "× floor", "goal",
              "× best other"]]
    for case in cases:
        own = figures.median(case.name, "Signalbox", "cpu")
        floor = figures.median(case.name, case.floor, "cpu")
        peers = {peer: figures.median(case.name, peer, "cpu") for peer in PEERS}
        best = min((value for value in peers.values() if value is not None), default=None)
        lines.append([case.name, number(floor), number(own), *map(number, peers.values()), ratio(own, floor),
                      f"≤ {case.goal}" if case.goal else "–", ratio(own, best)])
    return rows(lines)


def latency_table(figures, cases):
    servers = ("floor", "Signalbox", *PEERS)
    lines = [["latency in ms: p50 / p99", *servers]]
    for case in cases:
        if case.mode == "connect":
            continue
        line = [case.name]
        for server in servers:
            p50, p99 = (figures.median(case.name, case.floor if server == "floor" else server, key)
                        for key in ("p50", "p99"))
            line.append("–" if p50 is None else f"{p50 / 1000:,.2f} / {p99 / 1000:,.2f}")
        lines.append(line)
    return rows(lines)


def other_table(figures, cases):
    servers = ("floor", "Signalbox", *PEERS)
    lines = [["", *servers]]
    for case in cases:
        if case.mode == "connect":
            lines.append(["connections a second", *(number(figures.median(case.name, s, "rate"), 0) for s in servers)])
        elif case.name.startswith(IDLE_CASE):
            lines.append(["KiB of memory per idle client",
                          *(number(figures.median(case.name, s, "memory"), 1) for s in servers)])
    return rows(lines)


def tables(figures, cases=CASES):
    return "\n\n".join((cpu_table(figures, cases), latency_table(figures, cases), other_table(figures, cases)))


def write_between_marks(file_name, text, program="run"):
    """Puts the text in the place of what the last run of this program of tests/bench has put there."""
    with open(file_name, encoding="utf-8") as file:
        content = file.read()
    begin = f"<!-- figures: written by tests/bench/{program} -->"
    before, mark, rest = content.partition(begin)
    if not mark:
        raise ValueError(f"{file_name} has no place for the figures of {program}")
    after = rest.partition(END)[2]
    with open(file_name, "w", encoding="utf-8") as file:
        file.write(f"{before}{begin}\n{text}\n{END}{after}")
