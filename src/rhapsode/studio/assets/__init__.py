"""The studio's page, its style and its script."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def studio_asset(name: str) -> str:
    """One file of this folder."""
    return (resources.files(__name__) / name).read_text(encoding="utf-8")
