"""TOML files that know their lines, so that an error can name the place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from rhapsode.errors import StyleError

_TABLE = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w.-]+)\s*=""")


class KeyLines(NamedTuple):
    """Where each key of a TOML text stands."""

    name: str
    """The file, for messages."""
    at: dict[tuple[str, ...], int]

    def place(self, key: tuple[str, ...]) -> str:
        """`file:line` of a key; of the file alone where it is unknown."""
        line = self.at.get(key) or self.at.get(key[:-1])
        return f"{self.name}:{line}" if line else self.name

    def error(self, key: tuple[str, ...], what: str, cure: str) -> StyleError:
        """An error at a key."""
        return StyleError(f"{self.place(key)}: {what}", cure)


def read_toml(path: Path, what: str, under: tuple[str, ...] = ()) -> tuple[dict[str, Any], KeyLines]:
    """The table of a TOML file (below the keys `under`) and the lines of its keys.

    Raises StyleError where it cannot be read or is not TOML; the message has the line.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "it is not UTF-8"
        raise StyleError(f"the {what} {path} cannot be read: {reason}", "check its path") from fault
    table, lines = parse_toml(text, str(path))
    for key in under:
        table = table.get(key, {})
    below = {key[len(under) :]: line for key, line in lines.at.items() if key[: len(under)] == under}
    return table, KeyLines(lines.name, below)


def parse_toml(text: str, name: str) -> tuple[dict[str, Any], KeyLines]:
    """The table of a TOML text and the lines of its keys; raises StyleError with the line."""
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        line = re.search(r"at line (\d+)", str(fault))
        place = f"{name}:{line[1]}" if line else name
        cause = re.sub(r" \(at .*\)$", "", str(fault))
        raise StyleError(f"{place}: not TOML: {cause}", "correct the line") from fault
    return table, KeyLines(name, _lines(text))


def _lines(text: str) -> dict[tuple[str, ...], int]:
    at: dict[tuple[str, ...], int] = {}
    prefix: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            prefix = _keys(header[1])
            at.setdefault(prefix, number)
        elif key := _KEY.match(line):
            at.setdefault((*prefix, *_keys(key[1])), number)
    return at


def _keys(dotted: str) -> tuple[str, ...]:
    parts = re.findall(r""""((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+)""", dotted)
    return tuple(re.sub(r"\\(.)", r"\1", quoted) if quoted else literal or bare for quoted, literal, bare in parts)
