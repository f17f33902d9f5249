#!/usr/bin/env python3
"""Every enum constant of the public headers is written with its number, and stands in fixed_values.c.

Usage: every_value_is_fixed.py COMPILER FIXED_VALUES_C INCLUDE_FOLDER...
"""

import pathlib
import re
import subprocess
import sys

ENUM_BODY = re.compile(r"\benum\b[^{;]*\{([^}]*)\}")
CONSTANT = re.compile(r"^(\w+)\s*(=\s*-?\d+)?$")


def public_text(compiler, folders):
    """The public headers with their comments and directives gone, system headers left out."""
    command = [compiler, "-E", *(f"-I{folder}" for folder in folders), "-x", "c", "-"]
    expanded = subprocess.run(
        command, input='#include "spectrakit_experimental.h"\n', check=True, capture_output=True, text=True
    ).stdout
    kept, ours = [], False
    for line in expanded.splitlines():
        marker = re.match(r'# \d+ "([^"]*)"', line)
        if marker:
            ours = "spectrakit" in pathlib.PurePath(marker.group(1)).name
        elif ours:
            kept.append(line)
    return "\n".join(kept)


def main():
    compiler, fixed_path, *folders = sys.argv[1:]
    fixed = set(re.findall(r"static_assert\((\w+) ==", pathlib.Path(fixed_path).read_text(encoding="utf-8")))
    names, problems = [], []
    for body in ENUM_BODY.findall(public_text(compiler, folders)):
        for item in filter(None, (part.strip() for part in body.split(","))):
            match = CONSTANT.match(item)
            if not match or not match.group(2):
                problems.append(f"{item.split()[0]} is written without a plain number")
            if match and match.group(1) not in fixed:
                problems.append(f"{match.group(1)} is not in {fixed_path}")
            names.append(item)
    if not names:
        problems.append("found no enum constant in the headers")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
