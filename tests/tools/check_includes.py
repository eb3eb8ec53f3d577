#!/usr/bin/env python3
"""Includes run one way: app -> ui -> core. Names each line that runs against it."""
import pathlib
import re
import sys

ALLOWED = {"core": {"core"}, "ui": {"ui", "core"}, "app": {"app", "ui", "core"}}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')


def main(root):
    wrong = []
    for folder, allowed in ALLOWED.items():
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".cpp", ".h"):
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                if match and "/" in match[1] and match[1].split("/")[0] not in allowed:
                    wrong.append(f"{path.relative_to(root)}:{number}: {line.strip()}")
    print("\n".join(wrong) if wrong else "includes run one way")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(__file__).resolve().parents[2]))
