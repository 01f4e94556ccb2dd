"""The room's tables, as TOML files beside this one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any


@cache
def load_table(name: str) -> dict[str, Any]:
    """The table `name`.toml of this package."""
    import tomllib

    return tomllib.loads(read_text(name))


def read_text(name: str) -> str:
    """The text of `name`.toml."""
    return Path(__file__).with_name(f"{name}.toml").read_text("utf-8")


def word_list(text: str) -> list[str]:
    """The words of `text`: a list that reads as one."""
    return text.split()
