"""Pronunciation lexicons (W3C PLS 1.0) that a book brings along."""

from __future__ import annotations

from collections.abc import Iterator

from rhapsode.errors import SourceRefused, SourceUnreadable
from rhapsode.model import Lexeme
from rhapsode.reading.archive import Archive
from rhapsode.reading.html_elements import language_of, name_of
from rhapsode.reading.markup_trees import parse_xml
from rhapsode.reading.xsampa import to_ipa

_MOST = 50_000


def read_lexicons(archive: Archive, paths: list[str], warnings: list[str]) -> tuple[Lexeme, ...]:
    """Every lexeme of the lexicons at `paths`, in order; one that cannot be read is a warning."""
    found: list[Lexeme] = []
    for path in paths:
        try:
            found += _lexemes(archive, path)
        except (SourceUnreadable, SourceRefused) as fault:
            warnings.append(f"the pronunciations in {path} cannot be used: {fault.what}")
    return tuple(found[:_MOST])


def _lexemes(archive: Archive, path: str) -> Iterator[Lexeme]:
    root = parse_xml(archive.read(path), archive.location)
    language, alphabet = language_of(root), root.get("alphabet") or "ipa"
    for lexeme in root.iter():
        if name_of(lexeme) != "lexeme":
            continue
        graphemes = [_text(child) for child in lexeme if name_of(child) == "grapheme"]
        said = next((child for child in lexeme if name_of(child) in ("phoneme", "alias")), None)
        if said is None or not _text(said):
            continue
        where = f"{path}:{lexeme.sourceline or 0}"
        for grapheme in filter(None, graphemes):
            if name_of(said) == "alias":
                yield Lexeme(grapheme, alias=_text(said), language=language, origin=where)
            else:
                ipa = to_ipa(_text(said), said.get("alphabet") or alphabet)
                yield Lexeme(grapheme, phoneme=ipa, language=language, origin=where)


def _text(element: object) -> str:
    return " ".join("".join(element.itertext()).split())  # type: ignore[attr-defined]
