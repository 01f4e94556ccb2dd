"""The room's tables, as TOML and tab-separated files beside this one."""

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


def rows(name: str) -> list[list[str]]:
    """The rows of `name`.tsv, each as its fields."""
    lines = Path(__file__).with_name(f"{name}.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def word_list(text: str) -> list[str]:
    """The words of `text`: a list that reads as one."""
    return text.split()
