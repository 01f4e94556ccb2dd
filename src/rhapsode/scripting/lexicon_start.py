"""Starting a lexicon, or adding to one, from words found: each with the pronunciation that it has now, to be edited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rhapsode.errors import StyleError
from rhapsode.files import write_atomically
from rhapsode.scripting.toml_file import KeyLines, parse_toml, read_toml

_START = """\
# How words are said. [words]: respelled. [phonemes]: in the International Phonetic Alphabet.
# In lower case a word stands for every case. Nearer lexicons win: user, project, document.
"""


def add_words(path: Path, words: Iterable[tuple[str, str]]) -> int:
    """Add each `(word, ipa)` that the TOML lexicon at `path` does not have; made where it is missing.

    A word without IPA goes under `[words]`, spelled as it is. What stands in the file stays as it is. Returns how many
    were added. Raises StyleError, with the line, where the file is no TOML or its tables are written so that nothing
    can be put in line by line; the file is then not touched.
    """
    table, lines = read_toml(path, "lexicon") if path.exists() else ({}, KeyLines(str(path), {}))
    text = path.read_text("utf-8-sig") if path.exists() else _START
    known = {form for name in ("words", "phonemes") for form in table.get(name, {})}
    new = {word: ipa for word, ipa in words if known.isdisjoint({word, word.lower()})}
    said = {word: ipa for word, ipa in new.items() if ipa}
    text, table = _under(text, table, "phonemes", said, lines)
    text, table = _under(text, table, "words", {word: word for word in new if word not in said}, lines)
    if new:
        write_atomically(path, text.encode())
    return len(new)


def _under(
    text: str, table: dict[str, Any], name: str, entries: dict[str, str], lines: KeyLines
) -> tuple[str, dict[str, Any]]:
    """The text with `entries` in its table `name`, and what it then says: nothing else may have changed."""
    if not entries:
        return text, table
    added = [f"{_quoted(word)} = {_quoted(said)}" for word, said in entries.items()]
    header = re.search(rf"""^[ \t]*\[\s*(["']?){name}\1\s*\][^\n]*\n?""", text, re.MULTILINE)
    if header is None:
        made = "\n".join([text.rstrip("\n"), "", f"[{name}]", *added, ""])
    else:
        made = "\n".join([text[: header.end()].rstrip("\n"), *added, text[header.end() :]])
    wanted = {**table, name: {**table.get(name, {}), **entries}}
    if _table(made) != wanted:
        place = next((key for key in lines.at if key[:1] == (name,)), (name,))
        raise lines.error(place, f"no word can be added to {name!r} here", f"write it as a table, [{name}]")
    return made, wanted


def _table(text: str) -> dict[str, Any] | None:
    try:
        return parse_toml(text, "")[0]
    except StyleError:
        return None


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
