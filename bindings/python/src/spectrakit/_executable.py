"""Where the package's executable is."""

from __future__ import annotations

import os


def executable_path() -> str:
    """The path of the command `spectrakit` that came with this package. Raises FileNotFoundError when none did."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bin", "spectrakit")
    if not os.path.exists(path):
        raise FileNotFoundError(f"this installation of spectrakit has no executable at {path}; install the wheel")
    return path
