"""What one line or chunk looks like: capitals, title case, by-line, date, caption, list item, and the like."""

from __future__ import annotations

import re

_SMALL = frozenset(
    """a an the and or but nor for of in on at to by from with as is vs via into onto over per upon de la le les des du
    et en un une au aux l d der die das und von zu im am den dem des mit für ein eine el los las y o del al con por para
    una il lo gli e di da che nel della van het een of naar""".split()
)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_BYLINE = re.compile(
    r"(?:(?:written|posted|compiled|edited|translated|text|words|story|retold|article)\s+)?"
    r"(?P<by>by|von|par|por|di|door|av|af)[:\s]\s*(?P<names>\S.*)",
    re.I,
)
_TRAIL = re.compile(
    r"\s*(?:[|•·,–—-]\s*)?(?:\d[\d.,]*\s*k?\s*(?:views?|reads?|comments?|shares?|likes?|min(?:ute)?s?\s*(?:read)?)\b.*"
    r"|(?:on\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}\b.*"
    r"|(?:on\s+)?\d{1,2}\.?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b.*"
    r"|(?:on\s+)?\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}.*|[|•·].*)$",
    re.I,
)
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*){0,5}")
_MONTHS = "january february march april may june july august september october november december".split()
_DATE = re.compile(
    rf"\W{{0,3}}(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    rf"(?:(?:{'|'.join(m[:3] for m in _MONTHS)})[a-z]{{0,6}}\.?"
    rf"\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:{'|'.join(m[:3] for m in _MONTHS)})"
    rf"[a-z]{{0,6}}\.?,?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})\W{{0,3}}",
    re.I,
)
_CAPTION = re.compile(r"(?:fig(?:ure|\.)?|table|abbildung|abb\.|tabelle|tableau|figura|tabla|listing|plate"
                      r"|photo|image)\s*"
                      r"(?:\d|[IVX]+\b|:)|(?:photo|image|source|credit)s?\s*(?:by|:|courtesy)", re.I)  # fmt: skip
_ASIDE = re.compile(r"\([a-z][^()]{0,40}\)")
_ILLUSTRATION = re.compile(r"\[(?:illustration|figure|image|picture)\b[^\]]{0,2000}\]?", re.I)
FOOTNOTE = re.compile(r"\[(?:footnote\s+)?(?P<label>\d{1,4}|[*†‡§]|[A-Z])[:\]]\s*(?P<rest>\S.*)", re.I)
"""A footnote's own text: `[12] ...`, `[Footnote 3: ...]`."""
RULE = re.compile(r"(?:[-=_*~#•·+]\s{0,12}){3,}")
"""A line drawn across the page."""
BULLET = re.compile(r"(?P<marker>[-*•·‣–—+o])\s+(?P<rest>\S.*)")
"""An item of a list."""
ENUMERATED = re.compile(r"(?P<marker>\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?P<rest>\S.*)")
"""A numbered item of a list."""
DOTTED = re.compile(r"(?:\.\s?){3,}\s*[\divxlc]{1,6}$|\S\s{3,}\d{1,4}$|\S\s{3,}[ivxlc]{1,6}$")
"""An entry of a table of contents: dots or space, then a page."""
_EDITION = re.compile(
    r"(?:version|revision|release|draft|revised|updated|last (?:modified|changed|update)|(?:\w+ )?edition)\b", re.I
)
_PLACE = re.compile(r"[\w.+-]+@[\w-]+\.|https?://|www\.")
_VERBS = frozenset(
    "is are was were be been has have had do does did will would can could should may must don't".split()
)


def capitals(text: str) -> bool:
    """Whether every letter is a capital, and there are three or more (or the text is short)."""
    text = _ASIDE.sub("", text[:400])
    return text.upper() == text and text.lower() != text and sum(map(str.isalpha, text)) >= 2


def title_case(text: str) -> float:
    """Share of main words that begin with a capital or digit, from 0 to 1; 0 where there is no word."""
    words = _WORD.findall(text)
    main = [word for n, word in enumerate(words) if n == 0 or word.lower() not in _SMALL]
    return sum(word[0].isupper() or not word[0].islower() for word in main) / len(main) if main else 0.0


def byline(text: str) -> tuple[str, ...]:
    """The names in `by A. Name and B. Name 63 views`; empty where it is not a by-line."""
    found = _BYLINE.fullmatch(text.strip("_* ")) if len(text) <= 200 else None
    return _names(found["names"], shouted=found["by"].isupper()) if found else ()


def byline_names(text: str) -> tuple[str, ...]:
    """The same for a text known to be a by-line, which may go without its `by`."""
    return byline(text) or (_names(text, shouted=False) if len(text) <= 200 else ())


def _names(text: str, *, shouted: bool) -> tuple[str, ...]:
    rest = _TRAIL.sub("", text).strip(" .,;|_")
    names = [part.strip() for part in re.split(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*", rest) if part.strip()]
    good = all(_NAME.fullmatch(name) and (name[0].isupper() or shouted) for name in names)
    return tuple(_named(name) for name in names) if good and 0 < len(names) <= 8 else ()


def _named(name: str) -> str:
    return name.title() if name.isupper() and len(name) > 4 else name


def is_date(text: str) -> bool:
    """Whether `text` is a date and nothing more."""
    return len(text) < 60 and bool(_DATE.fullmatch(text))


def is_edition(text: str) -> bool:
    """Whether `text` says which edition this is: `Version 2, June 1991`."""
    return bool(_EDITION.match(text)) and any(c.isdigit() for c in text)


def is_caption(text: str) -> bool:
    """Whether `text` belongs to a figure or table."""
    return bool(_CAPTION.match(text))


def is_illustration(text: str) -> bool:
    """Whether `text` stands for a picture."""
    return bool(_ILLUSTRATION.fullmatch(text))


def italic(text: str) -> bool:
    """Whether `_text_` is set in italics as a whole (a number may stand before)."""
    inner = re.sub(r"^(?:[IVXLC]+|\d+)[.:]?\s?-{0,2}\s?", "", text)
    return len(inner) > 3 and inner[0] == "_" and inner.rstrip(".")[-1:] == "_" and inner.count("_") == 2


def is_address(text: str) -> bool:
    """Whether there is an address of the network in it."""
    return bool(_PLACE.search(text))


def is_clause(text: str) -> bool:
    """Whether `text` has a verb that headings seldom have."""
    return any(word in _VERBS for word in text.lower().split())
