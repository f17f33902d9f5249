#!/usr/bin/env python3
"""No file of ours has more than 400 lines, and no C or C++ function more than 70.

A function that grows past that hides a second idea. Generated files and the OpenAPI documents are left out.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 70
# The one public header documents every function in place; two headers would only be harder to read.
LONG_BY_DESIGN = {"capi/include/spectrakit.h"}

# Comments, strings and characters hide braces; each is blanked out, line breaks kept.
HIDING = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^()\\\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Za-z_])\'(?:\\.|[^\'\\\n])+\'',
    re.DOTALL,
)
NO_FUNCTION = re.compile(r"^(?:if|else|for|while|do|switch|catch|try|namespace|extern|enum|class|struct|union)\b")


def own_files(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout
    paths = sorted({name for name in listed.split("\0") if name and "/generated/" not in name})
    return [name for name in paths if (ROOT / name).is_file()]


def without_hidden_braces(text):
    return HIDING.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), text)


def opens_function(head):
    """Whether `head`, the text between the last `;`, `{` or `}` and this `{`, is the head of a function."""
    head = re.sub(r"^\s*(?:#[^\n]*\n\s*)*", "", head).strip()
    return "(" in head and not NO_FUNCTION.match(head) and not head.endswith(("=", ",", "("))


def functions(text):
    """Yields (first line, last line, head) of each outermost function body."""
    text = without_hidden_braces(text)
    depth = 0
    function_depth = None
    head_start = 0
    for position, character in enumerate(text):
        if character == "{":
            head = text[head_start:position]
            if function_depth is None and opens_function(head):
                function_depth = depth
                body_head = " ".join(head.split())
                first = text.count("\n", 0, position - len(head.lstrip())) + 1
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == function_depth:
                yield first, text.count("\n", 0, position) + 1, body_head
                function_depth = None
        if character in "{};":
            head_start = position + 1


def main():
    problems = []
    for name in own_files("*.cpp", "*.hpp", "*.c", "*.h", "*.py", "*.sh"):
        text = (ROOT / name).read_text(encoding="utf-8")
        lines = text.count("\n")
        if lines > MAX_FILE_LINES and name not in LONG_BY_DESIGN:
            problems.append(f"{name}:{MAX_FILE_LINES}: the file has {lines} lines, more than {MAX_FILE_LINES}")
        if name.endswith((".py", ".sh")):
            continue
        for first, last, head in functions(text):
            if last - first + 1 > MAX_FUNCTION_LINES:
                problems.append(f"{name}:{first}: {last - first + 1} lines in one function: {head[:80]}")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
