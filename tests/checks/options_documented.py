#!/usr/bin/env python3
"""docs/reference/options.md names every option setter of the public headers, and none that does not exist."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = ["capi/include/spectrakit.h", "capi/include/spectrakit_experimental.h"]
PAGE = "docs/reference/options.md"
SETTER = re.compile(r"\bspk_[a-z]+_options_(?:set|use)_[a-z0-9_]+\b")
DECLARED_SETTER = re.compile(SETTER.pattern + r"(?=\s*\()")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def declared_setters():
    """The place of each declared setter by its name."""
    places = {}
    for header in HEADERS:
        text = (ROOT / header).read_text(encoding="utf-8")
        code = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment.group(0)), text)
        for match in DECLARED_SETTER.finditer(code):
            places[match.group(0)] = f"{header}:{code.count(chr(10), 0, match.start()) + 1}"
    return places


def named_setters():
    """The place of each setter that the page names, by its name."""
    places = {}
    for number, line in enumerate((ROOT / PAGE).read_text(encoding="utf-8").splitlines(), start=1):
        for name in SETTER.findall(line):
            places.setdefault(name, f"{PAGE}:{number}")
    return places


def main():
    declared, named = declared_setters(), named_setters()
    problems = [f"{place}: {name} is not in {PAGE}" for name, place in declared.items() if name not in named]
    problems += [f"{place}: there is no {name}" for name, place in named.items() if name not in declared]
    if not declared:
        problems.append("options_documented: found no setter in the headers")
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    print(f"options_documented: {len(declared)} setters are on the page")
    return 0


if __name__ == "__main__":
    sys.exit(main())
