"""Bytes to text: byte order mark, strict UTF-8, the declared encoding, and at last Windows-1252 with a warning: for the
bytes alone that are no UTF-8 where most of the rest is, else for the whole.

No guessing by statistics: guessers take short ASCII for UTF-16. A file that is not text is refused.
"""

from __future__ import annotations

import codecs
import re

from rhapsode.errors import SourceRefused, SourceUnreadable
from rhapsode.metadata_text import CONTROLS, DIRECTION_MARKS, OVERRIDES
from rhapsode.reading.blocks import MOST_CHARACTERS

MOST_LINES = 250_000
"""Of text; the longest novels have a quarter of that."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAFE = frozenset(b"\t\n\x0b\x0c\r\x1b")
_CONTROLS = re.compile(f"[{CONTROLS}]")
_DIRECTIONS = re.compile(f"[{OVERRIDES}{DIRECTION_MARKS}]")
_ESCAPED = [chr(0xDC00 + byte) for byte in range(0x80, 0x100)]
"""What Python makes of bytes that are not UTF-8."""
_ESCAPED_1252 = dict(zip(map(ord, _ESCAPED), bytes(range(0x80, 0x100)).decode("cp1252", "replace"), strict=True))
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens, spaces without width: where a line may break is nothing to be heard."""
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")


def decode(data: bytes, location: str, declared: str = "") -> tuple[str, list[str]]:
    """`data` as text with `\\n` line ends, and warnings of one line each.

    Control characters, lone surrogates and direction overrides are left out, with a warning.
    Raises SourceUnreadable where `data` is empty or not text.
    """
    location = "standard input" if location == "-" else location
    if not data.strip():
        raise SourceUnreadable(f"{location} is empty", "give a file with text in it")
    warnings: list[str] = []
    text = _marked(data, warnings) or _unmarked(data, location, declared, warnings)
    text = without_controls(text, warnings)
    if not text.strip():
        raise SourceUnreadable(f"{location} is empty", "give a file with text in it")
    return text, warnings


def without_controls(text: str, warnings: list[str]) -> str:
    """`text` with `\\n` line ends and without what no reader can use; says so in `warnings`."""
    text = _BREAKS.sub("\n", text)
    text, controls = _CONTROLS.subn("", text)
    text, directions = _DIRECTIONS.subn("", text)
    text = _UNSEEN.sub("", text)
    if controls:
        warnings.append(f"left out {controls} control or broken characters")
    if directions:
        warnings.append(f"left out {directions} marks of writing direction")
    return text


def decode_lines(data: bytes, location: str, declared: str = "", most: int = MOST_LINES) -> tuple[str, list[str]]:
    """`decode`, for what is read line by line. Raises SourceRefused past `most` lines or 8,000,000 characters too."""
    text, warnings = decode(data, location, declared)
    if len(text) > MOST_CHARACTERS:
        raise SourceRefused(f"{location} has more than {MOST_CHARACTERS:,} characters", "split it")
    if text.count("\n") > most:
        raise SourceRefused(f"{location} has more than {most:,} lines", "split it")
    return text, warnings


def _marked(data: bytes, warnings: list[str]) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            if "\ufffd" in text:
                warnings.append(f"some bytes are not {encoding.upper()} as the file says; shown as \ufffd")
            return text
    return ""


def _unmarked(data: bytes, location: str, declared: str, warnings: list[str]) -> str:
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace")
    _refuse_binary(data, location)
    if b"\x1b" in data and declared.lower().startswith("iso-2022"):
        return data.decode(declared, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            warnings.append(f"the text is not in the encoding it declares ({declared[:40]})")
    text = data.decode("utf-8", errors="surrogateescape")
    bad = sum(map(text.count, _ESCAPED))
    if bad * 2 > len(text) - len(text.encode("ascii", errors="ignore")):
        warnings.append("the encoding is unknown; read as Windows-1252")
        return data.decode("cp1252", errors="replace")
    warnings.append(f"{bad} byte{'s are' if bad > 1 else ' is'} not UTF-8 as the rest is; read as Windows-1252")
    return text.translate(_ESCAPED_1252)


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of plain European text is zero then."""
    head = data[:4096]
    half = len(head) // 2
    if half < 4:
        return ""
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[offset::2].count(0) > 0.9 * half and head[1 - offset :: 2].count(0) < 0.1 * half:
            return encoding
    return ""


def _refuse_binary(data: bytes, location: str) -> None:
    head = data[:65536]
    controls = sum(byte < 32 and byte not in _SAFE for byte in head)
    if controls > 0.05 * len(head):
        raise SourceUnreadable(f"{location} is not text", "give a file of a kind that `rhapsode` reads")
