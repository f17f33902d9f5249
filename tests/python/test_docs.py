"""The pages for Python are programs: each page's blocks run one after the other, against a sandbox."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

import pytest

from spectrakit.testing import Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [
    ROOT / "README.md",
    ROOT / "bindings" / "python" / "README.md",
    *sorted((ROOT / "docs" / "python").glob("*.md")),
]


def blocks_of(page: pathlib.Path) -> list[str]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def environment_of(sandbox: Sandbox) -> dict[str, str]:
    return {**os.environ, "SPECTORA_API_KEY": sandbox.api_key, "SPECTORA_BASE_URL": sandbox.url}


def run(command: list[str], sandbox: Sandbox, folder: pathlib.Path) -> str:
    done = subprocess.run(command, env=environment_of(sandbox), cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_the_blocks_of_a_page_run(page: pathlib.Path, spectora_sandbox: Sandbox, tmp_path: pathlib.Path) -> None:
    blocks = blocks_of(page)
    assert blocks, "the page has no block of Python"
    tests = [block for block in blocks if block.startswith("def test_")]
    program = tmp_path / "page.py"
    program.write_text("\n".join(block for block in blocks if block not in tests), encoding="utf-8")
    run([sys.executable, "-W", "error", str(program)], spectora_sandbox, tmp_path)
    if tests:
        integration = "def my_integration(url, key):\n" + (
            "    import spectrakit\n    with spectrakit.Spectora(key, base_url=url) as client:\n"
            "        client.attachments.upload(10000001, b'2.1', file_name='radon.txt')\n"
        )
        (tmp_path / "test_page.py").write_text(integration + "\n".join(tests), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_page.py"]
        assert "1 passed" in run(command, spectora_sandbox, tmp_path)


def test_the_example_attaches_its_file(spectora_sandbox: Sandbox, tmp_path: pathlib.Path) -> None:
    (tmp_path / "radon.pdf").write_bytes(b"%PDF-1.4 ...")
    example = ROOT / "examples" / "python" / "list_and_upload.py"
    output = run([sys.executable, str(example), "radon.pdf"], spectora_sandbox, tmp_path)
    assert "attached as" in output.splitlines()[-1]
    with spectora_sandbox.client() as client:
        assert client.attachments.list(sort="-created_at").to_list(limit=1)[0].file_file_name == "radon.pdf"
