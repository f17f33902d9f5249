#!/usr/bin/env python3
"""Includes run one way only, as docs/architecture.md draws it.

base <- json, http, policy <- client <- spectora, spectral, webhook, match, outbox <- capi <- bindings, tools, examples.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

FOUNDATION = {"base", "json", "http", "policy", "client"}
# What each folder of core/ may include. Services and features do not know each other.
CORE_ARROWS = {
    "base": {"base"},
    "json": {"base", "json"},
    "http": {"base", "http"},
    "policy": {"base", "policy"},
    "client": FOUNDATION,
    **{name: FOUNDATION | {name} for name in ("spectora", "spectral", "webhook", "match", "outbox")},
}
# Outside of core/ and capi/ the public headers are the only way in.
PUBLIC_HEADERS = {"spectrakit.h", "spectrakit_experimental.h", "spectrakit_operations.h"}
# Third-party headers that only one folder may know.
CONFINED = {"curl/": "core/http/", "simdjson": "core/json/"}
OUTSIDE = ("bindings", "tools", "examples")

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def source_files():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.c", "*.h", "*.cpp", "*.hpp"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout
    tops = ("core", "capi", *OUTSIDE)
    paths = (pathlib.PurePosixPath(name) for name in listed.split("\0") if name)
    return [path for path in paths if path.parts[0] in tops and (ROOT / path).is_file()]


def core_target(include):
    """The file below core/ that the include names, as its path from there; None when it names none."""
    return include if (ROOT / "core" / include).is_file() else None


def core_problem(path, include, quoted):
    folder = path.parts[1]
    allowed = CORE_ARROWS.get(folder)
    if allowed is None:
        return f"core/{folder} is in no arrow; draw it in docs/architecture.md and here"
    if include in PUBLIC_HEADERS:
        return "the core knows nothing of the C ABI"
    if quoted and core_target(include) is None:
        return f'"{include}" is not a path below core/, such as "client/operation.h"'
    if core_target(include) and include.split("/")[0] not in allowed:
        return f"core/{folder} must not include {include}"
    return None


def capi_problem(path, include, quoted):
    if not quoted:
        return None
    beside = (ROOT / path.parent / include).is_file()
    if include in PUBLIC_HEADERS or beside or core_target(include):
        return None
    return f'"{include}" is neither a public header, nor in capi/, nor a path below core/'


def outside_problem(path, include, quoted):
    if include in PUBLIC_HEADERS:
        return None
    if core_target(include) and not quoted:
        return f"<{include}> belongs to the core; only spectrakit.h may be included from here"
    if not quoted:
        return None
    house = ROOT / path.parts[0]
    for start in (ROOT / path.parent, house, ROOT.joinpath(*path.parts[:2])):
        target = (start / include).resolve()
        if target.is_file() and target.is_relative_to(house):
            return None
    return f'"{include}" is neither spectrakit.h nor a file of {path.parts[0]}/'


def confined_problem(path, include):
    for prefix, home in CONFINED.items():
        if include.startswith(prefix) and not str(path).startswith(home):
            return f"<{include}> may be included in {home} only"
    return None


def include_problem(path, include, quoted):
    by_top = {"core": core_problem, "capi": capi_problem}
    find_problem = by_top.get(path.parts[0], outside_problem)
    return find_problem(path, include, quoted) or confined_problem(path, include)


def main():
    failures = 0
    files = source_files()
    if not files:
        print("include_arrows: found no file to check", file=sys.stderr)
        return 1
    for path in files:
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), start=1):
            match = INCLUDE.match(line)
            if not match:
                continue
            quoted = match.group(1) is not None
            problem = include_problem(path, match.group(1) or match.group(2), quoted)
            if problem:
                print(f"{path}:{number}: {problem}", file=sys.stderr)
                failures += 1
    if not failures:
        print(f"include_arrows: {len(files)} files keep to the arrows")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
