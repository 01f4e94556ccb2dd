"""Language names and tags as sources write them, to BCP 47."""

from __future__ import annotations

import re

_NAMES = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl",    "finnish": "fi", "swedish": "sv", "danish": "da", "norwegian": "nb", "polish": "pl",
    "russian": "ru", "latin": "la",
    "greek": "el", "chinese": "zh", "japanese": "ja", "hungarian": "hu", "czech": "cs", "esperanto": "eo",
    "catalan": "ca", "welsh": "cy", "tagalog": "tl", "icelandic": "is", "romanian": "ro", "turkish": "tr",
}  # fmt: skip
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,6}")


def language_tag(value: object) -> str:
    """`value` as a BCP 47 tag in its usual case (`en-GB`, `zh-Hant`); empty where it is neither tag nor known name."""
    text = str(value or "").strip().replace("_", "-").partition(".")[0]
    named = _NAMES.get(text.lower())
    if named:
        return named
    if not _TAG.fullmatch(text) or text.lower() in ("und", "mul", "zxx"):
        return ""
    first, *rest = text.split("-")
    return "-".join([first.lower(), *map(_part, rest)])


def _part(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()
