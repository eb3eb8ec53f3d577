#!/usr/bin/env python3
"""Every folder stands on a floor and knows only folders of lower floors. Names each #include that climbs, and each forward
declaration of a class that a higher floor defines."""
import pathlib
import re
import sys

# From the ground up; folders of one line do not know each other. docs/architecture.md draws them.
FLOORS = [
    ["core/json"],
    ["core/values"],
    ["core/filter", "core/log", "core/storage", "core/time"],
    ["core/config", "core/history", "core/journal"],
    ["core/clock", "core/net"],
    ["core/web"],
    ["core/routes"],
    ["core/server"],
    ["ui/settings", "ui/theme"],
    ["ui/widgets"],
    ["ui/model", "ui/words"],
    ["ui/editors"],
    ["ui/clients", "ui/compose", "ui/endpoints", "ui/log", "ui/routes", "ui/status", "ui/timers"],
    ["ui/window"],
    ["app"],
]
INCLUDE = re.compile(r'^\s*#\s*include\s+"((?:app|core|ui)/[^"]+)"')
FORWARD = re.compile(r"^(?:class|struct|enum class|enum) (\w+)(?: : \w+)?;")
DEFINED = re.compile(r"^(?:class|struct|enum class|enum) (\w+)\b[^;]*$")


def folder_of(path):
    parts = pathlib.PurePosixPath(path).parts
    return "/".join(parts[:-1])


def sources(root):
    for top in ("app", "core", "ui"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".cpp", ".h"):
                yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8").splitlines()


def check(files, floors):
    """Of (path, lines) of each file: a line for each climb."""
    floor = {folder: number for number, folders in enumerate(floors) for folder in folders}
    files = list(files)
    homes = {}  # the folders that define a class of this name in a header
    for path, lines in files:
        if path.endswith(".h"):
            for match in filter(None, map(DEFINED.match, lines)):
                homes.setdefault(match[1], set()).add(folder_of(path))
    wrong = []
    for path, lines in files:
        here = folder_of(path)
        if here not in floor:
            wrong.append(f"{path}: the folder {here} stands on no floor")
            continue
        for number, line in enumerate(lines, 1):
            if match := INCLUDE.match(line):
                known = [folder_of(match[1])]
            elif match := FORWARD.match(line):
                known = homes.get(match[1], [])
                if here in known:
                    continue
            else:
                continue
            climbs = [folder for folder in known if folder != here and floor.get(folder, len(floors)) >= floor[here]]
            if known and len(climbs) == len(known):
                wrong.append(f"{path}:{number}: {line.strip()} climbs to {', '.join(sorted(climbs))}")
    return wrong


def main():
    wrong = check(sources(pathlib.Path(__file__).resolve().parents[2]), FLOORS)
    print("\n".join(wrong) if wrong else "every folder knows lower floors alone")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
