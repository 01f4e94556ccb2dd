"""Letters (`.eml`, RFC 5322) and pages saved with all that belongs to them (`.mht`, RFC 2557)."""

from __future__ import annotations

import itertools
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from rhapsode.errors import SourceUnreadable
from rhapsode.model import Block, Document, Source

if TYPE_CHECKING:
    from email.message import EmailMessage

    from rhapsode.reading.source_metadata import SourceMetadata

_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n)*){2,}")
_TELLING = re.compile(rb"^(?:from|subject|mime-version|received|date):", re.I | re.M)
_SHOWN = ("From", "To", "Cc", "Date")
_QUOTED = re.compile(r"\s{0,3}(?:>\s?)+")
_SIGNATURE = re.compile(rb"\n-- \r?\n")
_MOST_PARTS, _MOST_LIMITS = 1_000, 10_000
"""Parts, and lines that could be limits of parts."""


class MimeReader:
    """Reads letters and saved pages."""

    name = "mime"
    suffixes = (".eml", ".mht", ".mhtml")

    def score(self, source: Source) -> float:
        """By suffix, media type, or a head of header lines."""
        if source.name.lower().endswith(self.suffixes) or source.media_type in ("message/rfc822", "multipart/related"):
            return 0.95
        found = _HEADER.match(source.data[:4000])
        return 0.4 if found and len(_TELLING.findall(found[0])) > 1 else 0.0

    def read(self, source: Source) -> Document:
        """Read it all. Raises SourceUnreadable where there is no text in it."""
        from email import message_from_bytes, policy

        if source.data.count(b"\nContent-Type:") > _MOST_PARTS or source.data.count(b"\n--") > _MOST_LIMITS:
            raise SourceUnreadable(f"{source.location} has more than {_MOST_PARTS:,} parts", "save them one by one")
        letter = message_from_bytes(source.data.lstrip(), policy=policy.default)
        is_page = letter.get_content_type() == "multipart/related" and "Snapshot-Content-Location" in letter
        order = ("html", "plain") if is_page or not _stated(letter, "From") else ("plain", "html")
        body = _body(letter, order)
        if body is None:
            raise SourceUnreadable(f"{source.location} has no text in it", "give a letter or a page with text in it")
        document = _read(body, source)
        return document if is_page else _as_letter(letter, document, source)


def _body(letter: EmailMessage, order: tuple[str, ...]) -> EmailMessage | None:
    """The part to be read: of those that say the same, the first kind of `order` that says anything."""
    from email.message import EmailMessage

    for kind in order:
        found = letter.get_body((kind,))
        if isinstance(found, EmailMessage) and _content(found).strip():
            return found
    return next((p for p in letter.walk() if p.get_content_maintype() == "text" and _content(p).strip()), None)


def _content(part: EmailMessage) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _read(body: EmailMessage, source: Source) -> Document:
    """The part as the readers of its kind read it."""
    from rhapsode.reading.html import HtmlReader
    from rhapsode.reading.text import TextReader

    data = _content(body)
    charset = str(body.get_content_charset() or "")
    stem = PurePath(source.name).stem
    part = Source(source.location, f"{stem}.txt", data, charset=charset)
    if body.get_content_subtype() == "html":
        return HtmlReader().read(part._replace(name=f"{stem}.html"))
    plain = b"\n>" in b"\n" + data or _SIGNATURE.search(data)
    return _read_plain(part) if plain else TextReader().read(part)


def _read_plain(part: Source) -> Document:
    """A plain letter: what it quotes as quotations, its signature apart, the rest as any text."""
    from rhapsode.reading.blocks import Blocks, numbered
    from rhapsode.reading.decode import decode_lines
    from rhapsode.reading.source_metadata import SourceMetadata, complete
    from rhapsode.reading.text import read_text

    text, warnings = decode_lines(part.data, part.location, part.charset)
    made: list[Block] = []
    line = 1
    text, _, signature = text.partition("\n-- \n")
    for quoted, group in itertools.groupby(text.split("\n"), key=lambda one: bool(_QUOTED.match(one))):
        lines = list(group)
        if quoted:
            blocks = Blocks()
            for depth, run in itertools.groupby(lines, key=lambda one: one[: _end(one)].count(">")):
                for paragraph in re.split(r"\n\s*\n", "\n".join(one[_end(one) :] for one in run)):
                    blocks.add("quote", " ".join(paragraph.split()), level=depth, line=line)
            made += blocks.tuple()
        elif any(one.strip() for one in lines):
            found = read_text("\n".join(lines), part, ())
            made += [block._replace(line=block.line + line - 1) for block in found.blocks]
        line += len(lines)
    if signature.strip():
        made.append(Block("", "imprint", " ".join(signature.split()), line=line + 1))
    return complete(part, numbered(made), SourceMetadata(), warnings, PurePath(part.name).stem)


def _end(line: str) -> int:
    found = _QUOTED.match(line)
    return found.end() if found else 0


def _as_letter(letter: EmailMessage, document: Document, source: Source) -> Document:
    """`document` with the letter's head: its subject as title, the rest set apart."""
    from rhapsode.reading.blocks import numbered

    stated = _head(letter)
    blocks = [block for block in document.blocks if not (block.kind == "heading" and block.text == stated.title)]
    head = [Block("", "heading", stated.title, level=1)] if stated.title else []
    head += [
        Block("", "imprint", f"{name}: {' '.join(value.split())}"[:2000])
        for name in _SHOWN
        if (value := _stated(letter, name))
    ]
    deeper = bool(stated.title) and any(block.kind == "heading" and block.level == 1 for block in blocks)
    blocks = [b._replace(level=min(6, b.level + 1)) if deeper and b.kind == "heading" else b for b in blocks]
    left = [str(part.get_filename() or part.get_content_type()) for part in letter.iter_attachments()]
    named = ", ".join(left[:5]) + (", ..." if len(left) > 5 else "")
    warnings = (f"the letter's attachments were left out: {named}",) if left else ()
    return document._replace(
        title=stated.title or document.title,
        blocks=numbered([*head, *blocks]),
        authors=stated.authors or document.authors,
        published=stated.published or document.published,
        language=stated.language or document.language,
        warnings=(*document.warnings, *warnings),
    )


def _stated(letter: EmailMessage, name: str) -> str:
    """What the header `name` says, empty where there is none; as it is written where its parser fails over it."""
    try:
        return str(letter.get(name) or "")
    except Exception:  # AttributeError, IndexError: the standard library's, over addresses that are none
        raw = (str(value) for key, value in letter.raw_items() if key.lower() == name.lower())
        return " ".join(next(raw, "").split())


def _head(letter: EmailMessage) -> SourceMetadata:
    from email.utils import getaddresses, parsedate_to_datetime

    from rhapsode.reading.dates import iso_date
    from rhapsode.reading.language_tags import language_tag
    from rhapsode.reading.source_metadata import SourceMetadata, one_line

    people = getaddresses([_stated(letter, "From")])
    try:
        sent = _stated(letter, "Date")
        date = iso_date(parsedate_to_datetime(sent).date()) if sent else ""
    except (ValueError, TypeError, IndexError):
        date = ""
    return SourceMetadata(
        title=one_line(_stated(letter, "Subject")),
        authors=tuple(name or address for name, address in people if name or address),
        published=date,
        language=language_tag(_stated(letter, "Content-Language")),
    )
