#!/usr/bin/env python3
"""Every public function has a doc comment right above it, or above the group of siblings in which it stands.

A group is a run of declarations without a blank line between them; the comment above its first one speaks for all.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = ["capi/include/spectrakit.h", "capi/include/spectrakit_experimental.h"]
FUNCTION_NAME = re.compile(r"\b(spk_\w+)\s*\(")


def undocumented_functions(lines):
    """Yields (line number, name) of each SPK_API function that no doc comment covers."""
    documented = False
    in_doc_comment = False
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if in_doc_comment:
            in_doc_comment = "*/" not in text
        elif text.startswith("/**"):
            documented = True
            in_doc_comment = "*/" not in text
        elif not text:
            documented = False
        elif text.startswith("SPK_API ") and not documented:
            declaration = " ".join(lines[number - 1 : number + 2])
            yield number, FUNCTION_NAME.search(declaration).group(1)


def main():
    failures = 0
    for header in HEADERS:
        lines = (ROOT / header).read_text(encoding="utf-8").splitlines()
        for number, name in undocumented_functions(lines):
            print(f"{header}:{number}: {name} has no doc comment", file=sys.stderr)
            failures += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
