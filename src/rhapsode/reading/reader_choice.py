"""Giving a source to the reader that is surest of it."""

from __future__ import annotations

from rhapsode.errors import ReaderMissing, RhapsodeError, SourceRefused, SourceUnreadable
from rhapsode.model import Document, Source
from rhapsode.plugins import Reader, readers


def read_source(source: Source, name: str = "") -> Document:
    """Read `source` with the reader of that name, or with the one that scores highest.

    Raises ReaderMissing where none fits, and whatever the reader raises. A reader that runs out of memory or stack,
    or fails in a way it did not foresee, is reported as SourceRefused or SourceUnreadable.
    """
    reader = _named(name) if name else _best(source)
    try:
        document = reader.read(source)
    except RhapsodeError:
        raise
    except (RecursionError, MemoryError) as fault:
        raise SourceRefused(
            f"{source.location} is nested too deep or too large to read", "save it in a simpler form"
        ) from fault
    except Exception as fault:
        kind = type(fault).__name__
        raise SourceUnreadable(
            f"{source.location} could not be read as {reader.name} ({kind}: {str(fault)[:120]})",
            "save it in another form, or name the reader to use",
        ) from fault
    if not any(block.text for block in document.blocks):
        said = f" ({document.warnings[0]})" if document.warnings else ""
        raise SourceUnreadable(f"{source.location} has no text in it{said}", "give a file with text in it")
    return document


def _named(name: str) -> Reader:
    found = {reader.name: reader for reader in readers()}
    if name not in found:
        raise ReaderMissing(f"there is no reader named {name!r}", f"choose one of {', '.join(found)}")
    return found[name]


def _best(source: Source) -> Reader:
    score, reader = max(((reader.score(source), reader) for reader in readers()), key=lambda pair: pair[0])
    if score <= 0:
        raise ReaderMissing(
            f"no reader knows what {source.location} is", "save it as text, Markdown, HTML, EPUB, DOCX, ODT or PDF"
        )
    return reader
