"""The command `spectrakit`."""

from __future__ import annotations

import os
import sys

from ._executable import executable_path


def main() -> None:
    path = executable_path()
    os.execv(path, ["spectrakit", *sys.argv[1:]])


if __name__ == "__main__":
    main()
