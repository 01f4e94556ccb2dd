"""Numbered headings: a series counts only with real text between its members; else it is a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from rhapsode.reading.text_parts import line_signals
from rhapsode.reading.text_parts.heading_words import APPENDED, BRACKETED, LETTERED, NUMBERED, ROMAN, roman
from rhapsode.reading.text_parts.text_chunks import Chunk

_LONGEST = 120
_ENOUGH_TEXT = 60


class Member(NamedTuple):
    """A chunk that begins with a number."""

    at: int
    """Its place among the chunks."""
    style: str
    """`1` to `6` for dotted numbers by depth, `roman`, `letter`; with the columns it is indented by."""
    path: tuple[int, ...]
    """The number's parts."""


def members(chunks: Sequence[Chunk]) -> list[Member]:
    """Every chunk that could be a numbered heading."""
    found = []
    for n, chunk in enumerate(chunks):
        if chunk.kind == "paragraph":
            member = member_of(n, chunk)
            if member:
                found.append(member)
    return found


def member_of(n: int, chunk: Chunk) -> Member | None:
    """What number the chunk begins with, if it could be a heading with one."""
    text = chunk.text.strip("_* ")
    if len(text) > _LONGEST or len(chunk.lines) > 2:
        return None
    for numbered in (_dotted, _bracketed, _appended, _roman, _lettered):
        if found := numbered(text, chunk.indent):
            return Member(n, *found)
    return None


Numbered = tuple[str, tuple[int, ...]] | None
"""A member's style and path."""


def _dotted(text: str, indent: int) -> Numbered:
    found = NUMBERED.fullmatch(text)
    if not found or found["dot"] == ")" or not _looks_like_title(found["rest"]):
        return None
    path = tuple(int(part) for part in found["number"].split("."))
    titled = found["dot"] or len(path) > 1 or _bare(found["rest"], path)
    return (f"{len(path)}{found['dot']}@{indent}", path) if titled else None


def _bracketed(text: str, indent: int) -> Numbered:
    found = BRACKETED.fullmatch(text)
    if not found or not _looks_like_title(found["rest"]) or text[-1] in ".!":
        return None
    return f"1()@{indent}", (int(found["number"]),)


def _appended(text: str, indent: int) -> Numbered:
    found = APPENDED.fullmatch(text)
    if not found or not _looks_like_title(found["rest"]):
        return None
    letter, *parts = found["number"].split(".")
    return f"{len(parts) + 1}.@{indent}a", (ord(letter), *map(int, parts))


def _roman(text: str, indent: int) -> Numbered:
    found = ROMAN.fullmatch(text)
    if not found or not (found["rest"] is None or _looks_like_title(found["rest"])):
        return None
    return f"roman@{indent if not found['rest'] else ''}", (roman(found["number"]),)


def _lettered(text: str, indent: int) -> Numbered:
    found = LETTERED.fullmatch(text)
    if not found or not _looks_like_title(found["rest"]):
        return None
    return f"letter@{indent}", (ord(found["number"]) - 64,)


def _bare(rest: str, path: tuple[int, ...]) -> bool:
    """`3 Methods`: without a dot only a title in capitals is one."""
    return path[0] < 40 and line_signals.title_case(rest) == 1.0 and not rest.endswith(".")


def _looks_like_title(rest: str) -> bool:
    if rest[:1] in '"“«„':
        return False
    rest = rest.lstrip("_*'‘(")
    if not rest or rest[-1] in ",;:" or rest[0].islower():
        return False
    if rest[-1] == "." and len(rest.split()) > 4 and line_signals.title_case(rest) < 0.75:
        return False
    if line_signals.DOTTED.search(rest):
        return False
    return line_signals.title_case(rest) >= 0.75 or (len(rest.split()) <= 10 and not line_signals.is_clause(rest))


def numbered_headings(chunks: Sequence[Chunk]) -> list[Member]:
    """The members that belong to a true series."""
    by_style: dict[str, list[Member]] = defaultdict(list)
    for member in members(chunks):
        by_style[member.style].append(member)
    taken = {member.at for group in by_style.values() for member in group}
    good: list[Member] = []
    for group in by_style.values():
        for chain in _chains(group):
            if _is_series(chain, chunks, taken):
                good += chain
    return sorted(good, key=lambda member: member.at)


def _chains(group: Sequence[Member]) -> list[list[Member]]:
    chains: list[list[Member]] = []
    for member in group:
        if chains and _follows(chains[-1][-1].path, member.path):
            chains[-1].append(member)
        else:
            chains.append([member])
    return chains


def _follows(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    if len(one) == 1:
        return other[0] in (one[0] + 1, one[0] + 2) or other[0] == 1
    return other > one


def _is_series(chain: Sequence[Member], chunks: Sequence[Chunk], taken: set[int]) -> bool:
    depth = len(chain[0].path)
    if len(chain) < 2 and depth < 2:
        return False
    ends = [member.at for member in chain[1:]] + [min(len(chunks), chain[-1].at + 12)]
    filled = sum(_has_text(chunks, member.at, end, taken) for member, end in zip(chain, ends, strict=True))
    return filled * 3 >= len(chain) * 2


def _has_text(chunks: Sequence[Chunk], start: int, end: int, taken: set[int]) -> bool:
    between = (chunk for n, chunk in enumerate(chunks[start + 1 : end], start + 1) if n not in taken)
    return any(len(chunk.text) >= _ENOUGH_TEXT and chunk.kind != "contents" for chunk in between)
