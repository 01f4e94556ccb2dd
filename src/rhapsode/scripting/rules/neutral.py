"""Rules for every language: what is no language at all (mark-up, dashes, daggers, pictures)."""

from __future__ import annotations

import re
import unicodedata

from rhapsode.scripting.rules.rule import BEYOND_ASCII, DIGITS, Rule

_DASHES = frozenset("—–-―")
_EMOJI = (
    "[\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620-\u2638\u263a\u2648-\u2653\u2660-\u2668\u267b-\u267f\u2692-\u26ff"
    "\u2702-\u27b0\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u231a\u231b\u23e9-\u23f3\u25b6\u25c0"
    "\U0001f000-\U0001faff]"
)
EMOJI = re.compile(_EMOJI + "+")
"""Pictographs (Unicode emoji blocks), without the arrows and signs that are words."""


_FOLDED = str.maketrans("ƁƂƊƑƓƘƤƬƲƳȤɓɗƒɠƙƥƭʋƴȥ", "BBDFGKPTVYZbdfgkptvyz")
_FOREIGN = r"(?:[^\W\d_][\u0300-\u036f]+|[\u0180-\u024f\u1e00-\u1eff])"


def _letter(match: re.Match[str]) -> str | None:
    """A letter of a foreign name (Nguyễn) without its marks, where the voices would spell it by its code point."""
    return "".join(map(_plain_letter, re.findall(r"\w[\u0300-\u036f]*", match.group())))


def _plain_letter(letter: str) -> str:
    whole = unicodedata.normalize("NFC", letter)
    if len(whole) == 1 and whole < "\u0180":
        return whole
    return unicodedata.normalize("NFD", letter)[0].translate(_FOLDED)


def _slashed(match: re.Match[str]) -> str:
    """A fraction of raised and lowered digits, as ordinary ones."""
    part = unicodedata.normalize("NFKC", f"{match['above']}/{match['below']}")
    return f"{match['whole']} {part}" if match["whole"] else part


def _closed(match: re.Match[str]) -> str | None:
    """A pause after what stood in brackets; none where they belong to a word: 12(b), word(s)."""
    opened = match.string.rfind("(", 0, match.start())
    return None if opened > 0 and match.string[opened - 1].isalnum() else "),"


LATIN: tuple[Rule, ...] = (Rule("symbols", rf"{_FOREIGN}+", _letter, frozenset(BEYOND_ASCII)),)
"""For the languages that have tables: what their voices cannot read."""

FIRST: tuple[Rule, ...] = (
    Rule("emoji", f"\\s?{_EMOJI}+", "", frozenset(BEYOND_ASCII)),
    Rule("markup", r"^\s?#{1,6} (?=\S)", "", frozenset("#")),
    Rule("markup", r"^[*+] (?=\w)", "", frozenset("*+")),
    Rule("markup", r"(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])", "", frozenset("*")),
    Rule("markup", r"(?<!\w)_{1,2}(?=[^\W_])|(?<=[^\s_])_{1,2}(?!\w)", "", frozenset("_")),
    Rule("markup", r"`{1,3}|~~", "", frozenset("`~")),
    Rule("fractions", r"(?P<whole>\d?)(?P<above>[⁰¹²³⁴-⁹]{1,3})[⁄/](?P<below>[₀-₉]{1,3})", _slashed, frozenset("⁄/")),
    Rule("symbols", r"[†‡™®]", "", frozenset("†‡™®")),
)
"""Tried before the language's own."""

LAST: tuple[Rule, ...] = (
    Rule("pauses", r"(?<=[\w\"'”’)])(?:-{2,3}|[—―])(?=[\w\"'“‘(])", ", ", _DASHES),
    Rule("pauses", r"\s?(?<=\s)(?:-{1,3}|[—―–])(?=\s)", ",", _DASHES),
    Rule("pauses", r"(?<=\w)(?:-{2,3}|[—―])$", ",", _DASHES),
    Rule(
        "pauses",
        r"(?<=[\w\"'”’])(?<! and)(?<! or)(?<! the)(?<! of)(?<! a)(?<! in)(?= \([^()]{3,200}\))",
        ",",
        frozenset("("),
    ),
    Rule("pauses", r"(?<=\w)\)(?= \w)", _closed, frozenset(")")),
    Rule("numbers", r"(?<=\d)[\u202f\u2009](?=\d{3})", "", DIGITS),
)
"""Tried after the language's own."""
