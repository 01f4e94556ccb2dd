"""From a request to a script: the source is read, and what will be said is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from rhapsode import reading, scripting, speaking
from rhapsode.model import STANDARD_INPUT, Document, Script
from rhapsode.plugins import EngineChoice
from rhapsode.steps import step
from rhapsode.store import Store

if TYPE_CHECKING:
    from rhapsode.scripting import Style


class Request(NamedTuple):
    """What to narrate, and how it is to be said; everything but the source has a default."""

    source: str
    """A path, a URL, or `-` with the text in `stdin`."""
    stdin: bytes | None = None
    engine: str = "auto"
    """What speaks; `auto`: for each language the best that is installed."""
    engine_settings: tuple[tuple[str, str], ...] = ()
    """How the engine is set, name and value."""
    voice: str = ""
    """A voice id or a language tag; empty: the voice of the document's language."""
    rate_wpm: int | None = None
    """None: the style's, by default NORMAL_RATE_WPM."""
    language: str = ""
    """BCP 47; empty: what the document says."""
    depth: int = 6
    """Heading levels below this do not begin a section of their own."""
    style: Path | Mapping[str, Any] | None = None
    """A style file, or what one could hold."""
    lexicons: tuple[Path, ...] = ()
    normalize: bool = True
    keep: tuple[str, ...] = ()
    """A part of the document that holds one of these texts is spoken where it would be passed over."""
    announce_skips: bool = False
    strict: bool = False
    """Whether a sentence that would lose a word ends the render; else it is spoken as written, with a warning."""
    reader: str = ""
    """Name of the reader to use; empty: the one that fits best."""
    allow_private: bool = False
    """Whether a URL may lead to an address of the own network."""
    pictures: bool = True
    """Whether the document's pictures stand in its page and its EPUB."""

    @property
    def choice(self) -> EngineChoice:
        """The engine and its settings."""
        return EngineChoice(self.engine, tuple(sorted(self.engine_settings)))


TITLE_WORDS = 8
"""Of a text without a title of its own."""


def read_text(data: bytes, reader: str = "") -> Document:
    """The document of a text that has no place; its title is its heading, else its first words. Raises SourceError."""
    document = reading.read("-", stdin=data, reader=reader)
    if document.title != STANDARD_INPUT:
        return document
    title = " ".join(next(block.text for block in document.blocks if block.text.strip()).split()[:TITLE_WORDS])
    return document._replace(title=title, source=title)  # a title that is no more than the source's name is not spoken


def write(request: Request, store: Store | None = None) -> Script:
    """Read the source and write its script; `store` is where sentences are remembered.

    Raises SourceError, StyleError or, where it is strict, LossError.
    """
    with step("read"):
        document = reading.read(
            request.source, stdin=request.stdin, reader=request.reader, allow_private=request.allow_private
        )
    return script(document, request, store)


def script(document: Document, request: Request, store: Store | None = None) -> Script:
    """The script of a document already read. Raises SourceRefused past its limits, and StyleError or LossError."""
    with step("script"):
        return growing_script(document, request, store).whole()


def growing_script(document: Document, request: Request, store: Store | None = None) -> scripting.GrowingScript:
    """The same script, written as it is asked for."""
    style = style_of(request, document.settings)
    return scripting.GrowingScript(
        document,
        style,
        depth=request.depth,
        handles=_handled(request),
        normalize=request.normalize,
        announce_skips=request.announce_skips,
        strict=request.strict,
        store=store,
    )


def style_of(request: Request, settings: Mapping[str, Any] = MappingProxyType({})) -> Style:
    """How `request` wants a document said that has these `settings` of its own. Raises StyleError."""
    path = Path(request.source)
    return scripting.load_style(
        source=path if request.source != "-" and path.is_file() else None,
        settings=settings,
        style=request.style,
        voice=request.voice,
        rate_wpm=request.rate_wpm,
        language=request.language,
        lexicons=request.lexicons,
        keep=request.keep,
    )


def _handled(request: Request) -> frozenset[str]:
    """What every engine that may speak does itself, so that the script must not."""
    return frozenset.intersection(*(engine.handles for engine in speaking.engines(request.choice)))


def every_source(locations: Sequence[str]) -> list[str]:
    """Every single source that `locations` name: folders and reading lists opened up. Raises SourceError."""
    return reading.expand(locations)
