"""The files that the written views are made of: templates, styles and the pages' own scripts."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def asset(*names: str) -> str:
    """Files of this folder, one after the other, a line break between them."""
    folder = resources.files(__name__)
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
