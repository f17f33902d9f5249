"""A client for Spectora's API."""

from ._native import version as __version__
