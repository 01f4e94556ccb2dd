"""What a source says about itself (title, authors, date, language, settings), and the Document made with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rhapsode.metadata_text import metadata_line
from rhapsode.model import Block, Document, Lexeme, Source
from rhapsode.reading.dates import iso_date
from rhapsode.reading.language_tags import language_tag


class SourceMetadata:
    """Metadata as found so far; empty where nothing says it."""

    def __init__(
        self,
        title: str = "",
        authors: tuple[str, ...] = (),
        published: str = "",
        language: str = "",
        settings: Mapping[str, object] | None = None,
    ) -> None:
        self.title, self.authors, self.published, self.language = title, authors, published, language
        self.settings: Mapping[str, object] = settings or {}
        self.cover: bytes | None = None
        self.picture = ""
        self.lexicon: tuple[Lexeme, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, object], warnings: list[str]) -> SourceMetadata:
        """From front matter; what is of the wrong kind is left out with a warning."""
        stated = {key.strip().lower(): value for key, value in values.items()}
        written = stated.get("date", stated.get("published"))
        published = iso_date(written)
        if written and not published:
            warnings.append(f"the date {str(written)[:40]!r} is no date; left out")
        settings = stated.get("rhapsode") or {}
        if not isinstance(settings, dict):
            warnings.append("`rhapsode` in the front matter is not a table; left out")
            settings = {}
        found = cls(
            title=one_line(stated.get("title")),
            authors=names(stated.get("author", stated.get("authors"))),
            published=published,
            language=language_tag(stated.get("lang", stated.get("language"))),
            settings=settings,
        )
        found.picture = next((one_line(stated[key]) for key in _PICTURES if isinstance(stated.get(key), str)), "")
        return found


_PICTURES = ("cover", "image", "cover_image", "featured_image")
"""What the generators of sites call the picture of an article in its front matter."""


def one_line(value: object) -> str:
    """`value` as one line of text; empty for what is no plain value."""
    return "" if value is None or isinstance(value, (dict, list)) else metadata_line(str(value))[:1000]


def names(value: object) -> tuple[str, ...]:
    """One name, names with `and`, `&` or `;` between them, or a list of names or of tables with a `name`."""
    if isinstance(value, str):
        return tuple(part for part in (one_line(p) for p in re.split(r"\s+(?:and|&)\s+|\s*;\s*", value)) if part)
    if isinstance(value, dict):
        return names(value.get("name"))
    if isinstance(value, list):
        return tuple(name for one in value[:100] for name in names(one))
    return ()


def complete(
    source: Source, blocks: tuple[Block, ...], metadata: SourceMetadata, warnings: Sequence[str], fallback: str
) -> Document:
    """The document: its title is what the source says it is, else its one first-level heading, else `fallback`."""
    return Document(
        title=metadata.title or first_heading(blocks) or fallback or source.location,
        blocks=blocks,
        source=source.location,
        authors=metadata.authors,
        language=metadata.language,
        published=metadata.published,
        cover=metadata.cover,
        lexicon=metadata.lexicon,
        settings=metadata.settings,
        warnings=tuple(dict.fromkeys(warnings)),
        picture=metadata.picture,
    )


def first_heading(blocks: Sequence[Block]) -> str:
    """The text of the first heading of level 1, without apparatus; empty where there is none."""
    for block in blocks:
        if block.kind == "heading" and block.level == 1:
            return plain(block)
    return ""


def plain(block: Block) -> str:
    """A heading's text without citation marks and references to notes."""
    text = block.text
    for mark in reversed(block.marks):
        if mark.kind in ("citation", "note_reference"):
            text = text[: mark.start] + text[mark.end :]
    return " ".join(text.split())
