"""What every view in mark-up needs to know of a text: its direction and language, safe characters, safe addresses."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal
from urllib.parse import quote, urlsplit, urlunsplit

from rhapsode.model import Document

SCHEMES = frozenset({"http", "https", "mailto"})
ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2) forbids or discourages, and HTML forbids with it."""
MONGOLIAN = re.compile("[\u1800-\u18af]")


def markup_safe(text: str) -> str:
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
        parts = urlsplit(markup_safe(address).strip())
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
