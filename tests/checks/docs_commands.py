#!/usr/bin/env python3
"""The pages are programs: their commands run, what they quote is real, and their links lead somewhere.

Each ```sh block of README.md, docs/*.md and docs/python/*.md is run, a page in one shell, in the repository's root. Two
words behind `sh` change that:

  no-run           is not run; an HTML comment right above says why. Scripts and presets that it names must exist.
  second-terminal  is a server: it runs beside the page, from its first line of output to the end of the page.

The pages speak of build/release and port 8080. Here build/dev, which the gate has built, and a free port take their
places. No page can reach the real service: the addresses, keys and profiles of whoever runs this are taken out.

A <!-- excerpt FILE --> right above a block says that the block stands in FILE word for word.
"""

import contextlib
import dataclasses
import os
import pathlib
import re
import select
import socket
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = "build/dev"
COMMAND_FOLDER = ROOT / BUILD / "tools/cli"
UNREACHABLE = "http://127.0.0.1:9"
PAGE_TIMEOUT_S = 300
READY_TIMEOUT_S = 60
STOP_TIMEOUT_S = 30

FENCE = re.compile(r"^```(.*)$")
COMMENT = re.compile(r"<!--\s*(.*?)\s*-->", re.DOTALL)
NAMED_SCRIPT = re.compile(r"\b(?:bash|python3)\s+(?!-)([\w./-]+)")
NAMED_PRESET = re.compile(r"--preset\s+([\w-]+)")
LINK = re.compile(r"\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*$", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Block:
    place: str
    language: str
    word: str
    text: str
    comment_above: str


class Failed(Exception):
    """A sentence about what is wrong, with its place in front."""


def comment_right_above(lines, fence_index):
    above = "\n".join(lines[:fence_index]).rstrip()
    start = above.rfind("<!--")
    match = COMMENT.fullmatch(above[start:]) if start >= 0 else None
    return match.group(1) if match else ""


def blocks_of(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    blocks, opened = [], None
    for index, line in enumerate(lines):
        fence = FENCE.match(line)
        if not fence:
            continue
        if opened is None:
            opened = index
            continue
        language, _, word = FENCE.match(lines[opened]).group(1).partition(" ")
        text = "\n".join(lines[opened + 1 : index]) + "\n"
        blocks.append(Block(f"{name}:{opened + 1}", language, word, text, comment_right_above(lines, opened)))
        opened = None
    if opened is not None:
        raise Failed(f"{name}:{opened + 1}: the block is not closed")
    return blocks


def check_excerpt(block):
    if not block.comment_above.startswith("excerpt "):
        return
    file = block.comment_above.removeprefix("excerpt ")
    if not (ROOT / file).is_file():
        raise Failed(f"{block.place}: there is no {file}")
    if block.text not in (ROOT / file).read_text(encoding="utf-8"):
        raise Failed(f"{block.place}: the block does not stand in {file} word for word")


def check_not_run(block):
    if not block.comment_above:
        raise Failed(f"{block.place}: an HTML comment right above must say why the block is not run")
    for script in NAMED_SCRIPT.findall(block.text):
        if not (ROOT / script).is_file():
            raise Failed(f"{block.place}: there is no {script}")
    presets = (ROOT / "CMakePresets.json").read_text(encoding="utf-8")
    for preset in NAMED_PRESET.findall(block.text):
        if f'"name": "{preset}"' not in presets:
            raise Failed(f"{block.place}: there is no preset {preset}")


def as_built(block, port):
    return block.text.replace("build/release", BUILD).replace("8080", str(port))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def page_environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SPECTORA_")}
    return kept | {
        "PATH": f"{COMMAND_FOLDER}{os.pathsep}{os.environ['PATH']}",
        "SPECTORA_BASE_URL": UNREACHABLE,
        "XDG_CONFIG_HOME": str(ROOT / BUILD / "docs-home/config"),
        "XDG_STATE_HOME": str(ROOT / BUILD / "docs-home/state"),
    }


@contextlib.contextmanager
def second_terminal(block, port):
    """Runs the block until the context ends. A server of ours ends when its input does."""
    terminal = subprocess.Popen(
        ["bash", "-euo", "pipefail", "-c", as_built(block, port)],
        cwd=ROOT, env=page_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )
    try:
        readable, _, _ = select.select([terminal.stdout], [], [], READY_TIMEOUT_S)
        if not readable or not terminal.stdout.readline():
            raise Failed(f"{block.place}: the command did not become ready")
        yield
    finally:
        terminal.stdin.close()
        try:
            terminal.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            terminal.kill()
            terminal.wait()
        terminal.stdout.close()


def run_page(name, blocks):
    port = free_port()
    script = "place=\ntrap 'status=$?; [ $status -eq 0 ] || echo \"$place: a command failed\" >&2' EXIT\n"
    for block in blocks:
        if not block.word:
            script += f"place={block.place}\n{as_built(block, port)}"
    with contextlib.ExitStack() as terminals:
        for block in blocks:
            if block.word == "second-terminal":
                terminals.enter_context(second_terminal(block, port))
        try:
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", script], cwd=ROOT, env=page_environment(),
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PAGE_TIMEOUT_S,
            )
        except subprocess.TimeoutExpired:
            raise Failed(f"{name}: its commands did not end within {PAGE_TIMEOUT_S} s") from None
    if done.returncode != 0:
        raise Failed(f"{done.stdout.decode(errors='replace')}{name}: its commands ended with {done.returncode}")


def check_commands(name):
    """Returns how many blocks of the page were run."""
    blocks = blocks_of(name)
    shell_blocks = [block for block in blocks if block.language == "sh"]
    for block in blocks:
        check_excerpt(block)
    for block in shell_blocks:
        if block.word == "no-run":
            check_not_run(block)
        elif block.word not in ("", "second-terminal"):
            raise Failed(f'{block.place}: "{block.word}" is neither no-run nor second-terminal')
    to_run = [block for block in shell_blocks if block.word != "no-run"]
    if to_run:
        run_page(name, to_run)
    return len(to_run)


def anchors_of(text):
    """The anchors that the headings get where the pages are read: lower case, hyphens for spaces, no punctuation."""
    anchors = set()
    for heading in HEADING.findall(without_code_blocks(text)):
        plain = LINK.sub("]", heading).lower()
        base = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        anchor, copies = base, 0
        while anchor in anchors:
            copies += 1
            anchor = f"{base}-{copies}"
        anchors.add(anchor)
    return anchors


def without_code_blocks(text):
    flags = re.MULTILINE | re.DOTALL
    return re.sub(r"^```.*?^```$", lambda block: "\n" * block.group(0).count("\n"), text, flags=flags)


def check_links(name):
    """Returns how many relative links the page has."""
    text = without_code_blocks((ROOT / name).read_text(encoding="utf-8"))
    count = 0
    for match in LINK.finditer(text):
        place = f"{name}:{text.count(chr(10), 0, match.start()) + 1}"
        path, _, anchor = match.group(1).partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        target = (ROOT / name).parent / path if path else ROOT / name
        if not target.exists():
            raise Failed(f"{place}: the link leads nowhere: {match.group(1)}")
        if anchor and anchor not in anchors_of(target.read_text(encoding="utf-8")):
            raise Failed(f"{place}: {path or name} has no heading for #{anchor}")
        count += 1
    return count


def markdown_files():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.md"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout
    return sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()})


def main():
    if not (COMMAND_FOLDER / "spectrakit").is_file():
        sys.exit(f"docs_commands: {BUILD} is not built: cmake --preset dev && cmake --build --preset dev")
    pages = markdown_files()
    folders = ("docs", "docs/python")
    run_pages = [name for name in pages if name == "README.md" or str(pathlib.PurePath(name).parent) in folders]
    failures = link_count = block_count = 0
    for check, names in ((check_links, pages), (check_commands, run_pages)):
        for name in names:
            try:
                count = check(name)
            except Failed as failure:
                print(failure, file=sys.stderr)
                failures += 1
                continue
            if check is check_links:
                link_count += count
            else:
                block_count += count
    if failures or not block_count:
        return 1
    print(f"docs_commands: {block_count} blocks ran, {link_count} links lead somewhere")
    return 0


if __name__ == "__main__":
    sys.exit(main())
