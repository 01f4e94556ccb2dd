"""What is fuzzed: each takes any bytes, and raises where the program does with them what it must not.

What may happen: a value of the kind that is promised, or the error that the docstring names. A reader that fails in a
way it did not foresee is caught higher up and said in one line; here it is a finding.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from reading_tools import CONTAINER, zipped

from rhapsode import clips, mixing
from rhapsode.errors import RhapsodeError, SourceUnreadable
from rhapsode.mixing.embedded_timeline import from_bytes
from rhapsode.mixing.encoding import packets
from rhapsode.model import Block, Document, Source
from rhapsode.plugins import readers
from rhapsode.scripting import load_style, write_script
from rhapsode.scripting.normalize import claims, normalize
from rhapsode.scripting.rules import LANGUAGES, rules_for

Target = Callable[[bytes], None]
SUFFIXES = {
    "text": "txt", "markdown": "md", "html": "html", "epub": "epub", "docx": "docx", "rst": "rst", "pdf": "pdf",
    "odt": "odt", "fb2": "fb2", "mime": "eml", "org": "org", "asciidoc": "adoc",
}  # fmt: skip
"""Of each reader. `other` refuses whatever it is given."""
PARTED = b"\x1e"
"""Parts the members of an archive: a ZIP whose checksums are right is not found by turning bytes."""
MEMBERS = {
    "epub": ("OPS/book.opf", "OPS/nav.xhtml", "OPS/a.xhtml", "OPS/toc.ncx", "META-INF/container.xml"),
    "docx": ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "docProps/core.xml"),
    "odt": ("content.xml", "styles.xml", "meta.xml"),
}
LONGEST_TEXT = 2_000
"""Characters given to the rules: long texts are a matter of time, which other tests watch."""


def read(reader: str, data: bytes) -> None:
    """A reader: a sound document, or an error of ours."""
    name = f"a.{SUFFIXES[reader]}"
    found = next(one for one in readers() if one.name == reader)
    try:
        document = found.read(Source(name, name, data))
    except (RhapsodeError, RecursionError):  # the second is told in one line, as too deep
        return
    check_document(document)


def check_document(document: Document) -> None:
    assert [block.id for block in document.blocks] == [f"b{n}" for n in range(1, len(document.blocks) + 1)]
    for block in document.blocks:
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text), (block, mark)
    script = write_script(document, load_style())
    assert script.ledger.balanced
    assert not [one for one in script.warnings if "as it is written" in one], script.warnings


def read_archive(reader: str, data: bytes) -> None:
    """A reader of archives, given the members that `data` parts into."""
    members = dict(zip(MEMBERS[reader], data.split(PARTED), strict=False))
    first = {"META-INF/container.xml": CONTAINER.encode()} if reader == "epub" else {}
    read(reader, zipped(first | members))


def say(data: bytes) -> None:
    """The normalizer, in the language that the first byte says: claims apart from one another, and a text to say."""
    language = sorted(LANGUAGES)[data[0] % len(LANGUAGES)] if data else "en"
    text = data[1:].decode("utf-8", "replace")[:LONGEST_TEXT]
    found = claims(text, rules_for(language), frozenset())
    ends = [0, *(one.end for one in found)]
    assert all(0 <= end <= one.start <= one.end <= len(text) for end, one in zip(ends, found, strict=False)), found
    assert isinstance(normalize(text, language), str)
    check_document(Document("a", (Block("b1", "paragraph", text),), language=language))


def unpack_clip(data: bytes) -> None:
    """The store's clips: what is taken for one packs to the same bytes."""
    with suppress(ValueError):
        assert clips.pack(clips.unpack(data)) == data
    with suppress(ValueError):
        assert isinstance(clips.clip_ms(data[: clips.HEAD_BYTES], len(data)), float)


def unpack_packets(data: bytes) -> None:
    """The store's packets."""
    with suppress(ValueError):
        found = packets.unpack(data)
        assert packets.pack(found) == data
        assert b"".join(found) == bytes(found.data)
        assert len(found.first(2).sizes) == min(2, len(found.sizes))


def open_timeline(data: bytes) -> None:
    """A file's own timeline, squeezed or, to be turned byte by byte, not."""
    import zlib

    with tempfile.NamedTemporaryFile() as file:
        for packed in (data, zlib.compress(data, 1)):
            with suppress(ValueError):
                track = from_bytes(packed, Path(file.name))
                assert track.path == Path(file.name)


def read_track(suffix: str, data: bytes) -> None:
    """A track of somebody else's: read back, or an error of ours."""
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(data)
        file.flush()
        with suppress(SourceUnreadable):
            mixing.read_track(Path(file.name))


TARGETS: dict[str, Target] = {
    **{name: partial(read, name) for name in SUFFIXES},
    **{f"{name}-members": partial(read_archive, name) for name in MEMBERS},
    "normalizer": say,
    "clip": unpack_clip,
    "packets": unpack_packets,
    "timeline": open_timeline,
    **{f"track-{kind}": partial(read_track, f".{kind}") for kind in ("mp3", "m4b", "opus", "flac", "wav")},
    "record": partial(read_track, ".json"),
}


def seeds(target: str) -> list[bytes]:
    """Sound inputs to begin from: made here where they are binary, else the small files that other tests have."""
    from fuzz_seeds import SEEDS

    return SEEDS[target]() if target in SEEDS else [struct.pack("<B", 1)]
