"""Where the generator and the documents are, for the tests in this folder."""

import pathlib
import sys

ROOT_FOLDER = pathlib.Path(__file__).resolve().parents[2]

sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT_FOLDER / "tools" / "generate"))
