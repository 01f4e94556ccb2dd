"""What every written view needs to know of a text: direction, safe characters, safe addresses, and its clock."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

from rhapsode.model import Document, Track

Item = TypeVar("Item")

SCHEMES = frozenset({"http", "https", "mailto"})
NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The UUID namespace of podcast GUIDs (Podcasting 2.0, `podcast:guid`); ours are made in it as well."""
ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2) forbids or discourages, and HTML forbids with it."""
MONGOLIAN = re.compile("[\u1800-\u18af]")


def with_next(items: Sequence[Item]) -> Iterator[tuple[Item, Item | None]]:
    """Each of `items` and the one after it, None after the last."""
    return zip_longest(items, items[1:])


def clean(text: str) -> str:
    """`text` without the characters that no XML or HTML file may hold."""
    return re.sub("[\ufffe\uffff]|[\U0001fffe\U0001ffff]", "", ILLEGAL.sub("", text))


def sample(document: Document) -> str:
    """The title and the first few thousand characters: enough to judge the script by."""
    text = document.title
    for block in document.blocks:
        if len(text) > 4000:
            break
        text += " " + block.text
    return text[:4000]


def direction(text: str) -> Literal["ltr", "rtl"]:
    """The direction most of the strong characters of `text` have (Unicode TR 9, types L, R and AL)."""
    kinds = [unicodedata.bidirectional(c) for c in text]
    return "rtl" if kinds.count("R") + kinds.count("AL") > kinds.count("L") else "ltr"


def is_vertical(text: str) -> bool:
    """Whether `text` is in the Mongolian script, which is only ever written in columns (W3C Mongolian layout)."""
    return len(MONGOLIAN.findall(text)) * 2 > sum(c.isalpha() for c in text)


def link_address(address: str) -> str:
    """`address` fit to stand in an `href`, or empty where it is not an http, https or mailto address."""
    try:
        parts = urlsplit(clean(address).strip())
        _ = parts.port
    except ValueError:
        return ""
    wrong_host = re.search(r"[\s<>\"\\^`{|}%]", parts.netloc) or (not parts.netloc and parts.scheme != "mailto")
    if parts.scheme not in SCHEMES or wrong_host:
        return ""
    path, query, fragment = (
        re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(part, safe="%/:?@!$&'()*+,;=~-._"))
        for part in (parts.path, parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme, parts.netloc, path, query, fragment))


def language(document: Document) -> str:
    """The document's BCP 47 tag where it is well-formed, else `und` (undetermined, BCP 47 section 4.1)."""
    return document.language if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", document.language) else "und"


def identity(track: Track) -> str:
    """A UUID of what is narrated (source name and title), the same however often it is rendered again."""
    return str(uuid.uuid5(NAMESPACE, f"{track.path.stem}\n{track.document.title}"))


def position_ms(track: Track, frame: int) -> int:
    """Where `frame` is, in whole milliseconds from the start, cut and not rounded: every view says it alike."""
    return frame * 1000 // track.rate_hz


def clock(seconds: float) -> str:
    """`1:02:03` or `2:03`, to the second below."""
    whole = int(seconds)
    hours = f"{whole // 3600}:{whole // 60 % 60:02}" if whole >= 3600 else f"{whole // 60}"
    return f"{hours}:{whole % 60:02}"


def duration(ms: int) -> str:
    """An ISO 8601 duration, `PT1H2M3.456S`."""
    return f"PT{ms // 3_600_000}H{ms // 60_000 % 60}M{ms % 60_000 / 1000:g}S"
