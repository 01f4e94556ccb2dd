"""EPUB 3 with Media Overlays: a chapter per section, each sentence tied to the stretch of sound that says it.

EPUB 3.3 (W3C), sections 5 (package), 7 (navigation) and 9 (Media Overlays); accessibility metadata by EPUB
Accessibility 1.1, section 3.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from string import Template
from types import MappingProxyType
from typing import BinaryIO

from lxml import etree

from rhapsode.errors import UsageError
from rhapsode.listening.assets import asset
from rhapsode.listening.block_markup import Setting, set_blocks
from rhapsode.listening.inline_markup import PlacedSentence, ShownPicture, append_text, sentences
from rhapsode.listening.markup_text import direction, is_vertical, language, markup_safe, sample
from rhapsode.listening.media import EPUB_TYPES, unfit
from rhapsode.listening.overlay import Par, pars, smil
from rhapsode.listening.package import cover_page, nav, package
from rhapsode.listening.picture import cover
from rhapsode.model import Block, TimedSection, Track
from rhapsode.pictures import SUFFIXES, media_type, picture_size

Said = Mapping[str, tuple[PlacedSentence, ...]]
"""The sentences of every block by its id."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the book: a section, its blocks, and the sentences heard in it."""

    section: TimedSection
    blocks: tuple[Block, ...]
    pars: tuple[Par, ...]

    @property
    def title(self) -> str:
        """Never empty, fit for XML."""
        return escape(" ".join(markup_safe(self.section.title).split()) or "…")


def epub(track: Track, *, pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """`track` as an EPUB with its sound inside; the same track gives the same bytes.

    `pictures` (JPEG or PNG, by the addresses that the document has for them) are inside too.
    Raises UsageError where its format is not one that EPUB readers must play (MP3, AAC in MP4, Opus).
    """
    out = io.BytesIO()
    write_epub(track, out, pictures=pictures)
    return out.getvalue()


def write_epub(track: Track, out: BinaryIO, *, pictures: Mapping[str, bytes] = MappingProxyType({})) -> None:
    """Write what `epub` gives to `out`, the sound piece by piece; raises as `epub` does."""
    if track.path.suffix.lower() not in EPUB_TYPES:
        raise UsageError(*unfit(track.path))
    with zipfile.ZipFile(out, "w") as book:
        for name, data in _files(track, pictures):
            stored = name == "mimetype" or name.endswith((".jpg", ".png"))
            book.writestr(_entry(name, stored=stored), data)
        with track.path.open("rb") as sound, book.open(_entry(f"EPUB/{sound_name(track)}", stored=True), "w") as to:
            shutil.copyfileobj(sound, to, 1 << 20)


def _entry(name: str, *, stored: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    return entry


def _files(track: Track, pictures: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    said = sentences(track)
    names = {at: f"pictures/{n}{SUFFIXES[media_type(pictures[at])]}" for n, at in enumerate(pictures, 1)}
    shown = {address: ShownPicture(name, *picture_size(pictures[address])) for address, name in names.items()}
    made = chapters(track, said)
    picture, suffix = cover(track)
    yield "mimetype", b"application/epub+zip"
    yield "META-INF/container.xml", asset("container.xml").encode()
    timed = [(c.section, sum(p.end_ms - p.start_ms for p in c.pars)) for c in made]
    yield "EPUB/package.opf", package(track, timed, f"cover{suffix}", sound_name(track), [*names.values()]).encode()
    yield "EPUB/nav.xhtml", document(track, "", nav(track)).encode()
    yield "EPUB/book.css", asset("book.css").encode()
    yield f"EPUB/cover{suffix}", picture
    yield "EPUB/cover.xhtml", document(track, "", cover_page(track, f"cover{suffix}")).encode()
    for chapter in made:
        yield f"EPUB/{chapter.section.id}.xhtml", xhtml(track, chapter, said, shown).encode()
        if chapter.pars:
            yield f"EPUB/{chapter.section.id}.smil", smil(chapter.section, chapter.pars, sound_name(track)).encode()
    for address, name in names.items():
        yield f"EPUB/{name}", pictures[address]


def sound_name(track: Track) -> str:
    """Where the sound lies in the book."""
    return f"audio/track{track.path.suffix.lower()}"


def chapters(track: Track, said: Said) -> list[Chapter]:
    """The document's blocks under their sections; what is not spoken stays with the block before it."""
    homes = {said.block_id: said.section_id for said in reversed(track.utterances)}
    held: dict[str, list[Block]] = {section.id: [] for section in track.sections}
    now = next(iter(held), "")
    for block in track.document.blocks:
        now = homes.get(block.id, now)
        if now in held:
            held[now].append(block)
    return [
        Chapter(section, tuple(held[section.id]), tuple(pars(track, section, _targets(held[section.id], said))))
        for section in track.sections
    ]


def _targets(blocks: list[Block], said: Said) -> dict[str, str]:
    """Element id by utterance id, and by block id for what is announced; a table row lights up whole."""
    found = {block.id: block.id for block in blocks if block.text.strip()}
    for block in blocks:
        whole = block.kind == "table_row" and len(said.get(block.id, ())) == 1
        found.update({s.id: block.id if whole else s.id for s in said.get(block.id, ())})
    return found


def xhtml(
    track: Track, chapter: Chapter, said: Said, pictures: Mapping[str, ShownPicture] = MappingProxyType({})
) -> str:
    """A chapter as an XHTML content document."""
    own = direction(sample(track.document))
    body = etree.Element("section", {"id": "start", "role": "doc-chapter"})
    has_heading = any(block.kind == "heading" for block in chapter.blocks)
    if has_heading:
        body.set("aria-labelledby", next(block.id for block in chapter.blocks if block.kind == "heading"))
    else:
        append_text(etree.SubElement(body, "h1", {"id": "title"}), chapter.section.title or "…")
        body.set("aria-labelledby", "title")
    set_blocks(body, chapter.blocks, Setting(said, words=False, direction=own, pictures=pictures))
    for element in body.iter():  # XHTML wants both (EPUB 3.3, 6.1.1: xml:lang where lang stands)
        if tag := element.get("lang"):
            element.set("{http://www.w3.org/XML/1998/namespace}lang", tag)
    content: str = etree.tostring(body, encoding="unicode")
    return document(track, chapter.title, content)


def document(track: Track, title: str, body: str) -> str:
    """`body` as an XHTML file under `title`, or the track's title where it is empty."""
    text = sample(track.document)
    return Template(asset("book.xhtml")).substitute(
        language=language(track.document),
        direction=direction(text),
        writing="vertical" if is_vertical(text) else "horizontal",
        title=title or escape(markup_safe(track.document.title)),
        body=body,
    )
