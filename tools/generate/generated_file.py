"""A generated file: where it goes and what is in it."""

import pathlib
from dataclasses import dataclass


@dataclass(frozen=True)
class GeneratedFile:
    path: str
    text: str

    def is_current(self, root_folder: pathlib.Path) -> bool:
        target = root_folder / self.path
        return target.is_file() and target.read_bytes() == self.text.encode()

    def write(self, root_folder: pathlib.Path) -> None:
        """Leaves a file alone that is current already, so that nothing is built again for it."""
        if not self.is_current(root_folder):
            target = root_folder / self.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.text.encode())
