#!/usr/bin/env python3
"""Sums up the test functions of a CTest log (LastTest.log): Qt Test's, Python's and Node's own counts, else one per program."""
import re
import sys
from collections import Counter

QT = re.compile(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped", re.M)
PYTHON = re.compile(r"^Ran (\d+) tests? in .*\n+(?:OK|FAILED)(?: \((.*)\))?", re.M)
NODE = re.compile(r"^# (pass|fail|skipped) (\d+)$", re.M)


def count_program(output):
    """Of one program: passed, failed, skipped."""
    counts = Counter()
    for passed, failed, skipped in QT.findall(output):
        counts.update(passed=int(passed), failed=int(failed), skipped=int(skipped))
    for ran, rest in PYTHON.findall(output):
        words = dict(re.findall(r"(\w[\w ]*)=(\d+)", rest))
        failed = int(words.get("failures", 0)) + int(words.get("errors", 0))  # may be several for one test
        skipped = int(words.get("skipped", 0))
        counts.update(passed=max(0, int(ran) - failed - skipped), failed=failed, skipped=skipped)
    for word, number in NODE.findall(output):
        counts[{"pass": "passed", "fail": "failed"}.get(word, word)] += int(number)
    ok = re.search(r"^Test (?:Passed|Skipped)\.$", output, re.M) is not None
    if not ok and not counts["failed"]:
        counts["failed"] += 1  # it crashed, or took too long
    if not counts:
        counts["passed"] += 1
    return counts


def summary(log):
    """The line for a whole log."""
    counts = Counter()
    for program in re.split(r"^\d+/\d+ Testing: ", log, flags=re.M)[1:]:
        counts.update(count_program(program))
    line = f"{counts['passed']} passed, {counts['failed']} failed"
    return line + (f", {counts['skipped']} skipped" if counts["skipped"] else "")


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
        print(summary(file.read()))
