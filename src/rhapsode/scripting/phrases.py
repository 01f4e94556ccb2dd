"""What the program itself says, in the language of the document."""

from __future__ import annotations

from typing import Any

from rhapsode.scripting.data import load_table


def figure(language: str) -> str:
    """What stands before a picture's description: "Figure"."""
    return str(_table(language)["figure"])


def announced(kind: str, language: str) -> str:
    """What is said in place of a block of that kind."""
    table = _table(language)
    return str(table.get(kind) or f"{table['names'].get(kind, kind)}.")


def skipped(kind: str, language: str) -> str:
    """What is said where a block of that kind was passed over and the listener wants to know."""
    table = _table(language)
    return str(table["skipped"]).format(what=table["names"].get(kind, kind))


def _table(language: str) -> dict[str, Any]:
    tables = load_table("phrases")
    found: dict[str, Any] = tables.get(language.lower().partition("-")[0], tables["en"])
    return found
