"""Starting a lexicon, or adding to one, from words found: each with the pronunciation that it has now, to be edited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from rhapsode.files import write_atomically
from rhapsode.scripting.toml_file import read_toml

_START = """\
# How words are said. [words]: respelled. [phonemes]: in the International Phonetic Alphabet.
# In lower case a word stands for every case. Nearer lexicons win: user, project, document.
"""


def add_words(path: Path, words: Iterable[tuple[str, str]]) -> int:
    """Add each `(word, ipa)` that the TOML lexicon at `path` does not have; made where it is missing.

    A word without IPA goes under `[words]`, spelled as it is. What stands in the file stays as it is. Returns how many
    were added. Raises StyleError where the file is no TOML.
    """
    text = path.read_text("utf-8-sig") if path.exists() else _START
    known: set[str] = set()
    if path.exists():
        table, _ = read_toml(path, "lexicon")
        known = {form for name in ("words", "phonemes") for form in table.get(name, {})}
    new = {word: ipa for word, ipa in words if word not in known}
    said = [f"{_quoted(word)} = {_quoted(ipa)}" for word, ipa in new.items() if ipa]
    spelled = [f"{_quoted(word)} = {_quoted(word)}" for word, ipa in new.items() if not ipa]
    text = _under(_under(text, "phonemes", said), "words", spelled)
    if new:
        write_atomically(path, text.encode())
    return len(new)


def _under(text: str, table: str, lines: list[str]) -> str:
    if not lines:
        return text
    header = re.search(rf"^\[{table}\][^\n]*\n?", text, re.MULTILINE)
    if header is None:
        return "\n".join([text.rstrip("\n"), "", f"[{table}]", *lines, ""])
    head = text[: header.end()].rstrip("\n")
    return "\n".join([head, *lines, text[header.end() :]])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
