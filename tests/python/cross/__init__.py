"""The case table of tests/cross, run through the public functions of the Python package."""
